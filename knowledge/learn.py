"""Carry a plan out: read, embed and write the documents that differ, and forget those that are gone.

Several documents are read ahead while one is embedded. The caller holds the lease.
"""

import itertools
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

from knowledge import stats
from knowledge.build import Builder
from knowledge.catalog import Catalog, Entry
from knowledge.errors import Unreadable
from knowledge.plan import Change, Plan
from knowledge.reading import MOST_PAGES
from knowledge.records import Progress, Quota, Report
from knowledge.rows import Draft

_READ_AHEAD = 4
"""Documents that are parsed while earlier ones are embedded."""

_BATCH_TEXTS = 64
"""Texts that are embedded in one go; more would only delay the first document."""


@dataclass
class _Tally:
    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    failed: list[tuple[str, str]] = field(default_factory=list)
    warnings: dict[str, tuple[str, ...]] = field(default_factory=dict)
    units: dict[str, int] = field(default_factory=dict)
    """By document, like the warnings: a document that is read further is written twice."""


class Learner:
    """Carries out the plans of one call for one space and counts what it does."""

    def __init__(
        self,
        catalog: Catalog,
        builder: Builder,
        space: str,
        quota: Quota,
        progress: Callable[[Progress], None] | None = None,
    ) -> None:
        self._catalog = catalog
        self._builder = builder
        self._space = space
        self._quota = quota
        self._progress = progress
        self._tally = _Tally()
        self._unread: list[tuple[Change, Sequence[int]]] = []
        """Documents with pages to be read, or, where these are none, figures to be drawn."""
        self._started = time.monotonic()
        self._done = 0
        self._total = 0

    def carry_out(self, plan: Plan) -> None:
        """Write what `plan` says, document by document."""
        self._tally.unchanged += plan.unchanged
        self._tally.failed += plan.failed
        self._total += len(plan.changes)
        gone = list(plan.gone)
        for change, draft in self._drafts(list(self._within_quota(plan))):
            self._write(change, draft, gone)
            if draft.unread or draft.undrawn:
                pages = draft.unread[:MOST_PAGES]
                self._unread.append((change, pages))
                self._total += len(pages) + draft.undrawn
            self._advance(change)
        left = [entry.name for entry in gone]
        if left or plan.absorbed:
            self._catalog.remove(self._space, [*left, *plan.absorbed])
        self._tally.removed += left

    def _within_quota(self, plan: Plan) -> Iterator[Change]:
        """Yield the changes for which the space has room; the others fail with what to do."""
        documents, size = stats.held(self._catalog.database, self._space)
        documents -= len(plan.gone)
        size -= sum(self._size(entry) for entry in plan.gone)
        for change in plan.changes:
            more = change.before is None
            # What is there already makes room for its new version.
            larger = change.intake.size_bytes - (self._size(change.before) if change.before else 0)
            if documents + more <= self._quota.documents and (
                larger <= 0 or size + larger <= self._quota.size_bytes
            ):
                documents += more
                size += larger
                yield change
                continue
            reason = (
                f"space {self._space!r} may hold {self._quota.documents} documents and"
                f" {self._quota.size_bytes // 1_000_000} MB; forget some, or raise the limit"
            )
            self._tally.failed.append((change.intake.name, reason))
            self._advance(change)

    def _size(self, entry: Entry) -> int:
        known = self._catalog.document(self._space, entry.name)
        return known.size_bytes if known else 0

    @property
    def unread(self) -> bool:
        """Whether documents that were written have pages to be read or figures to be drawn."""
        return bool(self._unread)

    def read_pages(self) -> None:
        """Read and draw them, document by document, and write each document again with them."""
        unread, self._unread = self._unread, []
        for change, pages in unread:
            self._read_pages(change, pages)

    def _read_pages(self, change: Change, pages: Sequence[int]) -> None:
        name, tally = change.intake.name, self._tally
        try:
            self._builder.read_pages(change.intake, pages, lambda: self._advance(change))
            draft = self._builder.prepare(change.intake, lambda: self._advance(change))
        except (Unreadable, OSError) as error:
            # What was written before stays; without `inputs` the next run begins here.
            tally.warnings[name] = (*tally.warnings.get(name, ()), str(error))
            return
        if not self._same(draft):
            (draft,) = self._builder.embed([draft])
            self._catalog.write(draft)
            if name in tally.unchanged:
                tally.unchanged.remove(name)
                tally.changed.append(name)
            self._count(draft)

    def report(self) -> Report:
        """Sum up everything that was carried out."""
        tally = self._tally
        return Report(
            space=self._space,
            added=tuple(tally.added),
            changed=tuple(tally.changed),
            unchanged=tuple(tally.unchanged),
            moved=tuple(tally.moved),
            removed=tuple(tally.removed),
            failed=tuple(tally.failed),
            warnings=tuple((name, one) for name in tally.warnings for one in tally.warnings[name]),
            units=sum(tally.units.values()),
            took_seconds=time.monotonic() - self._started,
        )

    def _write(self, change: Change, draft: Draft, gone: list[Entry]) -> None:
        """Write one document, in place of a vanished one with the same bytes where it has moved."""
        document, before = draft.document, change.before
        if before and before.sha256 == document.sha256 and self._same(draft):
            if before.inputs != draft.inputs:
                self._catalog.set_inputs(self._space, document.name, draft.inputs)
            self._tally.unchanged.append(document.name)
            return
        origins = [entry for entry in gone if not before and entry.sha256 == document.sha256]
        self._catalog.write(draft, [entry.name for entry in origins[:1]])
        if origins:
            gone.remove(origins[0])
            self._tally.moved.append(document.name)
        else:
            (self._tally.changed if before else self._tally.added).append(document.name)
        self._count(draft)

    def _count(self, draft: Draft) -> None:
        self._tally.units[draft.document.name] = draft.document.units
        self._tally.warnings[draft.document.name] = draft.document.warnings

    def _same(self, draft: Draft) -> bool:
        known = self._catalog.document(self._space, draft.document.name)
        return (
            known is not None
            and known.title == draft.document.title
            and known.warnings == draft.document.warnings
            and known.address == draft.document.address
            and self._catalog.units(self._space, known.name) == draft.units
        )

    def _drafts(self, changes: Sequence[Change]) -> Iterator[tuple[Change, Draft]]:
        """Yield finished drafts in order; what cannot be read is counted as failed."""
        batch: list[tuple[Change, Draft]] = []
        for change, reading in self._read_ahead(changes):
            try:
                batch.append((change, reading.result()))
            except (Unreadable, OSError) as error:
                self._tally.failed.append((change.intake.name, str(error)))
                self._advance(change)
            if sum(len(draft.text_keys) for _, draft in batch) >= _BATCH_TEXTS:
                yield from self._embedded(batch)
                batch = []
        yield from self._embedded(batch)

    def _embedded(self, batch: Sequence[tuple[Change, Draft]]) -> Iterator[tuple[Change, Draft]]:
        drafts = self._builder.embed([draft for _, draft in batch])
        return zip([change for change, _ in batch], drafts, strict=True)

    def _read_ahead(self, changes: Sequence[Change]) -> Iterator[tuple[Change, Future[Draft]]]:
        waiting: list[tuple[Change, Future[Draft]]] = []
        pending = iter(changes)
        pool = ThreadPoolExecutor(_READ_AHEAD, thread_name_prefix="learn")
        try:
            while True:
                for change in itertools.islice(pending, _READ_AHEAD - len(waiting)):
                    waiting.append((change, pool.submit(self._builder.prepare, change.intake)))
                if not waiting:
                    return
                yield waiting.pop(0)
        finally:
            pool.shutdown(cancel_futures=True)

    def _advance(self, change: Change) -> None:
        self._done += 1
        if self._progress:
            self._progress(Progress(self._done, self._total, change.intake.name))
