"""What the lists of one space say to one query, until it is ordered and judged.

Knows rows, ranks and z-scores; runs no list.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from knowledge import gate
from knowledge.fuse import Ranked
from knowledge.index.fts import Within
from knowledge.records import Box

DEPTH = 50
"""Entries of each list that are fused."""

WEIGHTS = {
    "bm25": 1.0,
    "bm25_page": 0.8,
    "bm25_picture": 0.0,
    "dense": 0.8,
    "clip": 0.5,
    "ocr_bm25": 1.2,
    "clip_image": 1.0,
    "clip_text": 1.0,
    "same_picture": 4.0,
    "picture_section": 2.0,
}
"""How much a rank in each list counts where no ranker knows better. Words lead: measured, they are right
more often than meaning. The list of pictures repeats what the words said: it only proposes."""


@dataclass
class Looking:
    """What the lists of one space say to one query."""

    within: Within | None = None
    """The filters of the query."""
    lists: list[Ranked] = field(default_factory=list)
    status: dict[str, str] = field(default_factory=dict)
    asked: gate.Weighted = gate.NOTHING
    """The words that were typed."""
    read: gate.Weighted = gate.NOTHING
    """The words that stand in the picture of the query."""
    z: dict[int, float] = field(default_factory=dict)
    """By row: the best z-score that a list of vectors gave it."""
    same: set[int] = field(default_factory=set)
    """Rows that show the very picture of the query."""
    match: dict[int, Box] = field(default_factory=dict)
    """By row of a picture that shows what the query shows, the same or a near twin: the part it shows."""

    def add(self, name: str, entries: Sequence[tuple[int, float]], otherwise: str) -> None:
        """Take a list in, or note why it is empty."""
        self.status[name] = "ran" if entries else otherwise
        if entries:
            self.lists.append(Ranked(name, WEIGHTS[name], entries))
