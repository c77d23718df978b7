"""Write recordings down on this machine with faster-whisper, where it is installed.

Weights come from a folder that is named, never from the network. Recordings are decoded in a confined process.
"""

import asyncio
from pathlib import Path

from bot.errors import NotHeard
from bot.ports import Lane
from bot.records import Utterance
from knowledge.confine import Confined
from knowledge.errors import KnowledgeError
from knowledge.film.records import Sound
from knowledge.film.whisper import write_down

GIB = 2**30


class Whisper:
    """A `Transcriber` that sends nothing anywhere."""

    name = "faster-whisper"
    lane: Lane = "local"

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process = Confined(memory_bytes=12 * GIB, seconds=600, nice=15)

    async def close(self) -> None:
        """End the process."""
        self._process.close()

    async def transcribe(self, sound: Sound) -> tuple[Utterance, ...]:
        """Return what is said; raise `NotHeard` with the remedy."""
        try:
            working = self._process.submit(write_down, str(self._folder), sound.content)
            told = await asyncio.wrap_future(working)
        except KnowledgeError as error:
            raise NotHeard(f"faster-whisper gave no transcript: {error}") from None
        return tuple(Utterance(seconds, text) for seconds, text in told)
