"""Ask again what people judged, and report what became of it.

The questions are those of `feedback export`; they are asked of the store and the models as they are now.
"""

from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import TypeVar

from bot.errors import BadInput
from bot.evaluate import judged
from bot.evaluate.datasets import rows
from bot.evaluate.judged import Case
from bot.evaluate.report import Report, Row
from bot.records import Answer
from knowledge.records import Found, Progress, Query, Scope

DEPTH = 20
"""Hits asked for; beyond them nothing is ever shown."""

Search = Callable[[Query, Scope, int], Found]
Ask = Callable[[str, Scope], Awaitable[Answer]]
Tell = Callable[[Progress], None]
T = TypeVar("T", Found, Answer)


def read(path: Path) -> tuple[Case, ...]:
    """Read one file of judged answers."""
    if not path.is_file():
        raise BadInput(f"{str(path)!r} is no file; write one with `groundglass feedback export`")
    return rows(path, Case)


def retrieval(paths: Sequence[Path], search: Search, space: str) -> Report:
    """Report how well the sources of right answers are found."""
    return _report(
        [
            (path, case, search(Query(case.text), _scope(case, space), DEPTH))
            for path in paths
            for case in read(path)
            if case.text
        ],
        judged.found,
    )


async def answers(paths: Sequence[Path], ask: Ask, space: str, tell: Tell) -> Report:
    """Report which right answers are given again, and which others are not."""
    cases = [(path, case) for path in paths for case in read(path) if case.text]
    told = []
    for number, (path, case) in enumerate(cases, 1):
        told.append((path, case, await ask(case.text, _scope(case, space))))
        tell(Progress(number, len(cases), "asking again"))
    return _report(told, judged.answered)


def _report(
    told: Sequence[tuple[Path, Case, T]],
    measure: Callable[[str, Sequence[tuple[Case, T]]], list[Row]],
) -> Report:
    sets = dict.fromkeys(path for path, _, _ in told)
    measured = [
        row
        for path in sets
        for row in measure(path.stem, [(case, one) for at, case, one in told if at == path])
    ]
    seen = sum(bool(case.pictures) for _, case, _ in told)
    note = (
        f"{seen} questions came with pictures, which are not kept; they were asked in words alone"
    )
    return Report(tuple(measured), (note,) if seen else ())


def _scope(case: Case, space: str) -> Scope:
    """Ask where the answer came from, or in the space that was named."""
    spaces = dict.fromkeys(one.space for one in case.evidence if one.space)
    return Scope((space,) if space or not spaces else tuple(spaces))
