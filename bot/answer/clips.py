"""Put clips into words for a model: which still is shown when, what is read in it, what is said meanwhile.

Also finds the moments that an answer names. Knows no protocol and no file.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.records import Answer, Clip, Picture, Question
from knowledge.film.records import clock

TIME = re.compile(r"(?<![\d:.])(?:(\d{1,2}):)?(\d{1,3}):([0-5]\d)(?![\d:])")
NEAR_SECONDS = 1.5
"""A time that is written without its fraction means a still so near."""

SHOWN = 4
"""Stills under an answer; more would bury the words."""

MOST_SPOKEN = 6_000
"""Characters of a transcript: some seven minutes of talk."""

MOST_NOTED = 4_000
"""Characters of the notes on one stretch: five times what is asked for."""


def label(picture: Picture) -> str | None:
    """Say before a still what it is; None for a picture that stands for itself."""
    return f"Frame at {clock(picture.seconds)} of clip {picture.clip}:" if picture.clip else None


def title(picture: Picture, number: int) -> str:
    """Name a picture as the source of words that were read."""
    whose = "replied-to " if picture.from_reply else ""
    if picture.clip:
        return f"text read from the frame at {clock(picture.seconds)} of {whose}clip {picture.clip}"
    return f"text read from {whose}picture {number}"


def outlines(question: Question) -> Iterator[str]:
    """Say of each clip how long it is and when its frames are."""
    for clip in question.clips:
        times = [clock(one.seconds) for one in stills(question, clip)]
        frames = f"; its frames are at {', '.join(times)}" if times else ""
        yield f"(Clip {clip.number} is {clock(clip.seconds)} long{_part(clip)}{frames}.)"


def _part(clip: Clip) -> str:
    if clip.stretch is not None:
        first, last = map(clock, clip.stretch)
        return f"; you are shown its stretch from {first} to {last}, of which notes are wanted now"
    return "; you are given notes on all its stretches, so answer now" if clip.noted else ""


def transcripts(question: Question) -> Iterator[tuple[str, str]]:
    """Yield title and text of what is said in each clip, every sentence with its time."""
    for clip in question.clips:
        if clip.heard:
            lines = (f"[{clock(one.seconds)}] {one.text}" for one in clip.heard)
            yield f"what is said in clip {clip.number}", "\n".join(lines)[:MOST_SPOKEN]


def notes(question: Question) -> Iterator[tuple[str, str]]:
    """Yield title and text of what was noted of each stretch of a clip."""
    for clip in question.clips:
        for one in clip.noted:
            yield f"notes on clip {clip.number} from {clock(one.seconds)} on", one.text[:MOST_NOTED]


def stills(question: Question, clip: Clip) -> tuple[Picture, ...]:
    """Return the stills of one clip, in order."""
    return tuple(one for one in question.pictures if one.clip == clip.number)


def named(text: str, pictures: Sequence[Picture]) -> tuple[Picture, ...]:
    """Return the stills whose times stand in `text`, in the order of their times."""
    found: list[Picture] = []
    for hours, minutes, seconds in TIME.findall(text):
        at = 3600 * int(hours or 0) + 60 * int(minutes) + int(seconds)
        near = [one for one in pictures if one.clip and abs(int(one.seconds) - at) <= NEAR_SECONDS]
        best = min(near, key=lambda one: abs(int(one.seconds) - at), default=None)
        if best is not None and best not in found:
            found.append(best)
    return tuple(sorted(found[:SHOWN], key=lambda one: (one.clip, one.seconds)))


def shown(answer: Answer, question: Question, telling: Picture | None) -> Answer:
    """Give an answer about a clip the stills that it rests on: `telling`, and the moments that it names."""
    moments = named(answer.text, question.pictures) if question.clips else ()
    if telling is not None and telling not in moments:
        moments = (telling, *moments[: SHOWN - 1])
    ordered = sorted(moments, key=lambda one: (one.clip, one.seconds))
    return replace(answer, stills=tuple(ordered)) if moments else answer


def news(pictures: Sequence[Picture]) -> Iterator[tuple[Picture, tuple[str, ...]]]:
    """Pair each still with the lines that the one before it did not show."""
    before: set[str] = set()
    for picture in pictures:
        lines = [text for line in picture.sight.lines if len(text := line.text.strip()) > 1]
        fresh = tuple(line for line in lines if _bare(line) not in before)
        before = {_bare(line) for line in lines}
        yield picture, fresh


def _bare(line: str) -> str:
    return "".join(c for c in line.casefold() if c.isalnum())
