"""What a policy's document must look like: pydantic models, and one sentence for what is wrong.

Imported only where a document is read: a group that was never configured costs nothing.
"""

import re
from collections.abc import Mapping
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StrictBool,
    StrictInt,
    StrictStr,
    ValidationError,
    model_validator,
)

from bot.categories import Category
from bot.moderate import document
from bot.moderate.policy import NEVER, Step

_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d\Z")


class Fault(ValueError):
    """An entry is wrong; `path` leads to it."""

    def __init__(self, path: tuple[str, ...], sentence: str) -> None:
        super().__init__(sentence)
        self.path = path


def _duration(text: str) -> str:
    document.seconds(text)
    return text


def _rung(text: str) -> str:
    name, _, duration = text.strip().partition(" ")
    if name not in list(Step):
        raise ValueError(f"{name!r} is no step; known are {', '.join(Step)}")
    if duration and name not in (Step.MUTE, Step.BAN):
        raise ValueError(f"{name!r} takes no time; only mute and ban do")
    if name == Step.MUTE and not duration:
        raise ValueError("say how long to mute, like `mute 1d`")
    if duration:
        document.seconds(duration)
    return text


def _clock(text: str) -> str:
    if not _TIME.match(text):
        raise ValueError(f"{text!r} is no time of day; write it like '23:00', between quotes")
    return text


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f"{name!r} is no time zone; write one like Europe/Oslo") from None
    return name


Duration = Annotated[StrictStr, AfterValidator(_duration)]
Part = Annotated[float, Field(ge=0, le=1, strict=False)]
Line = Part | Literal["never"]
Whom = Literal["admins", "regulars", "everyone", "nobody"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _Lines(_Strict):
    review: Line
    remove: Line

    @model_validator(mode="after")
    def _ordered(self) -> "_Lines":
        review, remove = (NEVER if v == "never" else v for v in (self.review, self.remove))
        if isinstance(review, float) and isinstance(remove, float) and NEVER > review > remove:
            raise ValueError("review is above remove; it is the line that is reached first")
        return self


class _Bar(_Strict):
    score: Part
    signs: Annotated[StrictInt, Field(ge=1, le=5)]


class _Newcomers(_Strict):
    messages: Annotated[StrictInt, Field(ge=0, le=100)]
    hours: Annotated[StrictInt, Field(ge=0, le=8760)]
    lower_by: Annotated[float, Field(ge=0, le=0.5)]


class _Exempt(_Strict):
    admins: StrictBool
    anonymous_admins: StrictBool
    linked_channel: StrictBool
    people: list[StrictInt]
    topics: list[StrictInt]


class _Members(_Strict):
    learn: Whom
    ask: Whom
    report: Whom


class _Tell(_Strict):
    group: StrictBool
    author: StrictBool


class _Keep(_Strict):
    text: Duration


class _Review(_Strict):
    chat: StrictInt | None = None


class _Quiet(_Strict):
    start: Annotated[StrictStr, AfterValidator(_clock)]
    end: Annotated[StrictStr, AfterValidator(_clock)]
    zone: Annotated[StrictStr, AfterValidator(_zone)] = "UTC"


class _Joining(_Strict):
    question: Annotated[StrictStr, Field(min_length=3, max_length=300)]
    answers: list[StrictStr] = []
    picture: StrictBool = True


class _Document(_Strict):
    preset: StrictStr
    categories: dict[str, _Lines]
    ladder: Annotated[list[Annotated[StrictStr, AfterValidator(_rung)]], Field(min_length=1)]
    forget_after: Duration
    person: _Bar
    newcomers: _Newcomers
    exempt: _Exempt
    members: _Members
    tell: _Tell
    keep: _Keep
    review: _Review
    quiet_hours: _Quiet | None
    joining: _Joining | None


def check(raw: Mapping[str, object]) -> None:
    """Raise `Fault` for the first entry that is wrong."""
    categories = raw.get("categories")
    for name in categories if isinstance(categories, dict) else ():
        if name != "others" and name not in list(Category):
            known = ", ".join(sorted(Category))
            raise Fault(
                ("categories", str(name)), f"there is no category {name!r}; known are {known}"
            )
    try:
        _Document.model_validate(raw)
    except ValidationError as error:
        first = error.errors()[0]
        path = tuple(str(part) for part in first["loc"] if isinstance(part, str))
        raise Fault(_plain(path), _sentence(path, first["type"], first["msg"])) from None


def _plain(path: tuple[str, ...]) -> tuple[str, ...]:
    """Leave out what pydantic adds for each alternative of a type."""
    return tuple(part for part in path if "[" not in part and part not in ("constrained-float",))


def _sentence(path: tuple[str, ...], kind: str, message: str) -> str:
    name = ".".join(path) or "the document"
    if kind == "extra_forbidden":
        return f"there is no entry {path[-1]!r} here; take it out or correct its name"
    return f"{name}: {message.removeprefix('Value error, ')}"
