"""What a bank holds and what it finds."""

from dataclasses import dataclass
from typing import Literal

from knowledge.bank.words import Fingerprint
from knowledge.ports import Vectors
from knowledge.vision.prints import Print

Way = Literal["hash", "features", "words", "likeness"]


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """One picture, the stills of one clip, or a list of hashes, under a name."""

    name: str
    prints: tuple[Print, ...]
    words: Fingerprint | None = None
    """Of what can be read in a picture; None where that is too little."""
    vectors: Vectors | None = None
    """By a picture model, one row a print; None where there was no model."""

    @property
    def moving(self) -> bool:
        """Whether it is a clip, which one still does not prove."""
        return len(self.prints) > 1


@dataclass(frozen=True, slots=True)
class Match:
    """That a picture is one of the known ones."""

    name: str
    way: Way
    score: float
    """How surely, 0 to 1; from `SURE` on it is the same picture, below it one that is like it."""
    detail: str = ""
