"""Messages into what a classifier counts: runs of letters, words, and marks such as emoji and amounts.

Runs of letters go across the gaps between words, so that a spaced-out word gives the same runs as a plain
one. Each occurrence has its place, so that a long message can be judged stretch by stretch: ham around spam
hides nothing. Knows no weights.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.safety.spam.letters import APART, SYMBOL, Flags, Places, Row, row
from bot.safety.spam.marks import emoji_places, places

BUCKETS: Final = 1 << 18
"""Features share this many places (the hashing trick, Weinberger et al. 2009)."""

LONGEST_RUN: Final = 5
SPELLED: Final = 3
"""From so many gaps on, single letters in a row are one word that was spaced out."""

_PRIME = np.uint64(0x100000001B3)
_MIX = np.uint64(0x9E3779B97F4A7C15)
_WORD_SALT = np.uint64(0xC2B2AE3D27D4EB4F)
_PAIR_SALT = np.uint64(0x165667B19E3779F9)
_EMOJI_SALT = np.uint64(0x27D4EB2F165667C5)
_SHIFT = np.uint64(64 - 18)
_POWERS = np.multiply.accumulate(np.full(40, _PRIME, np.uint64))

Hashes = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Features:
    """What occurs in messages, and after how many letters of the row of all messages."""

    owner: Places
    """(letters,) the message of each letter, ascending."""
    messages: int
    runs: Places
    """(LONGEST_RUN, letters) the bucket of the run that begins at each letter, -1 for none."""
    words: Places
    word_at: Places
    """(words,) buckets of words, of pairs of words and of emoji, and the letter each begins at."""
    marks: tuple[Places, ...]
    """For each of MARKS, after how many letters it stands, ascending."""
    han: Flags
    """(letters,) which are Chinese characters, each of which tells as much as some Latin letters."""
    breaks: Places
    """The letters that begin a line, the first of each message included."""


@dataclass(frozen=True, slots=True)
class _Laid:
    """Messages laid end to end: the row, the places of its letters, the letters, whose they are, their runs."""

    row: Row
    at: Places
    letters: Hashes
    owner: Places
    runs: Places


@lru_cache(maxsize=2)
def _laid(texts: tuple[str, ...]) -> _Laid:
    """Lay messages out; the classifier and the print of a message ask for the same ones in turn."""
    seen = row(texts)
    at = np.flatnonzero(seen.folded > SYMBOL)
    letters = seen.folded[at].astype(np.uint64)
    owner = seen.message[at]
    return _Laid(seen, at, letters, owner, _runs(letters, owner))


def features(texts: Sequence[str]) -> Features:
    """Find the features of messages."""
    laid = _laid(tuple(texts))
    seen, at, letters, owner = laid.row, laid.at, laid.letters, laid.owner
    starts, spelled = _word_starts(seen, at, owner)
    words, word_at = _words(letters, owner, starts)
    pictures = emoji_places(seen)
    order = np.append(word_at, _after(seen, at, owner, pictures))
    buckets = np.append(words, _bucket(seen.raw[pictures].astype(np.uint64) + _EMOJI_SALT))
    fresh = _first(owner[order], buckets)
    return Features(
        owner=owner,
        messages=seen.count,
        runs=laid.runs,
        words=buckets[fresh],
        word_at=order[fresh],
        marks=tuple(_after(seen, at, owner, mark) for mark in places(seen, at, starts, spelled)),
        han=(letters >= 0x3400) & (letters < 0xA000),
        breaks=_breaks(seen, at, owner),
    )


def runs(texts: Sequence[str]) -> tuple[Places, Places]:
    """Return message and bucket of the longer runs of letters, each once in its message, in order."""
    laid = _laid(tuple(texts))
    longer = laid.runs[2:]
    keys = np.unique(np.where(longer >= 0, laid.owner * BUCKETS + longer, -1))
    keys = keys[keys >= 0]
    return keys // BUCKETS, keys % BUCKETS


def _word_starts(seen: Row, at: Places, owner: Places) -> tuple[Flags, Flags]:
    """Tell at which letters a word begins, and which letters of a word stand apart (`s p a m`)."""
    gaps = np.cumsum((seen.folded == APART) | (seen.folded == SYMBOL))[at]
    starts = np.ones(len(at), np.bool_)
    starts[1:] = (gaps[1:] != gaps[:-1]) | (owner[1:] != owner[:-1])
    single = starts.copy()
    single[:-1] &= starts[1:]
    near = np.zeros(len(at), np.bool_)
    near[1:] = single[1:] & single[:-1] & (np.diff(at) == 2) & (owner[1:] == owner[:-1])
    spelled = np.zeros(len(at), np.bool_)
    edges = np.flatnonzero(np.diff(np.concatenate(([0], near.view(np.int8), [0]))))
    begin, end = edges[::2], edges[1::2]
    # Where most words are single letters, short words were spaced out, too.
    letters_of = np.bincount(owner, minlength=seen.count)
    often = np.bincount(owner, weights=near, minlength=seen.count) > 0.5 * letters_of
    for first, last in zip(begin, end, strict=True):
        if last - first >= SPELLED or often[owner[first]]:
            starts[first:last] = False
            spelled[first:last] = True
    return starts, spelled


def _runs(letters: Hashes, owner: Places) -> Places:
    found = np.full((LONGEST_RUN, len(letters)), -1, np.int64)
    rolled = np.zeros(len(letters), np.uint64)
    for shift in range(min(LONGEST_RUN, len(letters))):
        size = len(letters) - shift
        rolled = rolled[:size] * _PRIME + letters[shift:]
        inside = owner[shift:] == owner[:size]
        found[shift, :size] = np.where(inside, _bucket(rolled + np.uint64(shift)), -1)
    # What was said before in the same message says nothing new, or laughter would outweigh words.
    again = np.ones(len(letters), np.bool_)
    again[_first(owner, found[-1])] = False
    again[found[-1] < 0] = False
    found[:, again] = -1
    return found


def _words(letters: Hashes, owner: Places, starts: Flags) -> tuple[Places, Places]:
    first = np.flatnonzero(starts)
    if not len(first):
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    number = np.cumsum(starts) - 1
    within = np.minimum(np.arange(len(letters)) - first[number], len(_POWERS) - 1)
    hashes = np.add.reduceat((letters * _MIX) * _POWERS[within], first)
    long = np.diff(np.append(first, len(letters))) > 1
    pairs = hashes[:-1] * _PRIME + hashes[1:] + _PAIR_SALT
    joined = owner[first[1:]] == owner[first[:-1]]
    return (
        np.append(_bucket(hashes[long] + _WORD_SALT), _bucket(pairs[joined])),
        np.append(first[long], first[:-1][joined]),
    )


def _breaks(seen: Row, at: Places, owner: Places) -> Places:
    lines = _after(seen, at, owner, np.flatnonzero(seen.raw == ord("\n")))
    return np.union1d(lines, np.searchsorted(owner, np.arange(seen.count), "left"))


def _first(owner: Places, buckets: Places) -> Places:
    """Return which of the features are the first of their kind in their message."""
    return np.asarray(np.unique(owner * BUCKETS + buckets, return_index=True)[1])


def _bucket(hashes: Hashes) -> Places:
    mixed: Places = ((hashes * _MIX) >> _SHIFT).astype(np.int64)
    return mixed


def _after(seen: Row, at: Places, owner: Places, found: Places) -> Places:
    """Return the letter of the same message that stands at or nearest to each place in the row."""
    if not len(found):
        return found
    message = seen.message[found]
    first = np.searchsorted(owner, message, "left")
    last = np.searchsorted(owner, message, "right")
    return np.asarray(np.clip(np.searchsorted(at, found), first, np.maximum(last - 1, first)))
