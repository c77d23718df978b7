"""Find the learned pictures of a space that a queried picture shows, and which part of them it shows.

A cascade, the cheap first: the very bytes or pixels, a perceptual hash, local features with a geometric
check. What hash or features propose is compared pixel by pixel, so that a near twin is told apart.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from knowledge.alike.known import Known, Spaces
from knowledge.alike.looks import Look, Looks
from knowledge.catalog import Catalog
from knowledge.derived import Derived
from knowledge.recent import Recent
from knowledge.records import Box, Sight
from knowledge.vision import hashes
from knowledge.vision.features import Features
from knowledge.vision.hashes import Hashes
from knowledge.vision.pixels import Grey, grey

if TYPE_CHECKING:
    from knowledge.vision.register import Registration

Way = Literal["exact", "hash", "features"]

WHOLE = Box(0, 0, 1, 1)

SHORTLISTED, DEEPER = 8, 24
"""Pictures whose geometry is checked, 4 ms each: at first, and among screenshots of one program. There the
right one was once the twentieth, whatever its twins agreed on."""

HOPELESS, OVERTAKEN = 0.15, 0.6
"""Shares of the best one's votes below which no geometry is checked: once one was found alike, and once the
very picture was found, without relatives."""

RELATIVES = 2
"""So many pictures that are alike make a family."""

COMPARED = 4
"""Pictures with a near hash that are compared by their pixels, 7 ms each."""

INLIERS, SPREAD = 12, 4
"""Least number of agreeing places, and of cells they lie in; unrelated tables reach twice as many at times."""

ALIKE = 0.5
"""Least order of pictures of which few places agree: pages of one layout share two dozen, and their lines."""

MANY, GLARING = 60, 0.3
"""So many agreeing places only pictures of one origin share; a reflection may then spoil more of the pixels."""

_FURTHER = 8
"""Bits beyond the nearest hash from which on a picture is no rival to one whose pixels agree."""

_DIFFERING = 5.0
"""What the share of other pixels takes from the mean correlation when pictures are put in order: a twin may
correlate as well as the right one."""

_PART = 0.5
"""A picture that accounts for less than this share of what another one accounts for comes after it: a learned
icon agrees perfectly with its place in a screenshot."""

SAME_MEAN, SAME_DIFFERING = 0.7, 0.012
"""Agreement of pixels from which on it is the same picture and no twin of it. Over a gallery of drawn twins,
photographed from a screen, the true one differs in at most .008 of its blocks, a twin in at least .015."""

_REMEMBERED = 8
"""Queried pictures whose features are kept: a scope of several spaces asks for each again."""


@dataclass(frozen=True, slots=True)
class Alike:
    """A learned picture, how it was found, and how surely it is the queried one."""

    sha256: str
    way: Way
    same: bool
    """Whether it is the very picture; otherwise it shares a part, as the same dialog with other words."""
    score: float
    """Mean correlation of their pixels times the share that is alike, 1 for equal ones."""
    box: Box
    """The part of it that the queried picture shows."""
    covered: float = 1.0
    """Share of the queried picture that it accounts for."""
    order: float = 0.0
    """How likely it is meant, more is likelier; in no unit."""


class Asked:
    """A queried picture, looked at only as far as the cascade has to go. Thread safe."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    @cached_property
    def grey(self) -> Grey:
        """Its pixels at the working size."""
        return grey(self._content)

    @cached_property
    def hashes(self) -> Hashes:
        """Its hash in every position."""
        return hashes.hashes(self.grey)

    @cached_property
    def features(self) -> Features:
        """Its local features."""
        from knowledge.vision import sift

        return sift.queried(self.grey)


class Finder:
    """Finds pictures alike. Thread safe; opens no space that was not asked for."""

    def __init__(self, catalog: Catalog, derived: Derived, looks: Looks) -> None:
        self._catalog = catalog
        self._derived = derived
        self._looks = looks
        self._spaces = Spaces(catalog, looks)
        self._asked = Recent[str, Asked](_REMEMBERED)

    def find(self, space: str, sight: Sight) -> list[Alike]:
        """Return the pictures of `space` that `sight` shows, the surest first."""
        blobs = self._derived.same_pictures(sight)
        exact = {str(row.unit.blob) for row in self._catalog.rows_by_blob(space, blobs)}
        if exact:
            return [Alike(one, "exact", True, 1.0, WHOLE) for one in sorted(exact)]
        known = self._spaces.known(space)
        if not known.keys:
            return []
        asked = self._remember(sight)
        by_hash = self._by_hash(known, asked)
        if any(one.same for one in by_hash):
            return by_hash
        by_features = self._by_features(known, asked)
        seen = {one.sha256 for one in by_features}
        return _sorted([*by_features, *(one for one in by_hash if one.sha256 not in seen)])

    def _by_hash(self, known: Known, asked: Asked) -> list[Alike]:
        """Return what is a copy of the whole picture, whichever way it is turned."""
        if not asked.hashes.reliable:
            return []
        near = known.hashes.search(asked.hashes.codes, COMPARED, within=hashes.SAME)
        looks = self._looks.some([key for key, _ in near])
        found: list[Alike] = []
        for key, bits in near:
            if key not in looks or (bits > near[0][1] + _FURTHER and any(a.same for a in found)):
                continue
            away = [hashes.distance(code, looks[key].code) for code in asked.hashes.codes]
            turned = hashes.positioned(asked.grey, away.index(min(away)))
            found += self._compared(looks[key], key, turned, None)
        return _sorted(found)

    def _by_features(self, known: Known, asked: Asked) -> list[Alike]:
        """Return what shares enough places with the query, at places that one homography explains."""
        from knowledge.vision.register import register

        listed = known.shortlist.best(asked.features, DEEPER)
        looks = self._looks.some([known.keys[number] for number, _ in listed])
        found: list[Alike] = []
        for place, (number, votes) in enumerate(listed):
            key = known.keys[number]
            family = len(found) >= RELATIVES
            sure = any(one.same for one in found) and not family
            if place >= SHORTLISTED and (sure or not found):
                break
            least = OVERTAKEN if sure else HOPELESS if found else 0.0
            if key not in looks or votes < least * listed[0][1]:
                continue
            fit = register(asked.features, looks[key].features)
            if fit and (fit.inliers >= MANY or (fit.inliers >= INLIERS and fit.spread >= SPREAD)):
                found += self._compared(looks[key], key, asked.grey, fit)
        return _sorted(found)

    def _compared(
        self, look: Look, key: str, queried: Grey, fit: "Registration | None"
    ) -> list[Alike]:
        """Compare the pixels of a query, laid on a learned one as `fit` or else as a whole; empty if unlike."""
        from knowledge.vision import compare

        learned = compare.opened(look.proof)
        if fit:
            homography = fit.homography @ compare.stretch(learned, look.features.shape)
        else:
            homography = compare.stretch(learned, queried.shape)
        agreement = compare.compare(queried, learned, homography)
        score = agreement.mean * (1 - agreement.differing)
        order = agreement.mean - _DIFFERING * agreement.differing
        if order < ALIKE and not (fit and fit.inliers >= MANY and score >= GLARING):
            return []
        same = agreement.mean >= SAME_MEAN and agreement.differing <= SAME_DIFFERING
        way: Way = "features" if fit else "hash"
        box, covered = (fit.box, fit.covered) if fit else (WHOLE, 1.0)
        return [Alike(key, way, same, score, box, covered, order)]

    def _remember(self, sight: Sight) -> Asked:
        key = hashlib.sha256(sight.content).hexdigest()
        return self._asked.find(key) or self._asked.keep(key, Asked(sight.content))


def _sorted(found: Sequence[Alike]) -> list[Alike]:
    most = max((one.covered for one in found), default=0.0)
    return sorted(found, key=lambda one: (one.covered < _PART * most, -one.order, one.sha256))
