"""Turn a Word document (WordprocessingML, ECMA-376 part 1, section 17) into blocks in reading order.

Reads what a reader sees: inserted text and text boxes are in, deleted and hidden text is out, notes stand
after the paragraph that calls them. Macros and external targets are never touched.
"""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from knowledge.parse.drawing import add_chart, alternative, diagram
from knowledge.parse.opc import Package
from knowledge.parse.outline import Outline
from knowledge.parse.pictures import Pictures
from knowledge.parse.word_line import Line
from knowledge.parse.word_styles import Numbers, Styles
from knowledge.records import Parsed

DOCUMENT = "word/document.xml"

HOLDERS = frozenset({"sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"})
"""Elements that wrap paragraphs and tables without being seen themselves."""

DEEPEST = 10
"""Tables within tables; beyond, nobody can read them either."""


def parse(package: Package, pictures: Pictures, name: str) -> Parsed:
    """Read a document; `name` is its title where it has none."""
    return _Walk(package, Outline(pictures)).read(name)


class _Walk:
    def __init__(self, package: Package, outline: Outline) -> None:
        self._package = package
        self._outline = outline
        self._styles = Styles(package, DOCUMENT)
        self._numbers = Numbers(package, DOCUMENT)
        self._notes = {kind: self._read_notes(kind) for kind in ("footnotes", "endnotes")}
        self._items: list[str] = []
        self._caption = ""
        self._title = ""

    def read(self, name: str) -> Parsed:
        body = self._package.tree(DOCUMENT).find("body")
        if body is not None:
            self._blocks(body, 0)
        self._flush()
        outline = self._outline
        return outline.finish(self._title or outline.first_heading or self._package.title or name)

    def _read_notes(self, kind: str) -> dict[str, str]:
        found = {}
        for part in self._package.related(DOCUMENT, kind):
            tree = self._package.find(part)
            for note in tree if tree is not None else ():
                # Separators are notes of a type.
                if "type" not in note.attrib:
                    words = Line({}).gather(note).text
                    found[note.get("id", "")] = " ".join(words.split())
        return found

    def _blocks(self, parent: Element, depth: int) -> None:
        for element in parent:
            if element.tag == "p":
                self._paragraph(element, depth)
            elif element.tag == "tbl":
                caption, self._caption = self._caption, ""
                self._flush()
                self._table(element, caption, depth)
            elif element.tag in HOLDERS and depth < 4 * DEEPEST:
                self._blocks(element, depth + 1)

    def _paragraph(self, element: Element, depth: int) -> None:
        line = Line(self._notes).gather(element)
        style = self._styles.of(element)
        text = line.text
        if text and not style.contents:
            number = self._numbers.next(element, style)
            if style.title and not self._title:
                self._flush()
                self._title = " ".join(text.split())
            elif style.level:
                self._flush()
                self._outline.heading(style.level, f"{number.mark} {text}" if number else text)
            elif style.caption:
                self._flush()
                if not self._outline.caption(text, emphasised=True):
                    self._caption = " ".join(text.split())
            elif number:
                first, *rest = text.split("\n")
                self._items += [f"{number.indent}{number.mark} {first}"]
                self._items += [number.indent + "  " + more for more in rest]
            else:
                self._flush()
                self._outline.text(text)
        self._beside(line, depth)

    def _beside(self, line: Line, depth: int) -> None:
        """Add what a paragraph shows and calls, after its words."""
        for mark, note in line.called:
            self._flush()
            self._outline.text(f"[{mark}] {note}")
        for box in line.boxes[:100]:
            self._flush()
            if depth < DEEPEST:
                self._blocks(box, depth + 1)
        for one in line.shown:
            self._flush()
            self._show(one)

    def _flush(self) -> None:
        """End the list, and give back a caption that no table came for."""
        self._outline.text("\n".join(self._items), atomic=True)
        self._items.clear()
        self._outline.text(self._caption)
        self._caption = ""

    def _show(self, element: Element) -> None:
        """Add the picture, chart or diagram of one drawing."""
        said = next(element.iter("docPr"), None)
        alt = alternative(said)
        relations = self._package.relations(DOCUMENT)
        for one in element.iter():
            target = one.get("r:embed") or one.get("r:id") or one.get("r:dm") or ""
            relation = relations.get(target)
            if relation is None or relation.external:
                continue
            if one.tag in ("blip", "imagedata"):
                alt = alt or one.get("title", "")
                name = relation.target.rsplit("/", 1)[-1]
                found = self._outline.pictures.take(self._package.read(relation.target), name)
                if found is not None:
                    self._outline.figure(found, alt=alt)
            elif one.tag == "chart":
                add_chart(self._outline, self._package.tree(relation.target), alt)
            elif one.tag == "relIds":
                self._outline.text(
                    _joined(alt, diagram(self._package.tree(relation.target))), atomic=True
                )

    def _table(self, table: Element, caption: str, depth: int) -> None:
        rows: list[list[str]] = []
        shown: list[Element] = []
        above: dict[int, str] = {}
        for row in _rows(table):
            cells: list[str] = []
            for cell in row:
                merged = cell.find("tcPr/vMerge")
                line = self._cell(cell)
                shown += line.shown
                # A cell that reaches down speaks for each of its rows.
                goes_on = merged is not None and merged.get("val") != "restart"
                text = above.get(len(cells), "") if goes_on else line.text
                above[len(cells)] = text
                cells += [text] + [""] * (_span(cell) - 1)
            rows.append(cells)
        if len(rows) == 1 and len(rows[0]) == 1 and depth < DEEPEST:
            # One cell is a frame around paragraphs.
            self._outline.text(caption)
            for cell in next(_rows(table)):
                self._blocks(cell, depth + 1)
            self._flush()
            return
        self._outline.table(rows, caption)
        for one in shown:
            self._show(one)

    def _cell(self, cell: Element) -> Line:
        line = Line(self._notes).gather(cell)
        line.parts += (f" [{mark}: {note}]" for mark, note in line.called)
        line.parts += (" " + Line(self._notes).gather(box).text for box in line.boxes)
        return line


def _rows(table: Element) -> Iterator[list[Element]]:
    """Yield the cells of each row, through what may wrap rows and cells."""
    for row in _within(table, "tr"):
        yield list(_within(row, "tc"))


def _within(parent: Element, tag: str) -> Iterator[Element]:
    for element in parent:
        if element.tag == tag:
            yield element
        elif element.tag in HOLDERS:
            yield from (one for inner in element for one in (inner, *inner) if one.tag == tag)


def _span(cell: Element) -> int:
    span = cell.find("tcPr/gridSpan")
    count = span.get("val", "1") if span is not None else "1"
    return min(int(count), 100) if count.isdecimal() and len(count) < 6 else 1


def _joined(*texts: str) -> str:
    return "\n".join(filter(None, texts))
