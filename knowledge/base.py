"""A team's documents and pictures in one store: learn, forget, list, search, show.

The one place of this package that puts concrete parts together. Nothing is opened before it is needed.
"""

import difflib
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from knowledge import crop
from knowledge.adapt.pairs import Pair, learned
from knowledge.alike.looks import Looks
from knowledge.build import Builder, Eyes
from knowledge.catalog import Catalog
from knowledge.derived import Derived
from knowledge.embed.clip import OpenClip
from knowledge.embed.minilm import MiniLM
from knowledge.embed.remember import Remembering
from knowledge.errors import ModelMissing, NotFound
from knowledge.fill import Filler, lacking
from knowledge.index.shelf import Model, Shelf
from knowledge.language import script
from knowledge.learn import Learner
from knowledge.lease import Lease
from knowledge.lists import Lists
from knowledge.plan import Plan, Planner
from knowledge.ports import ImageEmbedder, TextEmbedder
from knowledge.rank.bench import StoreBench
from knowledge.rank.ranker import WEIGHTS, load
from knowledge.rank.reread import Reread
from knowledge.reading import Readings
from knowledge.records import Document, Found, Hit, Progress, Query, Report, Scope
from knowledge.search import Searcher
from knowledge.section import widen
from knowledge.sources import walk

Watch = Callable[[Progress], None]


class KnowledgeBase:
    """Everything learned below one home. Thread safe; one process at a time may write."""

    def __init__(
        self,
        home: Path,
        eyes: Eyes,
        *,
        clip: str = "",
        models: Path | None = None,
        embedder: TextEmbedder | None = None,
        reread: Reread | None = None,
    ) -> None:
        """Take the folder for all state; `models` keeps converted weights, below it by default."""
        folder = home / "knowledge"
        self._eyes = eyes
        self._catalog = Catalog.open(folder / "catalog.sqlite3")
        self._derived = Derived(self._catalog.database, folder / "blobs")
        self._looks = Looks(self._catalog.database)
        self._shelf = Shelf(self._catalog, self._derived, folder / "index")
        self._lease = Lease(folder / "writer.lock")
        self._embedder = Remembering(embedder or MiniLM(models or home / "models"))
        self._clip_name = clip
        self._clip: OpenClip | None = None
        self._guard = threading.Lock()
        readings = Readings(self._catalog.database, eyes)
        self._builder = Builder(eyes, self._derived, self._embedder, readings)
        self._filler = Filler(self._catalog, self._derived)
        lists = Lists(
            self._catalog, self._derived, self._shelf, self._embedder, self._picture_model
        )
        self._searcher = Searcher(self._catalog, lists, load(folder / WEIGHTS), reread=reread)
        self.bench = StoreBench(self._catalog, self._derived, self._embedder, self._searcher)

    def learn(
        self,
        paths: Sequence[Path],
        space: str,
        *,
        learned_by: str = "",
        progress: Watch | None = None,
    ) -> Report:
        """Bring `space` in line with files and folders; what is unchanged costs nothing."""
        sources = list(walk(paths))
        roots = [path.expanduser().resolve() for path in paths]
        planner = Planner(self._catalog, space, learned_by)

        def plan(pictures: bool) -> Plan:
            return planner.plan(sources, roots, pictures=pictures)

        return self._carry_out(space, [lambda: plan(False), lambda: plan(True)], progress)

    def learn_upload(
        self, name: str, content: bytes, space: str, *, learned_by: str = "", note: str = ""
    ) -> Report:
        """Learn one file that was sent; `note` is what was said along with it."""
        planner = Planner(self._catalog, space, learned_by)
        return self._carry_out(space, [lambda: planner.plan_upload(name, content, note)], None)

    def _carry_out(
        self, space: str, plans: Sequence[Callable[[], Plan]], progress: Watch | None
    ) -> Report:
        learner = Learner(self._catalog, self._builder, space, progress)
        first = [make() for make in plans]
        if all(plan.empty for plan in first) and not self._behind(space):
            for plan in first:
                learner.carry_out(plan)
            return learner.report()
        with self._lease.held():
            try:
                # Planned again: another process may have written before the lease was ours.
                for make in plans:
                    learner.carry_out(make())
                if learner.unread:
                    # What has words of its own is found while the rest is read.
                    self._complete(space)
                    learner.read_pages()
            finally:
                self._complete(space)
        return learner.report()

    def _behind(self, space: str) -> bool:
        """Whether an interrupted run, or a new model, left something to do for known documents."""
        if not self._catalog.generation(space):
            return False
        return lacking(self._derived, space, self._embedder, self._ready_clip()) or not (
            self._catalog.words_are_current(space) and not self._looks.lacking(space)
        )

    def _complete(self, space: str) -> None:
        """Finish what documents share: words of an older version, missing vectors, what nobody needs."""
        if not self._catalog.generation(space):
            return
        if not self._catalog.words_are_current(space):
            self._catalog.reindex(space)
        self._filler.texts(space, self._embedder)
        clip = self._ready_clip()
        if clip is not None:
            self._filler.pictures(space, clip)
        for _ in self._looks.fill(space, self._derived.blob):
            pass
        self._derived.sweep()
        for model in self._models():
            self._shelf.refresh(space, model)

    def _models(self) -> list[Model]:
        models = [Model("text", self._embedder.name, self._embedder.dimensions)]
        clip = self._ready_clip()
        if clip is not None:
            models.append(Model("picture", clip.name, clip.dimensions))
        return models

    def _picture_model(self) -> ImageEmbedder:
        if not self._clip_name:
            raise ModelMissing("no picture model is set; name one in GROUNDGLASS_CLIP")
        with self._guard:
            self._clip = self._clip or OpenClip(self._clip_name)
        return self._clip

    def _ready_clip(self) -> ImageEmbedder | None:
        """Return the picture model if its weights are here; without it words find the pictures."""
        try:
            return self._picture_model()
        except ModelMissing:
            return None

    def forget(self, document: str, space: str) -> Document:
        """Remove a document at once and for good; raise `NotFound` with close names for an unknown one."""
        known = self._catalog.document(space, document)
        if known is None:
            raise NotFound(self._unknown(document, space))
        with self._lease.held():
            self._catalog.remove(space, [document])
            self._derived.sweep()
        return known

    def _unknown(self, document: str, space: str) -> str:
        names = [known.name for known in self._catalog.documents(space)]
        lower = {name.lower(): name for name in names}
        close = [
            lower[one] for one in difflib.get_close_matches(document.lower(), lower, 3, cutoff=0.5)
        ]
        if close:
            return f"no document {document!r} in space {space!r}; did you mean {', '.join(map(repr, close))}?"
        if names:
            return f"no document {document!r} in space {space!r}; it holds {', '.join(map(repr, names[:3]))}"
        return f"no document {document!r}: space {space!r} is empty"

    def documents(self, scope: Scope) -> tuple[Document, ...]:
        """List what was learned, by space and name."""
        spaces = dict.fromkeys(scope.spaces)
        return tuple(one for space in spaces for one in self._catalog.documents(space))

    def ahead(self, texts: Sequence[str]) -> None:
        """Embed questions that are about to be searched; together each costs a third of one alone."""
        languages = self._embedder.languages
        self._embedder.embed([text for text in texts if script(text) in languages])

    def search(self, query: Query, scope: Scope, limit: int = 10) -> Found:
        """Find what answers `query` in the spaces of `scope`, best first."""
        return self._searcher.search(query, scope, limit)

    def section(self, hit: Hit, max_characters: int = 1_600) -> str:
        """Return the text of a hit with as much of its surroundings as fits."""
        return widen(hit.unit, self._catalog.around(hit.space, hit.unit), max_characters)

    def picture(self, image: str, scope: Scope) -> bytes:
        """Return the encoded picture that `Hit.image` names, if a space of `scope` holds it."""
        sha256, place = crop.resolve(image)
        page = place.page if place else None
        if not any(self._catalog.holds(space, sha256, page) for space in scope.spaces):
            raise NotFound("no document that you can read holds this picture; search again")
        content = self._derived.blob(sha256)
        if place is None:
            return content
        (drawn,) = self._eyes.draw(content, (place,), crop.LONGEST)
        if not drawn:
            raise NotFound(
                f"page {place.page} of the document cannot be drawn; open the file itself"
            )
        return drawn

    def pairs(self, space: str) -> list[Pair]:
        """Return the pictures of `space` with what their authors say of them, for `knowledge.adapt`."""
        return learned(self._catalog.all_rows(space), self._derived.blob)

    def spaces(self) -> tuple[str, ...]:
        """Name the spaces that hold documents."""
        return self._catalog.spaces()

    def rebuild(self, space: str) -> None:
        """Make every index of `space` anew from the catalog."""
        if space not in self.spaces():
            raise NotFound(f"no space {space!r} holds documents; learn something into it first")
        with self._lease.held():
            for model in self._models():
                self._shelf.refresh(space, model)
            self._shelf.drop(space)
            self._catalog.reindex(space)
            self._complete(space)

    def close(self) -> None:
        """Close every file; a later call opens what it needs anew."""
        self._shelf.close()
        self._catalog.database.close()
