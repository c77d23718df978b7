"""Turn a presentation (PresentationML, ECMA-376 part 1, section 19) into blocks, slide by slide.

A slide is a page; its title is the heading. Text of shapes, tables, charts, diagrams, pictures and the
speaker's notes follow in the order that screen readers use. Macros and external targets are never touched.
"""

from collections.abc import Iterator
from dataclasses import replace
from xml.etree.ElementTree import Element

from knowledge.parse.drawing import add_chart, alternative, diagram, paragraphs, text
from knowledge.parse.opc import Package
from knowledge.parse.outline import Outline
from knowledge.parse.pictures import Pictures
from knowledge.records import Parsed

PRESENTATION = "ppt/presentation.xml"
MOST_SLIDES = 3_000

DEEPEST = 20
"""Groups within groups."""

SHAPES = ("sp", "pic", "graphicFrame", "cxnSp")
FURNITURE = ("dt", "ftr", "hdr", "sldNum")
"""Placeholders that every slide repeats."""

TITLES = ("title", "ctrTitle")


def parse(package: Package, pictures: Pictures, name: str) -> Parsed:
    """Read a presentation; `name` is its title where it has none."""
    outline = Outline(pictures)
    relations = package.relations(PRESENTATION)
    listed = package.tree(PRESENTATION).iterfind("sldIdLst/sldId")
    parts = [
        relations[one.get("r:id", "")].target for one in listed if one.get("r:id") in relations
    ]
    hidden = []
    for number, part in enumerate(parts[:MOST_SLIDES], start=1):
        tree = package.find(part)
        if tree is None:
            pictures.warnings.append(f"slide {number} is missing in the file")
            continue
        if tree.get("show") in ("0", "false"):
            hidden.append(str(number))
        outline.page = number
        _Slide(package, outline, part).read(tree)
    if hidden:
        pictures.warnings.append(f"hidden in the presentation: slide {', '.join(hidden)}")
    if len(parts) > MOST_SLIDES:
        pictures.warnings.append(f"slides after {MOST_SLIDES} were left out, so split it")
    parsed = outline.finish(package.title or outline.first_heading or name)
    return replace(parsed, pages=len(parts))


class _Slide:
    def __init__(self, package: Package, outline: Outline, part: str) -> None:
        self._package = package
        self._outline = outline
        self._part = part

    def read(self, tree: Element) -> None:
        shapes = list(_shapes(tree.find("cSld/spTree"), 0))
        title = next((one for one in shapes if _role(one) in TITLES), None)
        words = " ".join(text(title).split()) if title is not None else ""
        self._outline.heading(1, words)
        # On a slide the title is often the sentence that matters.
        self._outline.text(words)
        for shape in shapes:
            if shape is not title and _role(shape) not in FURNITURE:
                self._shape(shape)
        for notes in self._package.related(self._part, "notesSlide"):
            self._notes(notes)

    def _notes(self, part: str) -> None:
        tree = self._package.find(part)
        for shape in _shapes(tree.find("cSld/spTree") if tree is not None else None, 0):
            if _role(shape) == "body" and text(shape):
                self._outline.text(f"Notes: {text(shape)}")

    def _shape(self, shape: Element) -> None:
        alt = alternative(next(shape.iter("cNvPr"), None))
        if shape.tag == "sp":
            self._words(shape)
        for element in shape.iter():
            reference = element.get("r:embed") or element.get("r:id") or element.get("r:dm") or ""
            relation = self._package.relations(self._part).get(reference)
            if element.tag == "tbl":
                self._outline.table(_table(element))
            elif relation is None or relation.external:
                continue
            elif element.tag == "blip":
                name = relation.target.rsplit("/", 1)[-1]
                found = self._outline.pictures.take(self._package.read(relation.target), name)
                if found is not None:
                    self._outline.figure(found, alt=alt)
            elif element.tag == "chart":
                add_chart(self._outline, self._package.tree(relation.target), alt)
            elif element.tag == "relIds":
                self._outline.text(alt)
                self._outline.text(diagram(self._package.tree(relation.target)), atomic=True)

    def _words(self, shape: Element) -> None:
        body = shape.find("txBody")
        lines = list(paragraphs(body)) if body is not None else []
        if len(lines) == 1 or _role(shape) in ("subTitle", *TITLES):
            self._outline.text("\n".join(line for _, line in lines))
        else:
            items = ("  " * level + "- " + line.replace("\n", " ") for level, line in lines)
            self._outline.text("\n".join(items), atomic=True)


def _shapes(tree: Element | None, depth: int) -> Iterator[Element]:
    """Yield shapes in order, those in groups in their place."""
    for element in tree if tree is not None else ():
        if element.tag == "AlternateContent":
            choice = element.find("Choice")
            fallback = element.find("Fallback")
            best = choice if choice is not None and list(_shapes(choice, depth)) else fallback
            yield from _shapes(best, depth)
        elif element.tag == "grpSp" and depth < DEEPEST:
            yield from _shapes(element, depth + 1)
        elif element.tag in SHAPES:
            yield element


def _role(shape: Element) -> str:
    """Name the placeholder that a shape fills; empty for a shape of its own."""
    placeholder = shape.find("*/nvPr/ph")
    return placeholder.get("type", "obj") if placeholder is not None else ""


def _table(table: Element) -> list[list[str]]:
    rows: list[list[str]] = []
    for row in table.iterfind("tr"):
        cells: list[str] = []
        for at, cell in enumerate(row.iterfind("tc")):
            words = " ".join(text(cell).split())
            if cell.get("vMerge") in ("1", "true") and rows and at < len(rows[-1]):
                # A cell that reaches down speaks for each of its rows.
                words = rows[-1][at]
            cells.append(words)
        rows.append(cells)
    return rows
