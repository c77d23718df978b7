"""Turn what can be read in a picture into a fingerprint that survives a few wrongly read letters.

A simhash (Charikar, STOC 2002) over runs of letters. Two screenshots of one program have hashes of their
pixels near one another; what stands in them tells them apart.
"""

import hashlib
import unicodedata
from dataclasses import dataclass

BITS = 64

FEWEST = 40
"""Letters below which a text has too little in it to be one's own: dates, names of buttons."""

RUN = 4
"""Letters that are hashed together."""

SAME, OTHER = 8, 20
"""Bits up to which two texts are one, read twice, and from which on they are two; unrelated ones differ in 32."""


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """The fingerprint of a text and how many letters it has."""

    bits: int
    letters: int

    def distance(self, other: "Fingerprint") -> int:
        """Count the bits in which two fingerprints differ."""
        return (self.bits ^ other.bits).bit_count()


def fingerprint(text: str) -> Fingerprint | None:
    """Return the fingerprint of `text`, None where there is too little of it."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    letters = "".join(one for one in folded if one.isalnum())
    if len(letters) < FEWEST:
        return None
    sums = [0] * BITS
    for run in {letters[at : at + RUN] for at in range(len(letters) - RUN + 1)}:
        code = int.from_bytes(hashlib.blake2b(run.encode(), digest_size=BITS // 8).digest(), "big")
        for bit in range(BITS):
            sums[bit] += 1 if code >> bit & 1 else -1
    bits = sum(1 << bit for bit, total in enumerate(sums) if total > 0)
    return Fingerprint(bits, len(letters))
