"""Read the pages of a PDF that are pictures of text, each once, and keep what was read.

Kept by the hash of the PDF page by page, so a run that is cut off goes on where it stopped. Knows
neither the document's units nor its name.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from typing import Protocol

from knowledge.database import Database
from knowledge.errors import TookTooLong
from knowledge.records import Box, TextLine

MOST_PAGES = 300
"""Read for one document in one run, at a second or two a page; the next run goes on behind them."""

_TOGETHER = 8
"""Pages that are drawn in one call: the PDF travels to the drawing process once for all of them."""

Lines = tuple[TextLine, ...]


class Eyes(Protocol):
    """What is needed of `knowledge.vision.eyes.Eyes`."""

    def draw_pages(self, content: bytes, pages: Sequence[int]) -> tuple[bytes, ...]:
        """Draw pages of a PDF so that they can be read."""

    def read(self, picture: bytes) -> Lines:
        """Read a picture that this program drew itself."""


class Readings:
    """What was read on pages. Thread safe; the rows go when no unit refers to their PDF."""

    def __init__(self, database: Database, eyes: Eyes) -> None:
        self._database = database
        self._eyes = eyes

    def known(self, sha256: str) -> Mapping[int, Lines]:
        """Return what was read of a PDF so far, by page."""
        if not self._database.exists:
            return {}
        sql = "SELECT page, lines FROM page_reading WHERE sha256 = ?"
        rows = self._database.connection.execute(sql, (sha256,)).fetchall()
        return {page: _unpacked(lines) for page, lines in rows}

    def read(
        self, sha256: str, content: bytes, pages: Sequence[int], step: Callable[[], None]
    ) -> None:
        """Read `pages` and call `step` after each.

        A page that takes too long stays unread, and is tried again by the next run.
        """
        for start in range(0, len(pages), _TOGETHER):
            part = pages[start : start + _TOGETHER]
            try:
                pictures = self._eyes.draw_pages(content, part)
            except TookTooLong:
                # One page may be made to hurt; the others need not suffer for it.
                pictures = ()
            for number, page in enumerate(part):
                with suppress(TookTooLong):
                    picture = pictures[number] if pictures else self._draw(content, page)
                    self._keep(sha256, page, self._eyes.read(picture) if picture else ())
                step()

    def _draw(self, content: bytes, page: int) -> bytes:
        (picture,) = self._eyes.draw_pages(content, [page])
        return picture

    def _keep(self, sha256: str, page: int, lines: Lines) -> None:
        packed = json.dumps([asdict(line) for line in lines], ensure_ascii=False)
        with self._database.transaction() as connection:
            sql = "INSERT OR REPLACE INTO page_reading VALUES (?, ?, ?)"
            connection.execute(sql, (sha256, page, packed))


def _unpacked(lines: str) -> Lines:
    return tuple(
        TextLine(one["text"], Box(**one["box"]), one["confidence"]) for one in json.loads(lines)
    )
