"""Read from `taxonomy.yaml` what pictures are looked at for, once.

Knows how it is written, and turns certainties into the scores that policies draw their lines on.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from bot.categories import Category

REVIEW_SCORE, REMOVE_SCORE = 0.5, 0.8
"""Scores that a category's own two lines become, so that one policy's lines suit all categories."""


@dataclass(frozen=True, slots=True)
class Sort:
    """One category of pictures: its wordings, what is no offence, and its lines."""

    category: Category
    looks: tuple[str, ...]
    others: tuple[str, ...]
    review: float
    remove: float

    def score(self, certainty: float) -> float:
        """Return the score of a certainty: at the lines `REVIEW_SCORE` and `REMOVE_SCORE`, straight between."""
        if certainty < self.review:
            return REVIEW_SCORE * certainty / self.review
        if certainty < self.remove:
            share = (certainty - self.review) / (self.remove - self.review)
            return REVIEW_SCORE + share * (REMOVE_SCORE - REVIEW_SCORE)
        return REMOVE_SCORE + (certainty - self.remove) / (1 - self.remove) * (1 - REMOVE_SCORE)


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """All sorts, and what people send all day."""

    neutral: tuple[str, ...]
    sorts: tuple[Sort, ...]


@cache
def load() -> Taxonomy:
    """Read the file; blocking, so the first call belongs on a thread."""
    return read(files("bot.safety").joinpath("taxonomy.yaml").read_text(encoding="utf-8"))


def read(text: str) -> Taxonomy:
    """Read a taxonomy; raise `ValueError` for lines that are no lines or a category nobody knows."""
    raw = yaml.safe_load(text)
    return Taxonomy(
        neutral=tuple(map(str, raw["neutral"])),
        sorts=tuple(_sort(name, entry) for name, entry in raw["categories"].items()),
    )


def _sort(name: str, entry: Mapping[str, Sequence[str] | float]) -> Sort:
    review, remove = float(str(entry["review"])), float(str(entry["remove"]))
    if not 0 < review < remove < 1:
        raise ValueError(
            f"{name}: review and remove are {review:g} and {remove:g}; give 0 < review < remove < 1"
        )
    looks, others = entry["looks"], entry.get("not", ())
    if isinstance(looks, float) or isinstance(others, float):
        raise ValueError(f"{name}: looks and not are lists of wordings")  # noqa: TRY004  # what is wrong is a value of the file
    return Sort(Category(name), tuple(map(str, looks)), tuple(map(str, others)), review, remove)
