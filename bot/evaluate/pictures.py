"""Measure how well an alt text finds its picture."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.evaluate import strip
from bot.evaluate.datasets import Pair, PictureSet
from bot.evaluate.metrics import Outcome
from bot.evaluate.report import Row, ranked
from knowledge.records import Found, Hit, Kind


@dataclass(frozen=True, slots=True)
class Sought:
    """A labelled picture and what its alt text found."""

    pair: Pair
    found: Found


def rows(dataset: PictureSet, sought: Sequence[Sought], originals: Mapping[str, str]) -> list[Row]:
    """Measure where each picture stands among the labelled ones; other hits are left out."""
    outcomes = []
    for one in sought:
        images = distinct_pictures(one.found.hits, originals)
        rank = images.index(one.pair.image) + 1 if one.pair.image in images else None
        outcomes.append(Outcome(one.pair.page, rank))
    return [ranked(dataset.name, "alt text to picture", "all", outcomes, "R")]


def distinct_pictures(hits: Iterable[Hit], originals: Mapping[str, str]) -> list[str]:
    """Return the labelled pictures of `hits` in order, each once."""
    found = (_original(hit, originals) for hit in hits if hit.unit.kind is Kind.PICTURE)
    return list(dict.fromkeys(image for image in found if image))


def _original(hit: Hit, originals: Mapping[str, str]) -> str | None:
    # A picture file learned alone carries its name as the document's, one on a page as a surrogate.
    for words in (hit.unit.fields.get("file_name", ""), hit.unit.document):
        name = strip.NEUTRAL.search(words)
        if name:
            return originals.get(name[0].lower())
    return None
