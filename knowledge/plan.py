"""Compare files and uploads with what a space holds: what is new, changed or gone.

Reads only; `knowledge.learn` carries the plan out.
"""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from knowledge.build import Intake
from knowledge.catalog import Catalog, Entry
from knowledge.errors import Unreadable
from knowledge.language import utf8
from knowledge.sources import Source, digest, fingerprint, is_picture, read, safe_name


@dataclass(frozen=True, slots=True)
class Change:
    """A file that is not in the catalog as it is on disk."""

    intake: Intake
    before: Entry | None


@dataclass(frozen=True, slots=True)
class Plan:
    """What has to be done; empty where the space is in line already."""

    changes: tuple[Change, ...] = ()
    gone: tuple[Entry, ...] = ()
    unchanged: tuple[str, ...] = ()
    absorbed: tuple[str, ...] = ()
    """Documents of one picture that another document now shows, and so is the place to find it."""
    failed: tuple[tuple[str, str], ...] = ()

    @property
    def empty(self) -> bool:
        """Whether nothing has to be written."""
        return not (self.changes or self.gone or self.absorbed)


class Planner:
    """Compares files with the catalog; writes nothing."""

    def __init__(self, catalog: Catalog, space: str, learned_by: str) -> None:
        self._catalog = catalog
        self._space = space
        self._learned_by = utf8(learned_by)

    def plan(self, sources: Sequence[Source], roots: Sequence[Path], *, pictures: bool) -> Plan:
        """Compare the `pictures`, or everything else, among `sources` with what was learned."""
        entries = self._catalog.entries(self._space)
        shown = self._catalog.shown_pictures(self._space) if pictures else set()
        known = {entry.source: entry for entry in entries if entry.source}
        taken = {entry.name for entry in entries}
        chosen = [source for source in sources if is_picture(source.path.name) is pictures]
        changes, unchanged, absorbed, failed = [], [], [], []
        for source in chosen:
            before = known.get(str(source.path))
            if utf8(str(source.path)) != str(source.path):
                failed.append((utf8(source.name), "its path is not written in UTF-8; rename it"))
                continue
            try:
                content = read(source.path)
            except (OSError, Unreadable) as error:
                failed.append((source.name, _reason(error)))
                continue
            if hashlib.sha256(content).hexdigest() in shown:
                absorbed += [before.name] if before else []
                continue
            change = self._change(source, content, before, taken)
            if change is None:
                unchanged.append(before.name if before else source.name)
            else:
                changes.append(change)
                taken.add(change.intake.name)
        paths = {str(source.path) for source in sources}
        gone = [
            entry
            for entry in known.values()
            if is_picture(entry.source) is pictures
            and entry.source not in paths
            and _below(entry, roots)
        ]
        return Plan(tuple(changes), tuple(gone), tuple(unchanged), tuple(absorbed), tuple(failed))

    def _change(
        self, source: Source, content: bytes, before: Entry | None, taken: set[str]
    ) -> Change | None:
        folder = _outermost(source, before)
        inputs = fingerprint(source.path, folder, content)
        if before is not None and before.inputs == inputs:
            return None
        name = before.name if before else _free_name(source, taken)
        intake = Intake(
            name,
            self._space,
            learned_by=self._learned_by,
            source=str(source.path),
            folder=folder,
            inputs=inputs,
        )
        return Change(intake, before)

    def plan_upload(self, name: str, content: bytes, note: str) -> Plan:
        """Compare an upload with the one that came under the same name before."""
        entries = {entry.name: entry for entry in self._catalog.entries(self._space)}
        name, note = safe_name(name), utf8(note)
        free = name
        number = 1
        # A file of a learned folder keeps its name; the upload stands beside it.
        while free in entries and entries[free].source:
            number += 1
            free = f"{Path(name).stem} ({number}){Path(name).suffix}"
        before = entries.get(free)
        inputs = digest(content, note)
        sha256 = hashlib.sha256(content).hexdigest()
        # Without inputs something was left unread, which the same bytes are sent again for.
        settled = before is not None and before.inputs != ""
        if before and (
            before.inputs == inputs or (settled and before.sha256 == sha256 and not note)
        ):
            return Plan(unchanged=(free,))
        intake = Intake(free, self._space, content, self._learned_by, note=note, inputs=inputs)
        return Plan((Change(intake, before),))


def _reason(error: Exception) -> str:
    if isinstance(error, OSError):
        return f"it cannot be read ({error.strerror}); check its permissions"
    return str(error)


def _below(entry: Entry, roots: Sequence[Path]) -> bool:
    return any(Path(entry.source).is_relative_to(root) for root in roots)


def _outermost(source: Source, before: Entry | None) -> Path:
    """Return the widest folder that the file was ever learned from, so that its pictures stay in reach."""
    known = Path(before.folder) if before and before.folder else source.folder
    return known if source.folder.is_relative_to(known) else source.folder


def _free_name(source: Source, taken: Collection[str]) -> str:
    name, number = source.name, 1
    while name in taken:
        folder = source.folder.name + (f" ({number})" if number > 1 else "")
        name, number = f"{folder}/{source.name}", number + 1
    return name
