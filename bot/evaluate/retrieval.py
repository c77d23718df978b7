"""Learn labelled folders, ask every question, and report how well the right thing was found.

Follows one protocol for all sets: what would give an answer away is stripped before it is learned.
Each set has a space of its own in the same home, so what was read or embedded once is not again.
"""

import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from bot.evaluate import datasets, pages, pictures, strip
from bot.evaluate.datasets import Dataset, PageSet, PictureSet
from bot.evaluate.report import Report, Row
from knowledge import records
from knowledge.records import Found, Progress, Query, Scope

DEPTH = 200
"""Hits asked for: enough that the ones that are no candidates can be left out afterwards."""

Tell = Callable[[Progress], None]


class Knowledge(Protocol):
    """What is used of `knowledge.KnowledgeBase`."""

    def learn(
        self, paths: Sequence[Path], space: str, *, progress: Tell | None = None
    ) -> records.Report: ...

    def search(self, query: Query, scope: Scope, limit: int = 10) -> Found: ...

    def close(self) -> None: ...


def retrieval(
    data: Sequence[Path],
    knowledge_factory: Callable[[Path], Knowledge],
    home: Path,
    progress: Tell | None = None,
) -> Report:
    """Measure retrieval on every labelled set in `data`."""
    started = time.perf_counter()
    sets = datasets.find(data)
    knowledge = knowledge_factory(home)
    run = _Run(knowledge, home, progress)
    try:
        rows = [row for dataset in sets for row in run.measure(dataset)]
    finally:
        knowledge.close()
    return Report(
        rows=tuple(rows),
        notes=tuple(run.notes),
        median_search_ms=statistics.median(run.took_ms) if run.took_ms else float("nan"),
        took_seconds=time.perf_counter() - started,
    )


class _Run:
    """One run over all sets, with what is noted on the way."""

    def __init__(self, knowledge: Knowledge, home: Path, progress: Tell | None) -> None:
        self._knowledge = knowledge
        self._home = home
        self._progress = progress
        self.notes: list[str] = []
        self.took_ms: list[float] = []

    def measure(self, dataset: Dataset) -> list[Row]:
        """Learn one set and ask everything it asks."""
        if isinstance(dataset, PageSet):
            return self._pages(dataset)
        return self._pictures(dataset)

    def _pages(self, dataset: PageSet) -> list[Row]:
        space = self._learn(dataset.name, dataset.folder)
        found = self._search(dataset.name, [q.question for q in dataset.questions], space)
        asked = [pages.Asked(q, f) for q, f in zip(dataset.questions, found, strict=True)]
        return pages.rows(dataset, asked)

    def _pictures(self, dataset: PictureSet) -> list[Row]:
        copy = self._home / "eval" / dataset.name
        originals = strip.copy(dataset, copy)
        space = self._learn(dataset.name, copy)
        found = self._search(dataset.name, [pair.alt for pair in dataset.pairs], space)
        sought = [pictures.Sought(p, f) for p, f in zip(dataset.pairs, found, strict=True)]
        return pictures.rows(dataset, sought, originals)

    def _learn(self, name: str, folder: Path) -> str:
        space = f"eval-{name}"
        report = self._knowledge.learn([folder], space, progress=self._progress)
        self.notes += [f"{name}: {file} was not learned: {why}" for file, why in report.failed]
        return space

    def _search(self, name: str, texts: Sequence[str], space: str) -> list[Found]:
        found = []
        for number, text in enumerate(texts, 1):
            found.append(self._knowledge.search(Query(text=text), Scope((space,)), DEPTH))
            self.took_ms.append(found[-1].took_ms)
            if self._progress is not None:
                self._progress(Progress(number, len(texts), f"questions of {name}"))
        return found
