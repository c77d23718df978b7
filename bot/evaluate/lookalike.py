"""Measure how well a picture finds itself again, edited as chats do, and the section that it stands in."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from bot.evaluate import pictures
from bot.evaluate.datasets import Pair, PictureSet
from bot.evaluate.metrics import Outcome
from bot.evaluate.report import Row, ranked
from knowledge.build import Eyes
from knowledge.records import Found, Kind, Query

Search = Callable[[Query], Found]
Headings = Mapping[tuple[str, str], frozenset[tuple[str, ...]]]
"""By page and name of a picture's file: the sections that it stands in, as paths of headings."""

UNEDITED = "unedited"


def rows(
    dataset: PictureSet, copy: Path, originals: Mapping[str, str], eyes: Eyes, search: Search
) -> Iterator[Row]:
    """Ask for every labelled picture; nothing is read in it, so that its pixels alone have to do.

    `copy` is what was learned, with neutral names (the keys of `originals`) for the pictures' files.
    """
    from bot.evaluate import edits

    neutral = {image: name for name, image in originals.items()}
    headings = _headings(copy, dataset.pairs, eyes)
    kinds = {UNEDITED: edits.unedited, **edits.EDITS}
    sections = []
    for kind, edit in kinds.items():
        outcomes, beside = [], []
        for pair in dataset.pairs:
            content = (dataset.folder / pair.image).read_bytes()
            sight = eyes.look(edits.edited(content, edit, pair.image), read=False)
            found = search(Query(picture=sight))
            outcomes.append(Outcome(pair.page, _picture(found, pair, originals)))
            places = headings.get((pair.page, neutral[pair.image]), frozenset())
            beside.append(Outcome(pair.page, _section(found, pair, places)))
        yield ranked(dataset.name, "picture to picture", kind, outcomes, "R")
        sections.append(ranked(dataset.name, "picture to its section", kind, beside, "R"))
    yield from sections


def _picture(found: Found, pair: Pair, originals: Mapping[str, str]) -> int | None:
    images = pictures.distinct_pictures(found.hits, originals)
    return images.index(pair.image) + 1 if pair.image in images else None


def _section(found: Found, pair: Pair, places: frozenset[tuple[str, ...]]) -> int | None:
    """Return the rank of the first right section among the distinct sections of texts."""
    sections = dict.fromkeys(
        (hit.unit.document, hit.unit.heading) for hit in found.hits if hit.unit.kind is Kind.TEXT
    )
    for rank, (document, heading) in enumerate(sections, 1):
        if document == pair.page and heading in places:
            return rank
    return None


def _headings(copy: Path, pairs: Sequence[Pair], eyes: Eyes) -> Headings:
    """Find the section of each picture: its heading or, where no text stands there, the nearest above."""
    found: dict[tuple[str, str], set[tuple[str, ...]]] = {}
    for page in dict.fromkeys(pair.page for pair in pairs):
        blocks = eyes.parse(page, (copy / page).read_bytes(), copy).blocks
        worded = {block.heading for block in blocks if block.text.strip()}
        for block in blocks:
            if block.picture is None:
                continue
            heading = block.heading
            while heading and heading not in worded:
                heading = heading[:-1]
            found.setdefault((page, Path(block.picture_name).stem), set()).add(heading)
    return {key: frozenset(headings) for key, headings in found.items()}
