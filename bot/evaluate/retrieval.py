"""Learn labelled folders, ask every question, and report how well the right thing was found.

Follows one protocol for all sets: what would give an answer away is stripped before it is learned.
Each set has a space of its own in the same home, so what was read or embedded once is not again.
"""

import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from bot.evaluate import datasets, lookalike, pages, pictures, refusal, strip
from bot.evaluate.datasets import Dataset, PageQuestion, PageSet, PictureSet
from bot.evaluate.report import Report, Row
from bot.evaluate.store import Knowledge, Tell
from knowledge.build import Eyes
from knowledge.records import Found, Progress, Query, Scope

Read = Callable[[Sequence[str], str], Sequence[float]]
"""Has the answering model answer questions from a space; returns 1 where it does, 0 where it says it does not know."""

DEPTH = 200
"""Hits asked for: enough that the ones that are no candidates can be left out afterwards."""


def retrieval(
    data: Sequence[Path],
    knowledge_factory: Callable[[Path], Knowledge],
    home: Path,
    progress: Tell | None = None,
    eyes: Eyes | None = None,
    read: Read | None = None,
) -> Report:
    """Measure retrieval on every labelled set in `data`; with `eyes`, by pictures as questions, too.

    With `read` a model tells, beside the scores of the search, which questions on pages are answered there.
    """
    started = time.perf_counter()
    sets = datasets.find(data)
    knowledge = knowledge_factory(home)
    run = _Run(knowledge, home, progress, eyes, read)
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

    def __init__(
        self,
        knowledge: Knowledge,
        home: Path,
        progress: Tell | None,
        eyes: Eyes | None,
        read: Read | None,
    ) -> None:
        self._eyes = eyes
        self._read = read
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
        texts = [question.question for question in dataset.questions]
        asked = self._asked(dataset.name, dataset.questions, space)
        peers = pages.peers(self._knowledge, space, texts)
        without = self._without(dataset)
        return [
            *pages.rows(dataset, asked, peers),
            *refusal.rows(dataset.name, asked, without),
        ]

    def _without(self, dataset: PageSet) -> list[pages.Asked]:
        """Ask the answerable questions once more, each with its own document taken out of the store."""
        space = self._learn(dataset.name, dataset.folder, suffix="-without")
        asked = []
        for name in [one.name for one in self._knowledge.documents(Scope((space,)))]:
            questions = [q for q in dataset.questions if q.answerable and pages.same(name, q.doc)]
            if not questions:
                continue
            self._knowledge.forget(name, space)
            asked += self._asked(f"{dataset.name} without {name}", questions, space)
            # What was read and embedded is still known from the whole space.
            self._knowledge.learn([dataset.folder], space)
        return asked

    def _asked(self, name: str, questions: Sequence[PageQuestion], space: str) -> list[pages.Asked]:
        """Search for each of `questions` in `space` as it is now, and have them answered where a model is asked."""
        texts = [question.question for question in questions]
        found = self._search(name, texts, space)
        answered = self._read(texts, space) if self._read else [None] * len(texts)
        return [pages.Asked(*one) for one in zip(questions, found, answered, strict=True)]

    def _pictures(self, dataset: PictureSet) -> list[Row]:
        copy = self._home / "eval" / dataset.name
        originals = strip.copy(dataset, copy)
        space = self._learn(dataset.name, copy)
        found = self._search(dataset.name, [pair.alt for pair in dataset.pairs], space)
        sought = [pictures.Sought(p, f) for p, f in zip(dataset.pairs, found, strict=True)]
        peers = pictures.peers(self._knowledge, space, dataset.pairs, originals)
        result = pictures.rows(dataset, sought, originals, peers)
        if self._eyes is not None:

            def search(query: Query) -> Found:
                return self._knowledge.search(query, Scope((space,)), DEPTH)

            result += lookalike.rows(dataset, copy, originals, self._eyes, search)
        return result

    def _learn(self, name: str, folder: Path, suffix: str = "") -> str:
        space = f"eval-{name}{suffix}"
        report = self._knowledge.learn([folder], space, progress=self._progress)
        notes = [f"{name}: {file} was not learned: {why}" for file, why in report.failed]
        self.notes += [note for note in notes if note not in self.notes]
        return space

    def _search(self, name: str, texts: Sequence[str], space: str) -> list[Found]:
        found = []
        for number, text in enumerate(texts, 1):
            found.append(self._knowledge.search(Query(text=text), Scope((space,)), DEPTH))
            self.took_ms.append(found[-1].took_ms)
            if self._progress is not None:
                self._progress(Progress(number, len(texts), f"questions of {name}"))
        return found
