"""Turn measured rows into a table for people and a JSON object for programs."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.evaluate.metrics import Estimate, Outcome, hit_at, mean_reciprocal_rank

CUTS = (1, 5, 10)
OURS = "groundglass"


@dataclass(frozen=True, slots=True)
class Row:
    """The figures of one task on one set; `group` names a part of the questions, or `all`.

    `method` names what answered: groundglass, or a simpler way computed in the same run.
    """

    dataset: str
    task: str
    group: str
    questions: int
    figures: tuple[tuple[str, Estimate], ...]
    method: str = OURS


@dataclass(frozen=True, slots=True)
class Report:
    """Everything measured in one run. `notes` are sentences: what could not be learned, and so on."""

    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()
    median_search_ms: float = math.nan
    took_seconds: float = 0.0

    def json(self) -> dict[str, object]:
        """Return the report as plain values; a figure that does not exist is null."""
        return {
            "rows": [
                {
                    "dataset": row.dataset,
                    "task": row.task,
                    "group": row.group,
                    "method": row.method,
                    "questions": row.questions,
                    **{name: _json(figure) for name, figure in row.figures},
                }
                for row in self.rows
            ],
            "notes": list(self.notes),
            "median_search_ms": _number(self.median_search_ms),
            "took_seconds": round(self.took_seconds, 1),
        }

    def table(self) -> str:
        """Return the report as aligned text, one line a row."""
        lines = [("set", "task", "group", "method", "n", "figures with 95 % intervals")]
        for row in self.rows:
            figures = "  ".join(f"{name} {_words(figure)}" for name, figure in row.figures)
            lines.append(
                (row.dataset, row.task, row.group, row.method, str(row.questions), figures)
            )
        widths = [max(len(line[column]) for line in lines) for column in range(5)]
        text = [
            "  ".join(
                (*(cell.ljust(width) for cell, width in zip(line, widths, strict=False)), line[5])
            )
            for line in lines
        ]
        text += [f"note: {note}" for note in self.notes]
        if not math.isnan(self.median_search_ms):
            text.append(
                f"median search {self.median_search_ms:.1f} ms, {self.took_seconds:.0f} s in all"
            )
        return "\n".join(text)


@dataclass(frozen=True, slots=True)
class Task:
    """One ranking task on one set; `measure` is what its hits at a cut are called (`hit`, `R`)."""

    dataset: str
    name: str
    measure: str


def compared(task: Task, group: str, method: str, outcomes: Sequence[Outcome]) -> Row:
    """Make the row of one method at a ranking task."""
    row = ranked(task.dataset, task.name, group, outcomes, task.measure)
    return replace(row, method=method)


def ranked(dataset: str, task: str, group: str, outcomes: Sequence[Outcome], name: str) -> Row:
    """Make our row of a ranking task; `name` is what its hits at a cut are called (`hit`, `R`)."""
    figures = [(f"{name}@{cut}", hit_at(outcomes, cut)) for cut in CUTS]
    return Row(
        dataset,
        task,
        group,
        len(outcomes),
        (*figures, ("MRR", mean_reciprocal_rank(outcomes))),
    )


def _json(figure: Estimate) -> dict[str, float | None]:
    return {name: _number(getattr(figure, name)) for name in ("value", "low", "high")}


def _number(value: float) -> float | None:
    return None if math.isnan(value) else round(value, 4)


def _words(figure: Estimate) -> str:
    if math.isnan(figure.value):
        return "-"
    if math.isnan(figure.low):
        return f"{figure.value:.2f}"
    return f"{figure.value:.2f} [{figure.low:.2f}, {figure.high:.2f}]"
