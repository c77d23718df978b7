"""Fuse the ranked lists of one search into one, by rank and never by score.

Knows rows and ranks; neither where a list came from nor what it cost.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from knowledge.records import Vote

K = 60
"""The constant of reciprocal rank fusion: how little the very first ranks count above the next."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """What one list found: (row id, own score), best first. Only lists that passed their gate are fused."""

    name: str
    weight: float
    entries: Sequence[tuple[int, float]]


@dataclass
class Candidate:
    """A row that some list voted for."""

    row: int
    score: float = 0.0
    votes: list[Vote] = field(default_factory=list)


def fuse(lists: Sequence[Ranked]) -> list[Candidate]:
    """Return every row of `lists` with its fused score, best first."""
    found: dict[int, Candidate] = {}
    for ranked in lists:
        for rank, (row, score) in enumerate(ranked.entries, start=1):
            candidate = found.setdefault(row, Candidate(row))
            candidate.score += ranked.weight / (K + rank)
            candidate.votes.append(Vote(ranked.name, rank, score))
    # Equal scores keep the order of the first list that named them.
    return sorted(found.values(), key=lambda candidate: -candidate.score)


def redirect(
    entries: Sequence[tuple[int, float]], targets: Mapping[int, int]
) -> list[tuple[int, float]]:
    """Let votes for one row count for another; the best of several votes for the same row stays."""
    moved: dict[int, float] = {}
    for row, score in entries:
        moved.setdefault(targets.get(row, row), score)
    return list(moved.items())
