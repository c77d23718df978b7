"""Turn a picture and its place in a document into a unit that words can find.

Everything said of the picture becomes a field of one text: what its author wrote, what stands around
it, what can be read in it, which kind of picture it is, what a model says that it shows. The kind is a
guess, and not looked up: as a word it outweighed what the picture model sees.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import PurePosixPath

from knowledge.chunk import Figure
from knowledge.naming import Naming
from knowledge.records import Block, Box, Kind, Sight, TextLine, Unit

LEAST_LETTERS = 20
"""In the text layer's words of a drawn figure; with fewer the words may be in its pixels."""

MIN_PIXELS = 32
"""Pictures with a shorter side are bullets and icons."""

_MOST_OCR = 4_000
"""A screenshot of a dense page; more would drown what the author said."""

_MOST_FIELD = 2_000


def unit(
    naming: Naming, figure: Figure, sight: Sight, document: str, description: str = ""
) -> Unit:
    """Describe `figure`, which looks like `sight`, by everything that is known of it."""
    from knowledge.vision.kind import guess

    block = figure.block
    said = {
        "alt": block.alt.strip()[:_MOST_FIELD],
        "caption": block.caption.strip()[:_MOST_FIELD],
        "heading": " > ".join(block.heading),
        "neighbours": figure.neighbours,
        "near": figure.near,
        "before": figure.before,
        "file_name": _words(block.picture_name),
        "ocr": _readable(sight.text),
        "kind": guess(sight.content, sight.lines),
        "description": description,
    }
    fields = {name: text for name, text in said.items() if text}
    text = _shown(fields)
    return Unit(
        id=naming.id((*block.heading, "picture"), block.picture_name or text),
        document=document,
        kind=Kind.PICTURE,
        text=text,
        heading=block.heading,
        page=block.page,
        position=figure.position,
        fields=fields,
        blob=sight.sha256,
        box=block.box,
    )


def labels(block: Block) -> tuple[TextLine, ...]:
    """Return the words that a document's text layer has in a drawn figure, in places of its picture.

    Nothing where they are too few to be all that there is to read.
    """
    box = block.box
    if box is None or sum(len(line.text) for line in block.lines) < LEAST_LETTERS:
        return ()
    width, height = max(box.right - box.left, 1e-6), max(box.bottom - box.top, 1e-6)

    def inside(line: TextLine) -> TextLine:
        place = Box(
            max(0.0, (line.box.left - box.left) / width),
            max(0.0, (line.box.top - box.top) / height),
            min(1.0, (line.box.right - box.left) / width),
            min(1.0, (line.box.bottom - box.top) / height),
        )
        return replace(line, box=place)

    return tuple(inside(line) for line in block.lines)


def _shown(fields: Mapping[str, str]) -> str:
    for name in ("caption", "alt", "ocr", "file_name"):
        if fields.get(name):
            return fields[name]
    return ""


def _words(name: str) -> str:
    stem = PurePosixPath(name.replace("\\", "/")).stem
    return " ".join(re.split(r"[-_.\s]+", stem)).strip()[:_MOST_FIELD]


def _readable(text: str) -> str:
    """Drop runs of digits as long as no number that anybody asks for, and bound the rest."""
    lines = (re.sub(r"\d{16,}", " ", line).strip() for line in text.splitlines())
    return "\n".join(filter(None, lines))[:_MOST_OCR]
