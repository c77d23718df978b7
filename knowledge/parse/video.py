"""Turn a short video into its key frames and, from a transcript beside it, what was said between them.

Knows where a transcript lies (same name, `.vtt` or `.srt`); frames come from `knowledge.film.keyframes`.
"""

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from knowledge.errors import TooLarge, Unreadable
from knowledge.film.records import clock
from knowledge.parse.outline import Outline
from knowledge.parse.pictures import Pictures, tidy
from knowledge.parse.text import decode
from knowledge.parse.transcript import Cue, cues, passages
from knowledge.records import Parsed
from knowledge.sources import TRANSCRIPTS

if TYPE_CHECKING:
    from knowledge.film.records import KeyFrame

TRANSCRIPT_BYTES = 5_000_000


def parse(content: bytes, pictures: Pictures, path: str, name: str) -> Parsed:
    """Read a video; `name` is its title. Pictures and words stand in the order of their times."""
    from knowledge.film.keyframes import keyframes

    outline = Outline(pictures)
    video = keyframes(content)
    if video.cut:
        pictures.warnings.append(
            f"what follows {clock(video.seconds)} was not looked at, so split it"
        )
    spoken = _transcript(pictures, path)
    words = list(passages(spoken, [frame.seconds for frame in video.frames]))
    file = PurePosixPath(tidy(path))
    moments: list[Cue | KeyFrame] = [*video.frames, *words]
    for one in sorted(moments, key=lambda moment: moment.seconds):
        at = clock(one.seconds)
        if isinstance(one, Cue):
            outline.text(f"[{at}] {one.text}")
            continue
        found = pictures.take(one.picture, f"{file.stem} {at}")
        if found is not None:
            outline.figure(found, caption=f"{file.name} at {at}")
    return outline.finish(name)


def _transcript(pictures: Pictures, path: str) -> list[Cue]:
    stem = PurePosixPath(tidy(path)).stem
    for ending in TRANSCRIPTS:
        beside = pictures.beside(stem + ending)
        if beside is None:
            continue
        try:
            if beside.stat().st_size > TRANSCRIPT_BYTES:
                raise TooLarge(f"it is larger than {TRANSCRIPT_BYTES // 1_000_000} MB")
            return list(cues(decode(beside.read_bytes())))
        except Unreadable as error:
            pictures.warnings.append(f"the transcript {beside.name!r} was left out: {error}")
    return []
