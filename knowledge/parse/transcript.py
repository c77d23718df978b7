"""Turn subtitles (WebVTT, W3C; SubRip) into what was said and when.

Knows cues and their times; no video.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.film.records import clock
from knowledge.parse.outline import Outline
from knowledge.parse.pictures import Pictures
from knowledge.parse.text import decode
from knowledge.records import Parsed

TIMES = re.compile(
    r"\s*((?:\d+:)?\d{1,2}:\d{2}[.,]\d{1,3})\s*-->\s*(?:\d+:)?\d{1,2}:\d{2}[.,]\d{1,3}"
)
SPEAKER = re.compile(r"<v(?:\.[\w.]+)?\s+([^>]{1,100})>")
TAG = re.compile(r"</?[a-z][^>]{0,100}>|<\d[\d:.]{0,20}>|\{\\an?\d\}")
MOST_CUES = 20_000

PASSAGE_SECONDS = 40.0
"""What is said within this time is one paragraph: about a hundred words."""


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that are shown from `seconds` on."""

    seconds: float
    text: str


def cues(text: str) -> Iterator[Cue]:
    """Read the cues of a file, in its order; repeated lines of rolling captions come once."""
    last = ""
    count = 0
    for paragraph in re.split(r"\n[ \t]*\n", text):
        lines = paragraph.strip("\n").split("\n")
        at = next((at for at, line in enumerate(lines[:3]) if TIMES.match(line)), None)
        if at is None or count >= MOST_CUES:
            continue
        match = TIMES.match(lines[at])
        said = " ".join(_plain(line) for line in lines[at + 1 :])
        said = " ".join(said.split())
        if match is not None and said and said != last:
            count += 1
            last = said
            yield Cue(_seconds(match[1]), said)


def passages(spoken: Sequence[Cue], breaks: Sequence[float] = ()) -> Iterator[Cue]:
    """Join cues to paragraphs that end after a while, and at each of `breaks` (seconds)."""
    held: list[str] = []
    start = 0.0
    for cue in sorted(spoken, key=lambda one: one.seconds):
        parted = any(start < one <= cue.seconds for one in breaks)
        if held and (parted or cue.seconds - start > PASSAGE_SECONDS):
            yield Cue(start, " ".join(held))
            held = []
        start = start if held else cue.seconds
        held.append(cue.text)
    if held:
        yield Cue(start, " ".join(held))


def parse(content: bytes, pictures: Pictures, name: str) -> Parsed:
    """Read a transcript that is learned without its video; `name` is its title."""
    outline = Outline(pictures)
    for passage in passages(list(cues(decode(content)))):
        outline.text(f"[{clock(passage.seconds)}] {passage.text}")
    return outline.finish(name)


def _plain(line: str) -> str:
    speaker = SPEAKER.search(line)
    said = TAG.sub("", SPEAKER.sub("", line))
    return f"{speaker[1].strip()}: {said}" if speaker else said


def _seconds(written: str) -> float:
    total = 0.0
    for part in written.replace(",", ".").split(":"):
        total = total * 60 + float(part)
    return total
