"""Hold the looks of each space in memory, ready to be searched, and follow the catalog as it changes."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from knowledge.alike.looks import Look, Looks
from knowledge.alike.shortlist import Shortlist
from knowledge.catalog import Catalog
from knowledge.index.binary import BinaryIndex
from knowledge.recent import Recent
from knowledge.vision import hashes

KEPT = 64
"""Spaces whose looks stay in memory: about 18 KB a picture; reading them again takes 50 ms for a thousand."""


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """What one space can recognise, as it was at one generation."""

    generation: int
    keys: tuple[str, ...]
    """Hashes of the pictures, in the order of the shortlist's numbers."""
    hashes: BinaryIndex
    """Upright hashes of the pictures that have enough in them to be told by one."""
    shortlist: Shortlist


class Spaces:
    """What the spaces searched last can recognise. Thread safe; each has structures of its own."""

    def __init__(self, catalog: Catalog, looks: Looks) -> None:
        self._catalog = catalog
        self._looks = looks
        self._known = Recent[str, Known](KEPT)
        # So that two who search at once read it once.
        self._guard = threading.Lock()

    def known(self, space: str) -> Known:
        """Return what `space` can recognise now."""
        generation = self._catalog.generation(space)
        with self._guard:
            known = self._known.find(space)
            if known is None or known.generation != generation:
                known = self._known.keep(space, self._read(space, generation))
        return known

    def _read(self, space: str, generation: int) -> Known:
        looks = self._looks.of(space)
        shortlist = Shortlist([one.features for one in looks.values()])
        return Known(generation, tuple(looks), _hashes(looks), shortlist)


def _hashes(looks: Mapping[str, Look]) -> BinaryIndex:
    index = BinaryIndex(hashes.BITS)
    reliable = {key: one.code for key, one in looks.items() if one.quality >= hashes.QUALITY}
    codes = np.array(list(reliable.values()), np.uint8).reshape(-1, hashes.BITS // 8)
    index.replace(list(reliable), codes)
    return index
