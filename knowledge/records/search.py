"""What is looked for, where, and what was found."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from knowledge.records.document import Kind, Unit
from knowledge.records.sight import Box, Sight


@dataclass(frozen=True, slots=True)
class Scope:
    """The spaces that the asker may read, resolved now. Nothing is searched without one."""

    spaces: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for: words, a picture, or both; the other fields narrow where.

    `documents` and `kinds` allow all when empty. `since` (inclusive) and `until` (exclusive) bound when a
    document was learned, as RFC 3339 text in UTC; the beginning of one, such as a date, will do.
    """

    text: str = ""
    picture: Sight | None = None
    documents: tuple[str, ...] = ()
    kinds: tuple[Kind, ...] = ()
    since: str = ""
    until: str = ""
    earlier: tuple[str, ...] = ()
    """What the same person asked before, oldest first: a follow-up question is completed from it."""
    stays: bool = False
    """Nothing of it may leave this machine: a model behind an address takes no part."""


@dataclass(frozen=True, slots=True)
class Vote:
    """How one list saw a unit: its rank there (from 1) and its own score, in that list's unit."""

    list: str
    rank: int
    score: float


@dataclass(frozen=True, slots=True)
class Hit:
    """One found unit, best first. `lists` tells which lists voted for it."""

    rank: int
    unit: Unit
    space: str
    title: str
    score: float
    lists: tuple[Vote, ...]
    image: str | None = None
    """A reference (blob hash, or `hash#page=n`) for `KnowledgeBase.picture`, None where nothing can be shown."""
    also: tuple[str, ...] = ()
    """Where else the same is said: `document` or `document, p. 3`; those hits are not listed by themselves."""
    match: Box | None = None
    """The part of this picture that the picture of the query shows, None where it does not show it."""
    address: str = ""
    """Where its document stands on the web, as that says itself."""


@dataclass(frozen=True, slots=True)
class Found:
    """The outcome of one search.

    `hits` may be empty; `nearest` is then the best of what was not good enough, so that a refusal
    can name it. `answerable` estimates, from 0 to 1, that the hits hold an answer.
    """

    hits: tuple[Hit, ...]
    nearest: Hit | None
    answerable: float
    took_ms: float
    lists: Mapping[str, str] = field(default_factory=dict)
    """For each list: `ran`, or why it took no part (language, gate, no weights)."""
