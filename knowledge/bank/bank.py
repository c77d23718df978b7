"""Tell whether a picture, or a clip by its stills, is one of the known ones.

The cheap first: hashes in every position, then local features with a geometric check, then the words in it,
then a picture model's vectors. Knows nothing of who banned what.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from knowledge.alike.shortlist import Shortlist
from knowledge.bank.records import Known, Match
from knowledge.bank.words import OTHER, SAME, Fingerprint
from knowledge.index.radius import Codes, WithinRadius
from knowledge.ports import Vectors
from knowledge.records import Box
from knowledge.vision import hashes
from knowledge.vision.features import Features
from knowledge.vision.prints import Sample

SURE = 0.8
"""Score from which on it is the same picture."""

LIKELY = 0.6
"""Score of what looks like a known picture, and of one still of a known clip: something for people to look at."""

SHORTLISTED = 6
"""Pictures whose geometry is checked, 4 ms each."""

AGREEING, SPREAD = 30, 5
"""Places, and cells of a 4 x 4 grid they lie in, that a picture shares with an edited copy of it at least;
unrelated ones share fewer than 20."""

AGREED = 0.45
"""Least part of the known places in sight that agree. Framed, cropped, tilted and captioned photos had .52 and
more of them; screens of one program share their frame, .4 at most but where all but a word is the same."""

SHARE = 0.1
"""Least part of what was sent that the known picture accounts for: an emblem in a corner bans no photo."""

LIKENESS = 0.96
"""Cosine of two pictures' vectors from which on they are shown to people; CLIP gives copies .97 and more."""

STILLS = 0.5
"""Part of a clip's stills that must be found in one known clip: others may show a title put before it."""

HALF_SEEN = 0.5
"""How much a still counts there that only looks like one of the known clip: never enough without a sure one."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One picture that was sent: its pixels, what can be read in it, and its vector."""

    sample: Sample
    words: Fingerprint | None = None
    vector: Vectors | None = None
    """Shape (1, dimensions)."""


class Bank:
    """Known pictures at one moment. Immutable, so any thread may ask."""

    def __init__(self, known: Sequence[Known]) -> None:
        self._known = tuple(known)
        self._moving = {entry.name for entry in known if entry.moving}
        prints = [(at, one) for at, entry in enumerate(known) for one in entry.prints]
        self._codes = WithinRadius(_stacked([one.codes for _, one in prints]))
        sizes = [len(one.codes) for _, one in prints]
        self._owners = np.repeat([at for at, _ in prints], sizes).astype(np.int64)
        featured = [(at, one.features) for at, one in prints if len(one.features.points)]
        self._featured = tuple(featured)
        self._shortlist = Shortlist([features for _, features in featured])
        # Vectors of another model say nothing of these; the newest model's are the longest list.
        self._vectors = [
            (at, row) for at, entry in enumerate(known) if entry.vectors is not None for row in entry.vectors
        ]  # fmt: skip

    def find(self, asked: Asked) -> list[Match]:
        """Return what one picture shows, the surest first, each known entry once."""
        return [
            replace(match, score=min(match.score, LIKELY)) if match.name in self._moving else match
            for match in self._find(asked)
        ]

    def _find(self, asked: Asked) -> list[Match]:
        found = self._by_hash(asked)
        if not found:
            found = self._by_features(asked)
        found += self._by_words(asked) + self._by_likeness(asked)
        best: dict[str, Match] = {}
        for match in sorted(found, key=lambda one: -one.score):
            best.setdefault(match.name, match)
        return list(best.values())

    def find_clip(self, stills: Sequence[Asked]) -> list[Match]:
        """Return what the stills of one clip show; of a known clip as many must be found as `STILLS` says.

        The share counts and not the order (vPDQ, ThreatExchange), so that a cut out of it is found, too.
        """
        telling = [one for one in stills if len(one.sample.codes)]
        hits: dict[str, list[Match]] = {}
        for one in telling:
            for match in self._find(one):
                hits.setdefault(match.name, []).append(match)
        found = []
        for name, matches in hits.items():
            sure = [one for one in matches if one.score >= SURE]
            # What the camera had moved on from is still much like it.
            share = (len(sure) + HALF_SEEN * (len(matches) - len(sure))) / len(telling)
            best = max(matches, key=lambda one: one.score)
            score = best.score if share >= STILLS else min(best.score, LIKELY)
            detail = f"{len(sure)} of {len(telling)} stills"
            found.append(Match(name, best.way, score, detail))
        return sorted(found, key=lambda one: -one.score)

    def _by_hash(self, asked: Asked) -> list[Match]:
        least: dict[int, int] = {}
        for number, bits in self._codes.search(asked.sample.codes):
            least.setdefault(int(self._owners[number]), bits)
        return [
            Match(
                self._known[at].name,
                "hash",
                # A copy differs in a few bits; at the limit it is still the same picture.
                self._other_words(self._known[at], asked) or round(1 - bits / hashes.SAME * (1 - SURE), 3),
                f"{bits} of {hashes.BITS} bits differ",
            )
            for at, bits in least.items()
        ]  # fmt: skip

    def _by_features(self, asked: Asked) -> list[Match]:
        """Look for edited copies; mirrored ones where there are none."""
        if not self._featured:
            return []
        return self._arranged(asked.sample.features, asked) or self._arranged(
            asked.sample.mirrored, asked
        )

    def _arranged(self, features: Features, asked: Asked) -> list[Match]:
        """Return those on which `features` lie as on an edited copy."""
        listed = self._shortlist.best(features, SHORTLISTED)
        found = [self._registered(features, number, asked) for number, _ in listed]
        return [match for match in found if match is not None]

    def _registered(self, features: Features, number: int, asked: Asked) -> Match | None:
        # It wraps OpenCV, which is loaded for the first picture.
        from knowledge.vision.register import register

        at, learned = self._featured[number]
        fit = register(features, learned)
        if fit is None or fit.inliers < AGREEING or fit.spread < SPREAD or fit.covered < SHARE:
            return None
        share = fit.inliers / max(1, _inside(learned, fit.box))
        score = round(SURE + (1 - SURE) * min(1.0, share), 3) if share >= AGREED else LIKELY
        entry = self._known[at]
        told = self._other_words(entry, asked)
        detail = f"{fit.inliers} places agree, {share:.0%} of those in sight"
        return Match(entry.name, "features", told or score, detail)

    def _other_words(self, entry: Known, asked: Asked) -> float:
        """Return the lower score of what has another text in the same frame, 0 where it has not."""
        if entry.words is None or asked.words is None:
            return 0.0
        return LIKELY if entry.words.distance(asked.words) >= OTHER else 0.0

    def _by_words(self, asked: Asked) -> list[Match]:
        if asked.words is None:
            return []
        return [
            Match(entry.name, "words", SURE + 0.05, "the same words are in it")
            for entry in self._known
            if entry.words is not None and entry.words.distance(asked.words) <= SAME
        ]

    def _by_likeness(self, asked: Asked) -> list[Match]:
        if asked.vector is None:
            return []
        query = asked.vector[0]
        return [
            Match(self._known[at].name, "likeness", LIKELY, "a picture model finds them alike")
            for at, row in self._vectors
            if row.shape == query.shape and float(row @ query) >= LIKENESS
        ]


def _inside(features: Features, box: Box) -> int:
    """Count the places in a part of a picture."""
    across = features.points["x"] / features.width
    down = features.points["y"] / features.height
    within = (across >= box.left) & (across <= box.right) & (down >= box.top) & (down <= box.bottom)
    return int(within.sum())


def _stacked(codes: Sequence[Codes]) -> Codes:
    return np.concatenate([np.zeros((0, hashes.BITS // 8), np.uint8), *codes])
