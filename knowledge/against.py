"""Say how surely a picture shows each of some things, against what else it may show (CLIP, arXiv 2103.00020).

Every thing has several wordings, the nearest few of which count; against it stand what is easily taken for it
and what pictures show all day. Knows vectors of one `ImageEmbedder`; no category and no policy.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.ports import Vectors
from knowledge.zero_shot import TEMPERATURE

NEAREST = 2
"""Wordings whose mean counts: one alone may fit by a word it shares, and not all need to fit."""


@dataclass(frozen=True, slots=True, eq=False)
class Thing:
    """What is looked for, as vectors of its wordings and of what is easily taken for it."""

    name: str
    looks: Vectors
    others: Vectors


def certainties(pictures: Vectors, things: Sequence[Thing], neutral: Vectors) -> Vectors:
    """Return how surely each picture shows each thing, 0 to 1, shape (pictures, things).

    The share that the thing has of itself and of the nearest other, at the temperature that CLIP models
    are trained with; things do not stand against one another, since a picture may show several.
    """
    found = np.zeros((len(pictures), len(things)), np.float32)
    plain = (pictures @ neutral.T).max(axis=1)  # (pictures,)
    for at, thing in enumerate(things):
        fits = np.sort(pictures @ thing.looks.T, axis=1)[:, -NEAREST:].mean(axis=1)
        other = plain
        if len(thing.others):
            other = np.maximum(plain, (pictures @ thing.others.T).max(axis=1))
        found[:, at] = 1 / (1 + np.exp(-TEMPERATURE * (fits - other)))
    return found
