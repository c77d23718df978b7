"""Turn the opening and closing of HTML elements into blocks of an outline.

Knows which elements begin a line, a list, a table; knows no tree and no bytes.
"""

import re

from knowledge.parse.outline import Outline

INLINE_TAGS = """
a abbr b bdi bdo big cite code data del dfn em font i ins kbd label mark q s samp small span strike
strong sub sup time tt u var wbr -text
"""
INLINE = frozenset(INLINE_TAGS.split())
SPACE = re.compile(r"\s+")
HEADING = re.compile(r"h([1-6])")
LISTS = ("ul", "ol", "dl", "menu")
CELLS = ("td", "th")


class PageText:
    """The text gathered so far; every element that starts a line ends the one before."""

    def __init__(self, outline: Outline) -> None:
        self._outline = outline
        self._line: list[str] = []
        self._shown: list[tuple[str, str, str]] = []
        self._caption = ""
        self._listing = 0
        self._lists: list[tuple[str, int]] = []
        self._items: list[str] = []
        self._mark = ""
        self._layouts: list[bool] = []
        """The open tables, outermost first; True for one that only arranges the page."""
        self._rows: list[list[str]] = []
        self._table_caption = ""

    def words(self, text: str) -> None:
        """Add text; outside listings a line end in the source is a blank like any other."""
        self._line.append(text if self._listing else SPACE.sub(" ", text))

    def picture(self, target: str, alt: str, title: str) -> None:
        """Note a picture; it is placed after the line, list part or table that it stands in."""
        self._shown.append((target, alt, self._caption or title))

    def figure(self, caption: str) -> None:
        """Begin a figure; its caption holds for the pictures up to its end."""
        self._caption = caption

    @property
    def _tables(self) -> int:
        """How many tables of data are open."""
        return self._layouts.count(False)

    @property
    def _in_table(self) -> bool:
        """Whether rows and cells are those of the outermost table of data."""
        return self._tables == 1 and not self._layouts[-1]

    def table(self, *, layout: bool) -> None:
        """Open a table; the cells of a `layout` are paragraphs like any others."""
        self._end_line()
        self._layouts.append(layout)

    def enter(self, tag: str, start: str) -> None:
        """Open an element; `start` is the first number of an ordered list."""
        if tag == "br":
            self._line.append("\n")
        if tag in INLINE or tag == "br":
            return
        self._end_line()
        if tag == "pre":
            self._listing += 1
        elif tag in LISTS:
            self._lists.append((tag, int(start) if start.isdecimal() and len(start) < 9 else 1))
        elif tag in ("li", "dt", "dd"):
            self._mark = self._next_mark(tag)
        elif tag == "tr" and self._in_table:
            self._rows.append([])

    def leave(self, tag: str) -> None:
        """Close an element."""
        if tag in INLINE or tag == "br":
            return
        heading = HEADING.fullmatch(tag)
        if heading and not self._lists and not self._tables:
            self._outline.heading(int(heading[1]), "".join(self._line))
            self._line.clear()
            self._show()
        elif tag in CELLS and self._in_table and self._rows:
            self._rows[-1].append(self._take_cell())
        elif tag == "caption" and self._in_table:
            self._table_caption = self._take_cell()
        self._end_line()
        if tag == "pre":
            self._listing = max(0, self._listing - 1)
        elif tag in LISTS and self._lists:
            self._lists.pop()
            if not self._lists:
                self._end_items()
        elif tag == "table" and self._layouts:
            self._end_table()
        elif tag == "figure":
            self._caption = ""

    def _take_cell(self) -> str:
        text = " ".join("".join(self._line).split())
        self._line.clear()
        return text

    def _next_mark(self, tag: str) -> str:
        if not self._lists:
            return "- "
        kind, number = self._lists[-1]
        indent = "  " * (len(self._lists) - 1)
        self._lists[-1] = (kind, number + 1)
        if tag == "li":
            return indent + (f"{number}. " if kind == "ol" else "- ")
        return indent + ("" if tag == "dt" else "  ")

    def _end_line(self) -> None:
        if self._tables:
            # Lines within a cell are parted by blanks; the cell is written when it closes.
            self._line.append(" ")
            return
        raw = "".join(self._line)
        self._line.clear()
        rows = (" ".join(row.split()) for row in raw.split("\n"))
        text = raw if self._listing else "\n".join(filter(None, rows))
        if text.strip() and self._lists:
            self._items.append(self._mark + text)
            self._mark = " " * len(self._mark)
        elif text.strip() and not self._outline.caption(text):
            self._outline.text(text, atomic=bool(self._listing))
        if self._shown:
            self._end_items()
            self._show()

    def _end_items(self) -> None:
        self._outline.text("\n".join(self._items), atomic=True)
        self._items.clear()

    def _end_table(self) -> None:
        if self._layouts.pop() or self._tables:
            return
        self._outline.table(self._rows, self._table_caption)
        self._rows.clear()
        self._table_caption = ""
        # What stood in the table but in no cell.
        self._end_line()
        self._show()

    def _show(self) -> None:
        for target, alt, caption in self._shown:
            self._outline.picture(target, alt=alt, caption=caption)
        self._shown.clear()
