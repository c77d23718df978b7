"""A policy's document (YAML) into its records, and back into the document that people read.

The document is untrusted: whatever is wrong with it is told in one sentence that names the line.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final, TypeAlias, cast

import yaml

from bot.errors import BadInput
from bot.moderate.policy import (
    NEVER,
    Bar,
    Exempt,
    Joining,
    Lines,
    Newcomers,
    Policy,
    Quiet,
    Rung,
    Step,
    Who,
)

Json: TypeAlias = dict[str, object]

PRESETS: Final = ("watch", "gentle", "standard", "strict")

MAX_CHARACTERS: Final = 20_000
"""A whole document has some 2,000."""

MOST_READ: Final = 512
"""Documents that are held as they were read last; anybody may try out as many as they like."""

_UNITS: Final = {"m": 60, "h": 3_600, "d": 86_400}
_DURATION: Final = re.compile(r"(\d{1,4})\s*([mhd])\Z")


def preset(name: str) -> Policy:
    """Return one of the presets."""
    return read(f"preset: {name}")


@lru_cache(maxsize=MOST_READ)
def read(text: str, version: int = 0) -> Policy:
    """Read a document; raise `BadInput` that names the line and what to write there."""
    return _policy(_checked(text), version)


def merged(text: str) -> str:
    """Return the whole document that `text`, which may only say what differs, stands for."""
    return written(_checked(text))


def written(document: Mapping[str, object]) -> str:
    """Write a document as people read it: one line a category."""
    lines = []
    for name, value in document.items():
        if name == "categories":
            lines.append("categories:")
            entries = cast("Mapping[str, object]", value)
            lines += [f"  {key}: {_flow(lines_)}" for key, lines_ in entries.items()]
        else:
            lines.append(f"{name}: {_flow(value)}")
    return "\n".join(lines) + "\n"


def changed(text: str, path: Sequence[str], value: object) -> str:
    """Return the document with the entry at `path` (`categories`, `link`, `remove`) set to `value`."""
    document = _checked(text)
    place: Json = document
    for name in path[:-1]:
        inner = place.get(name)
        place[name] = dict(inner) if isinstance(inner, dict) else {}
        place = cast("Json", place[name])
    place[path[-1]] = value
    return merged(written(document))


def seconds(text: str) -> int:
    """Read a duration (`90m`, `12h`, `30d`); raise `ValueError` that says how one is written."""
    found = _DURATION.match(text.strip())
    if found is None:
        raise ValueError(f"{text!r} is no duration; write it like 90m, 12h or 30d")
    return int(found[1]) * _UNITS[found[2]]


def _flow(value: object) -> str:
    dumped = yaml.safe_dump(
        value, default_flow_style=True, width=10_000, allow_unicode=True, sort_keys=False
    )
    return dumped.removesuffix("\n").removesuffix("\n...")


@cache
def _presets() -> dict[str, Json]:
    raw = files("bot.moderate").joinpath("presets.yaml").read_bytes()
    loaded: dict[str, Json] = yaml.load(raw, getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return loaded


def _checked(text: str) -> Json:
    """Parse, lay over the preset, and check every entry."""
    from bot.moderate.schema import Fault, check

    if len(text) > MAX_CHARACTERS:
        raise BadInput(f"the policy is longer than {MAX_CHARACTERS} characters; leave out comments")
    try:
        _refuse_aliases(text)
        own = yaml.safe_load(text)
        places = _lines(yaml.compose(text, yaml.SafeLoader))
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise BadInput(_where(error)) from None
    if not isinstance(own, dict) or not all(isinstance(key, str) for key in own):
        raise BadInput("the policy is no list of entries; begin with `preset: standard`")
    name = own.get("preset", "standard")
    if name not in PRESETS:
        at = places.get(("preset",), 1)
        raise BadInput(f"line {at}: preset is {name!r}; write one of {', '.join(PRESETS)}")
    document: Json = {"preset": name, **_over(_presets()[str(name)], own)}
    try:
        check(document)
    except Fault as fault:
        at = next((places[p] for p in _upwards(fault.path) if p in places), 1)
        raise BadInput(f"line {at}: {fault}") from None
    return document


def _refuse_aliases(text: str) -> None:
    """Raise for a name that stands for another place: a few lines of them unfold into more than fits anywhere."""
    for event in yaml.parse(text, yaml.SafeLoader):
        if isinstance(event, yaml.AliasEvent):
            problem = f"*{event.anchor} stands for another place; write out what is meant"
            raise yaml.MarkedYAMLError(None, None, problem, cast("yaml.Mark", event.start_mark))


def _over(base: Json, own: Json) -> Json:
    """Lay `own` over `base`, category by category and entry by entry."""
    result = dict(base)
    for name, value in own.items():
        below = result.get(name)
        if isinstance(below, dict) and isinstance(value, dict):
            result[name] = _over(below, value)
        else:
            result[name] = value
    return result


def _lines(node: yaml.Node | None, path: tuple[str, ...] = ()) -> dict[tuple[str, ...], int]:
    """Tell on which line each entry stands."""
    if not isinstance(node, yaml.MappingNode):
        return {}
    found: dict[tuple[str, ...], int] = {}
    for key, value in node.value:
        here = (*path, str(key.value))
        found[here] = key.start_mark.line + 1
        found.update(_lines(value, here))
    return found


def _upwards(path: Sequence[str]) -> list[tuple[str, ...]]:
    return [tuple(path[:length]) for length in range(len(path), 0, -1)]


def _where(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    line = f"line {mark.line + 1}: " if mark is not None else ""
    return f"{line}this is not YAML ({getattr(error, 'problem', None) or 'it cannot be read'})"


def _policy(raw: Json, version: int) -> Policy:
    """Make records of a document that was checked."""
    get = cast("dict[str, dict[str, str]]", raw)
    categories = cast("dict[str, dict[str, float | str]]", raw["categories"])
    quiet, joining = raw.get("quiet_hours"), raw.get("joining")
    newcomers, exempt = cast("dict[str, float]", raw["newcomers"]), raw["exempt"]
    spared = cast("dict[str, list[int]]", exempt)
    return Policy(
        preset=str(raw["preset"]),
        lines={
            name: Lines(_line(v["review"]), _line(v["remove"])) for name, v in categories.items()
        },
        ladder=tuple(map(rung, cast("list[str]", raw["ladder"]))),
        forget_seconds=seconds(str(raw["forget_after"])),
        person=Bar(float(get["person"]["score"]), int(get["person"]["signs"])),
        newcomers=Newcomers(
            int(newcomers["messages"]), int(newcomers["hours"]), float(newcomers["lower_by"])
        ),
        exempt=Exempt(
            bool(spared["admins"]),
            bool(spared["anonymous_admins"]),
            bool(spared["linked_channel"]),
            frozenset(spared["people"]),
            frozenset(spared["topics"]),
        ),
        learn=Who(get["members"]["learn"]),
        ask=Who(get["members"]["ask"]),
        report=Who(get["members"]["report"]),
        tell_group=bool(get["tell"]["group"]),
        tell_author=bool(get["tell"]["author"]),
        keep_text_seconds=seconds(str(get["keep"]["text"])),
        admins_chat=cast("int | None", get["review"]["chat"]),
        quiet=_quiet(cast("dict[str, str]", quiet)) if quiet else None,
        joining=_joining(cast("Json", joining)) if joining else None,
        version=version,
    )


def _line(value: float | str) -> float:
    return NEVER if value == "never" else float(value)


def rung(text: str) -> Rung:
    """Read one rung of the ladder: `delete`, `mute 1d`, `ban`."""
    name, _, duration = text.strip().partition(" ")
    return Rung(Step(name), seconds(duration) if duration else 0)


def _quiet(raw: dict[str, str]) -> Quiet:
    return Quiet(raw["start"], raw["end"], raw.get("zone", "UTC"))


def _joining(raw: Json) -> Joining:
    answers = cast("list[str]", raw.get("answers", []))
    return Joining(str(raw["question"]), tuple(map(str, answers)), bool(raw.get("picture", True)))
