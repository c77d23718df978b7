"""Read the written rules of the safety checks from `rules.yaml`, once.

Knows how a rule is written, not what any of them looks for.
"""

import asyncio
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final, TypeVar

import yaml

from bot.records import Finding

T = TypeVar("T")

_GAP: Final = r"[\W_]{0,8}"
_FILLER: Final = r"(?:[\W_]{1,8}\w{1,20})"
_NO_LETTER_BEFORE, _NO_LETTER_AFTER = r"(?<![^\W\d_])", r"(?![^\W\d_])"
_WORDS_BETWEEN = re.compile(r" ?~(\d) ?")
_HAN = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A way of putting something; `unless` near a match takes it back (a warning against scams)."""

    kind: str
    find: re.Pattern[str]
    score: float
    unless: re.Pattern[str] | None = None


@dataclass(frozen=True, slots=True)
class LinkRules:
    """Names of hosts, and patterns over whole addresses with their scores."""

    well_known: frozenset[str]
    shorteners: frozenset[str]
    invites: re.Pattern[str]
    bad: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True)
class Rules:
    """All of `rules.yaml`. `abuse` is what a group is kept clean of, `dangerous` what nobody is told."""

    threshold: float
    abuse: tuple[Phrase, ...]
    dangerous: tuple[Phrase, ...]
    links: LinkRules


SHORT_CHARACTERS = 1_000
"""A text up to this length is judged in less time than a thread takes to be handed it."""


async def apply(judge: Callable[[T], Finding], matter: T, characters: int) -> Finding:
    """Let a check `judge` matter of so many characters: at once, or on a thread where that takes long."""
    if characters <= SHORT_CHARACTERS and load.cache_info().currsize:
        return judge(matter)
    return await asyncio.to_thread(judge, matter)


@cache
def load() -> Rules:
    """Read and compile the rules; blocking, so the first call belongs on a thread."""
    raw = yaml.load(files("bot.safety").joinpath("rules.yaml").read_bytes(), _loader())
    links = raw["links"]
    return Rules(
        threshold=float(raw["threshold"]),
        abuse=_phrases(raw["abuse"]),
        dangerous=_phrases(raw["dangerous"]),
        links=LinkRules(
            well_known=frozenset(links["well_known"]),
            shorteners=frozenset(links["shorteners"]),
            invites=re.compile(links["invites"]),
            bad=tuple(
                Phrase(kind, re.compile(entry["find"]), float(entry["score"]))
                for kind, entries in links["bad"].items()
                for entry in entries
            ),
        ),
    )


def _loader() -> type[yaml.SafeLoader]:
    """Prefer libyaml's parser, which is ten times as fast and gives the same values."""
    return getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _phrases(kinds: Mapping[str, Sequence[Mapping[str, str | float]]]) -> tuple[Phrase, ...]:
    return tuple(
        Phrase(
            kind=kind,
            find=pattern(str(entry["find"])),
            score=float(entry["score"]),
            unless=pattern(str(entry["unless"])) if "unless" in entry else None,
        )
        for kind, entries in kinds.items()
        for entry in entries
    )


def pattern(written: str) -> re.Pattern[str]:
    """Compile a phrase: a space is any gap or none, ` ~3 ` up to three other words.

    Whole words only, except in Chinese, which writes none.
    """
    spelled = _WORDS_BETWEEN.sub(lambda m: f"{_FILLER}{{0,{m[1]}}}?{_GAP}", written)
    spelled = f"(?:{spelled.replace(' ', _GAP)})"
    if not _HAN.search(written):
        spelled = _NO_LETTER_BEFORE + spelled + _NO_LETTER_AFTER
    return re.compile(spelled)
