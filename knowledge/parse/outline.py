"""Collect what a parser meets, in reading order, into the blocks of a `Parsed` document.

Knows headings, captions and caps; knows no file format.
"""

import re
from collections.abc import Iterable
from dataclasses import replace

from knowledge.parse.pictures import Found, Pictures
from knowledge.parse.table import Row, pack
from knowledge.records import Block, Parsed

MOST_BLOCKS = 100_000
MOST_CHARACTERS = 20_000_000
"""Of all blocks together: five thousand dense pages."""

CAPTION = re.compile(r"(figure|fig\.|abb\.|abbildung|图|圖|表|рис\.|рисунок)\s*\d", re.IGNORECASE)
"""How a line starts that speaks of the picture above it."""

BELOW_ALL = 7
"""Level of a tab's name: below every heading of Markdown and HTML."""


class Outline:
    """A document in the making."""

    def __init__(self, pictures: Pictures) -> None:
        self._pictures = pictures
        self._headings: list[tuple[int, str]] = []
        self._blocks: list[Block] = []
        self._characters = 0
        self._cut = False
        self._caption = ""
        self.first_heading = ""
        self.page: int | None = None
        """The page or slide that blocks are on which do not know their own."""

    @property
    def pictures(self) -> Pictures:
        """Where this document's pictures come from, and its warnings."""
        return self._pictures

    def heading(self, level: int, text: str) -> None:
        """Open a section; sections of the same or a lower rank end."""
        self._release()
        self.end_sections(level)
        text = " ".join(text.split())
        if text:
            self._headings.append((level, text))
            if level == 1 and not self.first_heading:
                self.first_heading = text

    def end_sections(self, level: int) -> None:
        """Close what is of rank `level` or lower."""
        self._headings = [entry for entry in self._headings if entry[0] < level]

    def text(self, text: str, *, atomic: bool = False) -> None:
        """Add a paragraph, or with `atomic` a list, table or listing."""
        text = text.strip("\n") if atomic else text.strip()
        if text.strip():
            self._release()
            self.add(Block(text=text, atomic=atomic))

    def table(self, rows: Iterable[Row], caption: str = "") -> None:
        """Add a table; a long one is parted, and each part repeats the caption and the first row."""
        torn = pack(rows)
        for piece in torn.pieces:
            self.text(f"{caption}\n{piece}" if caption else piece, atomic=True)
        if torn.cut:
            self._cut = True

    def caption(self, text: str, *, emphasised: bool = False) -> bool:
        """Take `text` as caption if it reads like one and a picture came just before.

        A line such as *Figure 2. ...* is held back for the picture that comes next.
        """
        last = self._blocks[-1] if self._blocks else None
        named = CAPTION.match(text) is not None
        if last is not None and last.picture is not None and not CAPTION.match(last.caption):
            if not named and not (emphasised and len(text) < 300):
                return False
            self._blocks[-1] = replace(last, caption=_joined(last.caption, text))
            return True
        if named and emphasised and not self._caption:
            self._caption = text
            return True
        return False

    def picture(self, target: str, *, alt: str = "", caption: str = "") -> None:
        """Add a figure if its file can be had."""
        found = self._pictures.load(target)
        if found is not None:
            self.figure(found, alt=alt, caption=caption)

    def figure(self, found: Found, *, alt: str = "", caption: str = "") -> None:
        """Add a figure whose bytes are at hand."""
        alt = " ".join(alt.split())
        caption = _joined(self._caption, caption)
        self._caption = ""
        self.add(
            Block(
                text="",
                picture=found.content,
                picture_name=found.name,
                alt=alt,
                caption="" if caption == alt else caption,
            )
        )

    def document(self, parsed: Parsed, name: str) -> None:
        """Add another document, one that was attached as `name`, below the open headings."""
        self._release()
        for block in parsed.blocks:
            if block.drawn:
                # The page that it would be drawn from lies within this document: its words remain.
                words = " ".join(line.text for line in block.lines)
                said = block.text or _joined(block.caption, block.alt, words)
                block = replace(block, text=said, drawn=False)
            if block.text or block.picture is not None:
                self.add(block)
        self._pictures.warnings.extend(f"{name!r}: {warning}" for warning in parsed.warnings)

    def add(self, block: Block) -> None:
        """Add a block below the open headings, unless the document is full."""
        self._characters += len(block.text)
        if len(self._blocks) >= MOST_BLOCKS or self._characters > MOST_CHARACTERS:
            self._cut = True
        else:
            path = tuple(text for _, text in self._headings)
            page = self.page if block.page is None else block.page
            self._blocks.append(replace(block, heading=(*path, *block.heading), page=page))

    def finish(self, title: str) -> Parsed:
        """Close the document. The heading that repeats the title is left out of every path."""
        self._release()
        blocks = tuple(
            replace(block, heading=block.heading[1:]) if block.heading[:1] == (title,) else block
            for block in self._blocks
        )
        warnings = list(self._pictures.warnings)
        if self._cut:
            warnings.append("it is very long; what lies beyond the limit was left out, so split it")
        return Parsed(title=title, blocks=blocks, warnings=tuple(warnings))

    def _release(self) -> None:
        """Give back a caption that no picture came for."""
        if self._caption:
            self.add(Block(text=self._caption))
            self._caption = ""


def _joined(*texts: str) -> str:
    return "\n".join(filter(None, (" ".join(text.split()) for text in texts)))
