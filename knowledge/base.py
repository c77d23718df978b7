"""A team's documents and pictures in one store: learn, forget, list, search, show.

The one place of this package that puts concrete parts together. Nothing is opened before it is needed.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from knowledge import stats
from knowledge.adapt.pairs import Pair, learned
from knowledge.build import Builder
from knowledge.catalog import Catalog
from knowledge.derived import Derived
from knowledge.descriptions import Descriptions
from knowledge.embed.by_name import by_name
from knowledge.errors import NotFound
from knowledge.gallery import AllEyes, Gallery
from knowledge.generations import Generations
from knowledge.index.shelf import Shelf
from knowledge.learn import Learner
from knowledge.lease import Lease
from knowledge.lists import Lists
from knowledge.models import Load, Models
from knowledge.picture_kind import Kinds, PictureKind
from knowledge.plan import Plan, Planner
from knowledge.ports import ImageEmbedder, TextEmbedder
from knowledge.rank import ranker
from knowledge.rank.bench import StoreBench
from knowledge.rank.reread import Reread
from knowledge.reading import Readings
from knowledge.records import Document, Found, Hit, Progress, Query, Quota, Report, Scope, Sight
from knowledge.search import Searcher
from knowledge.section import widen
from knowledge.sources import walk
from knowledge.stamps import Stamp, Stamps
from knowledge.stats import Stats
from knowledge.upkeep import Upkeep

Watch = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class Options:
    """What most stores leave as it is."""

    load: Load | None = None
    """Makes a text embedder of the name of an earlier one; by default as `knowledge.embed.by_name` does."""
    chroma_url: str = ""
    """Chroma server for the texts' vectors; empty: a folder of the store's own."""
    quota: Quota = field(default_factory=Quota)
    clock: Callable[[], float] = time.time
    """The clock by which files get their times."""


DEFAULTS = Options()


class KnowledgeBase:
    """Everything learned below one home. Thread safe; one process at a time may write."""

    def __init__(
        self,
        home: Path,
        eyes: AllEyes,
        *,
        clip: str = "",
        models: Path | None = None,
        embedder: TextEmbedder | None = None,
        options: Options = DEFAULTS,
        reread: Reread | None = None,
    ) -> None:
        """Take the folder for all state; `models` keeps converted weights, below it by default.

        `embedder` and `clip` are wanted from now on; a space that has vectors of another text model goes
        on answering with that one, made by `Options.load`, until no vector of the new one is missing.
        """
        self._folder = folder = home / "knowledge"
        self._quota = options.quota
        self._catalog = Catalog.open(folder / "catalog.sqlite3")
        self._derived = Derived(self._catalog.database, folder / "blobs")
        self._shelf = Shelf(self._catalog, self._derived, folder / "index", options.chroma_url)
        self._lease = Lease(folder / "writer.lock")
        load = options.load or by_name(models or home / "models")
        embedder = embedder or load("")
        self._stamps = Stamps(self._catalog, options.clock)
        self._models = Models(Generations(self._catalog.database), embedder, clip, load)
        self._kinds = Kinds(self._models.wanted_picture)
        readings = Readings(self._catalog.database, eyes)
        self.gallery = Gallery(self._catalog, self._derived, readings, eyes)
        self._builder = Builder(eyes, self._derived, self._models.wanted_text, readings)
        self._upkeep = Upkeep(self._catalog, self._derived, self._shelf, self._models, self._lease)
        self.descriptions = Descriptions(
            self._catalog, self._derived, self._lease, self._upkeep.complete
        )
        lists = Lists(
            self._catalog, self._derived, self._shelf, self._models.text, self._models.picture
        )
        self._searcher = Searcher(
            self._catalog, lists, ranker.load(folder / ranker.WEIGHTS), reread=reread
        )
        self.bench = StoreBench(
            self._catalog, self._derived, self._models.wanted_text, self._searcher
        )

    def learn(
        self,
        paths: Sequence[Path],
        space: str,
        *,
        learned_by: str = "",
        progress: Watch | None = None,
    ) -> Report:
        """Bring `space` in line with files and folders, or as far as `progress` does not raise `Interrupted`."""
        roots = [path.expanduser().resolve() for path in paths]
        began = time.monotonic()
        stamp = self._stamps.take(space, roots)
        known = self._stamps.known(space, stamp)
        if known is not None and not self._upkeep.behind(space):
            return Report(space, unchanged=known, took_seconds=time.monotonic() - began)
        sources = list(walk(paths))
        planner = Planner(self._catalog, space, learned_by)

        def plan(pictures: bool) -> Plan:
            return planner.plan(sources, roots, pictures=pictures)

        return self._carry_out(space, [lambda: plan(False), lambda: plan(True)], progress, stamp)

    def learn_upload(
        self,
        name: str,
        content: bytes,
        space: str,
        *,
        learned_by: str = "",
        note: str = "",
        progress: Watch | None = None,
    ) -> Report:
        """Learn one file that was sent; `note` is what was said along with it."""
        planner = Planner(self._catalog, space, learned_by)
        return self._carry_out(space, [lambda: planner.plan_upload(name, content, note)], progress)

    def _carry_out(
        self,
        space: str,
        plans: Sequence[Callable[[], Plan]],
        progress: Watch | None,
        stamp: Stamp | None = None,
    ) -> Report:
        learner = Learner(self._catalog, self._builder, space, self._quota, progress)
        first = [make() for make in plans]
        if all(plan.empty for plan in first) and not self._upkeep.behind(space):
            for plan in first:
                learner.carry_out(plan)
            self._stamps.keep(space, stamp, learner.report())
            return learner.report()
        with self._lease.held():
            self._models.want(space)
            # Planned again: another process may have written before the lease was ours.
            for make in plans:
                learner.carry_out(make())
            if learner.unread:
                # What has words of its own is found while the rest is read.
                self._upkeep.complete(space, progress)
                learner.read_pages()
            self._upkeep.complete(space, progress)
            if stamp is not None:
                stamp = replace(stamp, generation=self._catalog.generation(space))
            self._stamps.keep(space, stamp, learner.report())
        return learner.report()

    def forget(self, document: str, space: str) -> Document:
        """Remove a document at once and for good; raise `NotFound` with close names for an unknown one."""
        known = self._catalog.document(space, document)
        if known is None:
            names = [one.name for one in self._catalog.documents(space)]
            raise NotFound.of(document, space, names)
        with self._lease.held():
            self._catalog.remove(space, [known.name])
            self._upkeep.forgotten(space)
        return known

    def documents(self, scope: Scope) -> tuple[Document, ...]:
        """List what was learned, by space and name."""
        spaces = dict.fromkeys(scope.spaces)
        return tuple(one for space in spaces for one in self._catalog.documents(space))

    def ahead(self, texts: Sequence[str]) -> None:
        """Embed questions that are about to be searched; together each costs a third of one alone."""
        self._models.ahead(texts)

    def search(self, query: Query, scope: Scope, limit: int = 10) -> Found:
        """Find what answers `query` in the spaces of `scope`, best first."""
        return self._searcher.search(query, scope, limit)

    def section(self, hit: Hit, max_characters: int = 1_600) -> str:
        """Return the text of a hit with as much of its surroundings as fits."""
        return widen(hit.unit, self._catalog.around(hit.space, hit.unit), max_characters)

    def picture(self, image: str, scope: Scope) -> bytes:
        """Return the encoded picture that `Hit.image` names, if a space of `scope` holds it."""
        return self.gallery.picture(image, scope)

    def kind_of(self, sight: Sight) -> PictureKind:
        """Say what kind of picture this is, without looking into any space."""
        return self._kinds.of(sight)

    def alike(self, text: str, others: Sequence[str]) -> float:
        """Return the cosine of `text` to the nearest of `others`; -1 where the text model cannot tell."""
        return self._models.alike(text, others)

    def pairs(self, space: str) -> list[Pair]:
        """Return the pictures of `space` with what their authors say of them, for `knowledge.adapt`."""
        return learned(self._catalog.all_rows(space), self._derived.blob)

    @property
    def picture_model(self) -> ImageEmbedder | None:
        """The model that turns pictures and words into vectors; None where none is set, or it is not here."""
        return self._models.wanted_picture()

    def spaces(self) -> tuple[str, ...]:
        """Name the spaces that hold documents."""
        return self._catalog.spaces()

    def stats(self, space: str | None = None) -> Stats:
        """Count documents, units, vectors and bytes, of one space or of all."""
        spaces = self.spaces() if space is None else (space,)
        return stats.count(self._catalog.database, self._folder, spaces)

    def rebuild(self, space: str, *, progress: Watch | None = None) -> None:
        """Make every index of `space` anew from the catalog."""
        if space not in self.spaces():
            raise NotFound(f"no space {space!r} holds documents; learn something into it first")
        with self._lease.held():
            self._upkeep.rebuild(space, progress)

    def tidy(self, *, progress: Watch | None = None) -> None:
        """Do what can wait, for all spaces: fill in a new model, switch to it, wipe traces of the forgotten.

        Meant for a thread beside the answers, at the start and once an hour. May be ended at any moment.
        """
        self._upkeep.tidy(progress)

    def close(self) -> None:
        """Close every file and end what can wait; a later call opens what it needs anew."""
        self._upkeep.stop()
        self._shelf.close()
        self._catalog.database.close()
