"""What clips are opened with: who fetches their files, and who looks through them."""

from concurrent.futures import Future
from typing import Protocol

from bot.records import Attachment
from knowledge.film.records import Sound, Video
from knowledge.records import Sight


class Source(Protocol):
    """What is needed of `bot.media.fetch.Files`."""

    async def fetch(self, attachment: Attachment) -> bytes:
        """Return the bytes, or raise `Refused`."""


class Watcher(Protocol):
    """What is needed of `knowledge.vision.eyes.Eyes`."""

    @property
    def draws_stickers(self) -> bool:
        """Whether moving drawings can be looked through."""

    def watch(self, content: bytes, most: int = ..., stretches: int = ...) -> Future[Video]:
        """Look through a film."""

    def watch_closely(self, content: bytes, at: float, most: int = ...) -> Future[Video]:
        """Look at one moment of a film."""

    def hear(self, content: bytes) -> Future[Sound | None]:
        """Take the sound out of a film."""

    def submit(self, content: bytes) -> Future[Sight]:
        """Open and read a picture."""
