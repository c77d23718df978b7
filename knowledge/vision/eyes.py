"""Turn bytes from strangers into `Sight`s and `Parsed` documents, in processes of their own.

Pixels, reading, documents and drawing have separate children, so that a refusal never waits behind a
page that is being read. Knows neither Telegram nor the store.
"""

import hashlib
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from knowledge.confine import Confined
from knowledge.errors import TooLarge, Unreadable
from knowledge.records import Parsed, Place, Sight, TextLine
from knowledge.vision.limits import Limits
from knowledge.vision.remember import Glance, SeenLast

A = TypeVar("A")
B = TypeVar("B")

GIB = 2**30

REMEMBERED_BYTES = 64_000_000
"""Encoded pictures that are kept; some hundred screenshots."""

DOCUMENT_BYTES = 200_000_000
"""Larger documents are refused before they are copied to the process that parses."""

PAGE_PIXELS = 1600
"""Longer side of a page that is drawn to be read. Print of 6.5 points on A4 is read without an error from 1280 on;
the rest is for scans, which are less sharp. Reading takes as long: its time goes with the lines."""

Lines = tuple[TextLine, ...]


class Eyes:
    """Look at pictures and read documents. Thread safe; no process runs before the first call."""

    def __init__(self, *, read_threads: int = 1, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._read_threads = read_threads
        self._decoder = Confined(memory_bytes=GIB, seconds=10)
        # OpenVINO maps far more than it touches; what it is given was decoded and bounded before.
        self._reader = Confined(memory_bytes=12 * GIB, seconds=60)
        # A PDF of five thousand pages takes a minute, on a busy machine several.
        self._parser = Confined(memory_bytes=2 * GIB, seconds=200)
        # A page that somebody wants to see does not wait for a book that is parsed.
        self._painter = Confined(memory_bytes=GIB, seconds=60)
        self._lock = threading.Lock()
        self._seen = SeenLast(REMEMBERED_BYTES)
        self._underway: dict[Glance, Future[Sight]] = {}

    def look(self, content: bytes, *, read: bool = True) -> Sight:
        """Open a picture, and with `read` the text in it; raise `Unreadable` with the remedy."""
        return self.submit(content, read=read).result()

    def submit(self, content: bytes, *, read: bool = True) -> Future[Sight]:
        """Do as `look` without waiting; the future cannot be cancelled, others may share it."""
        sight: Future[Sight] = Future()
        sight.set_running_or_notify_cancel()
        try:
            self._limits.check_bytes(len(content))
        except Unreadable as error:
            sight.set_exception(error)
            return sight
        glance = Glance(hashlib.sha256(content).hexdigest(), read)
        with self._lock:
            known = self._seen.find(glance)
            opened = self._seen.find(replace(glance, read=False))
            if known is not None:
                sight.set_result(known)
                return sight
            if glance in self._underway:
                return self._underway[glance]
            self._underway[glance] = sight
        sight.add_done_callback(lambda done: self._keep(glance, done))
        if opened is not None:
            self._continue(opened, glance, sight)
        else:
            opening = self._decoder.submit(_open, content, self._limits)
            _then(opening, sight, lambda clean: self._continue(clean, glance, sight))
        return sight

    def parse(
        self,
        name: str,
        content: bytes,
        folder: Path | None = None,
        read: Mapping[int, Lines] | None = None,
    ) -> Parsed:
        """Read a document; `folder` is the root below which its pictures may lie.

        `read` holds what OCR read before, by page of a PDF.
        """
        if not content:
            raise Unreadable("the file is empty; save it again and learn that")
        if len(content) > DOCUMENT_BYTES:
            raise TooLarge(
                f"the file has {len(content) / 1e6:.0f} MB and at most "
                f"{DOCUMENT_BYTES / 1e6:.0f} MB can be learned; split it"
            )
        return self._parser.run(_parse, name, content, folder, read or {})

    def draw(self, pdf: bytes, places: Sequence[Place], longest: int) -> tuple[bytes, ...]:
        """Draw pages or parts of them, `longest` pixels on the longer side, as PNG or JPEG.

        Nothing stands for a place that cannot be drawn.
        """
        return self._painter.run(_draw, pdf, tuple(places), longest)

    def draw_pages(self, pdf: bytes, pages: Sequence[int]) -> tuple[bytes, ...]:
        """Draw pages so that they can be read; nothing stands for one that is blank or broken."""
        return self._painter.run(_draw_pages, pdf, tuple(pages))

    def read(self, picture: bytes) -> Lines:
        """Read a picture that `draw` or `draw_pages` made."""
        return self._reader.run(_read, picture, self._read_threads)

    def warm(self) -> None:
        """Load the reader in the background, so that the first picture need not wait for it."""
        self._reader.submit(_load, self._read_threads)

    def close(self) -> None:
        """End all children now."""
        for child in (self._decoder, self._reader, self._parser, self._painter):
            child.close()

    def _continue(self, opened: Sight, glance: Glance, sight: Future[Sight]) -> None:
        if not glance.read:
            sight.set_result(opened)
            return
        with self._lock:
            self._seen.keep(replace(glance, read=False), opened)
        reading = self._reader.submit(_read, opened.content, self._read_threads)
        _then(reading, sight, lambda lines: sight.set_result(replace(opened, lines=lines)))

    def _keep(self, glance: Glance, done: Future[Sight]) -> None:
        with self._lock:
            del self._underway[glance]
            if done.exception() is None:
                self._seen.keep(glance, done.result())


def _then(step: Future[A], whole: Future[B], proceed: Callable[[A], None]) -> None:
    """Call `proceed` with the result of `step`; its failure is the failure of the whole."""

    def finish(step: Future[A]) -> None:
        error = step.exception()
        if error is not None:
            whole.set_exception(error)
        else:
            proceed(step.result())

    step.add_done_callback(finish)


# What runs in the children; what they import never enters the parent.


def _open(content: bytes, limits: Limits) -> Sight:
    from knowledge.vision.door import open_picture

    return open_picture(content, limits)


def _load(threads: int) -> None:
    from knowledge.vision.ocr import reader

    reader(threads)


def _read(content: bytes, threads: int) -> tuple[TextLine, ...]:
    from knowledge.vision.ocr import reader

    return reader(threads).read(content)


def _parse(name: str, content: bytes, folder: Path | None, read: Mapping[int, Lines]) -> Parsed:
    from knowledge.parse import parse

    return parse(name, content, folder, read)


def _draw(pdf: bytes, places: tuple[Place, ...], longest: int) -> tuple[bytes, ...]:
    from knowledge.parse.pdf_draw import draw

    return draw(pdf, places, longest)


def _draw_pages(pdf: bytes, pages: tuple[int, ...]) -> tuple[bytes, ...]:
    from knowledge.parse.pdf_draw import draw_for_reading

    return draw_for_reading(pdf, pages, PAGE_PIXELS)
