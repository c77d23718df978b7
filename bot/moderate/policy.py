"""A group's rules as records: where the lines are, what follows, who is spared, who may do what.

Knows neither how a policy is written (`document`) nor what it makes of a message (`decide`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

TELEGRAM: Final = 777000
"""Posts of a linked channel appear in its group under this account (Bot API, User)."""

ANONYMOUS_ADMIN: Final = 1087968824
"""`GroupAnonymousBot`, under which administrators write who hide their names."""

NEVER: Final = 2.0
"""A line that no score reaches."""


class Step(StrEnum):
    """What may follow; each step includes those that stand between it and `delete`."""

    NOTE = "note"
    DELETE = "delete"
    WARN = "warn"
    MUTE = "mute"
    BAN = "ban"


class Who(StrEnum):
    """Who may do something in a group."""

    ADMINS = "admins"
    REGULARS = "regulars"
    EVERYONE = "everyone"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Lines:
    """Scores of one category from which an administrator looks, and from which the message goes."""

    review: float
    remove: float


@dataclass(frozen=True, slots=True)
class Rung:
    """One rung of the ladder; `seconds` is how long a mute or ban lasts, 0 for ever."""

    step: Step
    seconds: int = 0


@dataclass(frozen=True, slots=True)
class Bar:
    """What it takes to touch a person: a score, and so many independent signs."""

    score: float
    signs: int


@dataclass(frozen=True, slots=True)
class Newcomers:
    """Who counts as new, and by how much the lines are lower for them."""

    messages: int
    hours: int
    lower_by: float


@dataclass(frozen=True, slots=True)
class Exempt:
    """Who is never acted against, and in which topics nothing is."""

    admins: bool
    anonymous_admins: bool
    linked_channel: bool
    people: frozenset[int]
    topics: frozenset[int]


@dataclass(frozen=True, slots=True)
class Quiet:
    """Hours in which nothing is said about what was done; `zone` is an IANA name.

    Of the same start and end: always.
    """

    start: str
    end: str
    zone: str


@dataclass(frozen=True, slots=True)
class Joining:
    """What is asked of people who want to join, and whether their picture is looked at."""

    question: str
    answers: tuple[str, ...]
    picture: bool


@dataclass(frozen=True, slots=True)
class Policy:
    """All rules of one group."""

    preset: str
    lines: Mapping[str, Lines]
    """By category; `others` holds for categories without lines of their own."""
    ladder: tuple[Rung, ...]
    forget_seconds: int
    person: Bar
    newcomers: Newcomers
    exempt: Exempt
    learn: Who
    ask: Who
    report: Who
    tell_group: bool
    tell_author: bool
    keep_text_seconds: int
    admins_chat: int | None = None
    quiet: Quiet | None = None
    joining: Joining | None = None
    version: int = 0

    @property
    def watches_only(self) -> bool:
        return all(rung.step is Step.NOTE for rung in self.ladder)

    def lines_of(self, category: str) -> Lines:
        """Return the lines of a category."""
        return self.lines.get(category) or self.lines["others"]
