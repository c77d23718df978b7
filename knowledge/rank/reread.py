"""Read the first hits once more, question and passage together, as long as the time lasts.

A cross-encoder is slower than all lists together and sees what none of them can. Hits that it had no time for
keep their order below those that it read. Knows hits and a scorer, nothing of what the scorer is.
"""

import logging
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from knowledge.embed.cross import CrossEncoder
from knowledge.errors import ModelMissing
from knowledge.ports import PairScorer
from knowledge.records import Hit

logger = logging.getLogger(__name__)

FIRST = 10
"""Hits that are read again: what the lists have lower is rarely the answer."""

_BATCH = 2
"""Passages between two looks at the clock."""


class Reread:
    """Orders the first hits of a search anew."""

    def __init__(self, scorer: PairScorer, budget_seconds: float = 0.3) -> None:
        """Take the scorer and the time that it may spend on one search."""
        self._scorer = scorer
        self._budget = budget_seconds

    def order(self, text: str, hits: Sequence[Hit]) -> list[Hit]:
        """Return `hits` with those first that were read in time, best of them first; as they are without the scorer."""
        ends = time.perf_counter() + self._budget
        read: list[tuple[float, int]] = []
        while len(read) < min(FIRST, len(hits)) and time.perf_counter() < ends:
            part = hits[len(read) : min(len(read) + _BATCH, FIRST)]
            try:
                scores = self._scorer.score(text, [_passage(hit) for hit in part])
            except ModelMissing as error:
                logger.warning("no hit was read again: %s", error)
                return list(hits)
            read += [(-score, len(read) + at) for at, score in enumerate(scores)]
        order = [at for _, at in sorted(read)] + list(range(len(read), len(hits)))
        # Scores keep telling the order: the first place has the largest, whoever holds it now.
        return [
            replace(hits[at], rank=rank, score=hits[rank - 1].score)
            for rank, at in enumerate(order, start=1)
        ]


def local(folder: str) -> Reread | None:
    """Return what reads again by the cross-encoder in `folder`, None where no folder is named."""
    return Reread(CrossEncoder(Path(folder).expanduser())) if folder else None


def _passage(hit: Hit) -> str:
    return "\n".join(filter(None, (" > ".join((hit.title, *hit.unit.heading)), hit.unit.text)))
