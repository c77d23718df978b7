"""Cited pages and figures into pictures under an answer, each named by its source.

The bytes lie in a folder of their own until they are delivered, so that a crash does not lose them.
"""

import asyncio
import hashlib
import os
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from bot.records import Answer, Citation, Picture
from bot.reply import links
from bot.reply.markdown import CONTROL
from bot.reply.parts import Album, Card, Text
from bot.reply.places import place
from bot.reply.styled import Mark, Styled, joined

MOST_CARDS = 10
"""Items of one album (Bot API, sendMediaGroup), and as many pictures as anyone looks at."""
MAX_CAPTION = 1024
LONGEST_TITLE = 200
"""A figure's caption beyond this is a passage, and stands in the answer if it matters."""


KEPT_SECONDS = 7 * 24 * 3600.0
"""Longer than any outage that a delivery survives."""
SWEPT_EVERY_SECONDS = 3600.0


class Crops:
    """The folder of pictures that wait for delivery, named by their content.

    Several deliveries may show one picture, so none removes it; age does.
    """

    def __init__(self, folder: Path, clock: Callable[[], float] = time.time) -> None:
        self._folder = folder
        self._clock = clock
        self._swept = 0.0

    def keep(self, picture: bytes) -> str:
        """Write a picture so that it survives a crash; return its name."""
        name = hashlib.sha256(picture).hexdigest()
        target = self._folder / name
        # By the clock that age is told by: that of the disk may be another machine's.
        now = (self._clock(), self._clock())
        with suppress(FileNotFoundError):
            os.utime(target, now)
            return name
        self._folder.mkdir(parents=True, exist_ok=True)
        # Under a name of its own: two answers may show the same picture in the same moment.
        handle, unfinished = tempfile.mkstemp(prefix=name, suffix=".part", dir=self._folder)
        with os.fdopen(handle, "wb") as file:
            file.write(picture)
            file.flush()
            os.fsync(file.fileno())
        os.utime(unfinished, now)
        Path(unfinished).replace(target)
        self._sweep()
        return name

    def read(self, name: str) -> bytes | None:
        """Return a kept picture, None where somebody emptied the folder."""
        try:
            return (self._folder / name).read_bytes()
        except FileNotFoundError:
            return None

    def _sweep(self) -> None:
        now = self._clock()
        if now - self._swept < SWEPT_EVERY_SECONDS:
            return
        self._swept = now
        for file in self._folder.iterdir():
            # Another answer's picture may get its name, and so leave this one, meanwhile.
            with suppress(FileNotFoundError):
                if file.stat().st_mtime < now - KEPT_SECONDS:
                    file.unlink()


async def below(answer: Answer, crops: Crops) -> tuple[Album, ...]:
    """Keep what an answer shows below its words, and return it."""
    if not answer.stills and not answer.shown and not any(one.crop for one in answer.citations):
        return ()
    return await asyncio.to_thread(_below, answer, crops)


def _below(answer: Answer, crops: Crops) -> tuple[Album, ...]:
    albums = (_cited(answer.citations, crops, answer.stills), of_pictures(answer.shown, crops))
    return tuple(album for album in albums if album is not None)


def _cited(citations: Sequence[Citation], crops: Crops, stills: Sequence[Picture]) -> Album | None:
    """Make cards of a clip's stills and of the citations that have something to show, each picture once."""
    captions: dict[str, Styled] = {}
    for still in stills:
        captions.setdefault(crops.keep(still.sight.content), _unlinked(still.name))
    for citation in citations:
        if citation.crop is not None and len(captions) < MOST_CARDS:
            captions.setdefault(crops.keep(citation.crop), _caption(citation))
    if not captions:
        return None
    # Telegram shows no caption at all below an album in which more than one picture has its own.
    first, *others = captions
    whole = joined(captions.values(), "\n").cut(0, MAX_CAPTION // 2)
    return Album((Card(first, Text.of(whole)), *(Card(name, Text("")) for name in others)))


def _caption(citation: Citation) -> Styled:
    """Say under a picture where it stands, and what its document calls it."""
    where = joined((Styled(f"[{citation.number}] "), place(citation.passage)))
    called = " ".join(citation.passage.hit.unit.fields.get("caption", "").split())
    if not called:
        return where
    shown = called if len(called) <= LONGEST_TITLE else called[: LONGEST_TITLE - 1] + "…"
    return joined((where, _unlinked(shown)), "\n")


def of_pictures(pictures: Sequence[tuple[bytes, str]], crops: Crops) -> Album | None:
    """Make cards of (picture, caption in plain text)."""
    cards = [
        Card(crops.keep(picture), Text.of(_unlinked(caption[:MAX_CAPTION].strip())))
        for picture, caption in pictures[:MOST_CARDS]
    ]
    return Album(tuple(cards)) if cards else None


def _unlinked(words: str) -> Styled:
    """Set foreign words so that nothing in them opens with one tap."""
    shown = CONTROL.sub("", words)
    return Styled(shown, tuple(Mark("code", start, end) for start, end in links.spans(shown)))
