"""Finish what documents share, and keep files in line: words, vectors, indexes, traces of what is forgotten.

Everything here can be ended at any moment and goes on where it was; each step is small, so that
a writer beside it waits for no more than a batch. The caller holds the lease, except of `tidy`.
"""

import threading
from collections.abc import Callable, Iterator

from knowledge.alike.looks import Looks
from knowledge.catalog import Catalog
from knowledge.derived import Derived
from knowledge.errors import KnowledgeError, StoreBroken, StoreBusy
from knowledge.fill import Filler
from knowledge.generations import Generations, Modality
from knowledge.index.shelf import Shelf
from knowledge.lease import Lease
from knowledge.models import Models
from knowledge.ports import ImageEmbedder
from knowledge.records import Progress
from knowledge.traces import Traces

Watch = Callable[[Progress], None]

AT_ONCE = 2_000
"""Vectors whose index is made anew while somebody waits for `forget`: two seconds; more are left to `tidy`."""


class Upkeep:
    """Upkeep of all spaces of one store."""

    def __init__(
        self, catalog: Catalog, derived: Derived, shelf: Shelf, models: Models, lease: Lease
    ) -> None:
        self._catalog = catalog
        self._derived = derived
        self._shelf = shelf
        self._models = models
        self._lease = lease
        self._generations = Generations(catalog.database)
        self._filler = Filler(catalog, derived)
        self._looks = Looks(catalog.database)
        self._traces = Traces(catalog.database)
        self._stopping = threading.Event()

    def behind(self, space: str) -> bool:
        """Whether an interrupted run, or a new model, left something to do for known documents."""
        if not self._catalog.generation(space):
            return False
        if not self._catalog.words_are_current(space):
            return True
        return (
            any(self._derived.texts_without(space, one) for one in self._models.texts(space))
            or any(self._unseen(space, one) for one in self._models.pictures(space))
            or self._future(space)
            or bool(self._looks.lacking(space))
        )

    def _unseen(self, space: str, clip: ImageEmbedder) -> bool:
        """Whether pictures or captions of `space` lack a vector of `clip`."""
        without = self._derived.pictures_without(space, clip.name)
        return bool(without or self._derived.captions_without(space, clip))

    def complete(self, space: str, progress: Watch | None = None) -> None:
        """Bring words, vectors and indexes of `space` up to date; switch to a model that is complete."""
        if not self._catalog.generation(space):
            return
        if not self._catalog.words_are_current(space):
            self._catalog.reindex(space)
        self._models.want(space)
        for done in self._fill(space):
            if progress:
                progress(done)
        self.settle(space)
        for model in self._models.serving(space):
            self._shelf.refresh(space, model)

    def settle(self, space: str) -> None:
        """Switch to a future model that lacks nothing, and drop what nobody refers to."""
        for modality in list(self._complete_futures(space)):
            before = [
                one
                for one in (*self._models.serving(space), *self._models.lost(space))
                if (one.content == "text") == (modality == "text")
            ]
            self._generations.switch(space, modality)
            for model in before:
                self._shelf.retire(space, model)
        self._derived.sweep()

    def _future(self, space: str) -> bool:
        """Whether another model than the one that answers is wanted, and is not on its way."""
        wanted = {("text", self._models.wanted_text.name)}
        clip = self._models.wanted_picture()
        if clip is not None:
            wanted.add(("picture", clip.name))
        present = [one for one in self._generations.all(space) if one.state == "present"]
        return not wanted <= {(one.modality, one.name) for one in present}

    def _complete_futures(self, space: str) -> Iterator[Modality]:
        text, clip = self._models.wanted_text, self._models.wanted_picture()
        future = {
            one.modality: one.name for one in self._generations.all(space) if one.state == "future"
        }
        if future.get("text") == text.name and not self._derived.texts_without(space, text):
            yield "text"
        if clip is None or future.get("picture") != clip.name:
            return
        if not self._unseen(space, clip):
            yield "picture"

    def _fill(self, space: str) -> Iterator[Progress]:
        for text in self._models.texts(space):
            yield from self._filler.texts(space, text)
        for clip in self._models.pictures(space):
            yield from self._filler.pictures(space, clip)
            yield from self._filler.captions(space, clip)
        yield from self._looks.fill(space, self._derived.blob)

    def forgotten(self, space: str) -> None:
        """Wipe the traces of what was just forgotten: of the catalog at once, of large indexes later."""
        self._derived.sweep()
        self._traces.wipe()
        if self._vectors(space) <= AT_ONCE:
            self._wipe(space)

    def _vectors(self, space: str) -> int:
        return sum(
            len(self._derived.keys(space, one.content, one.name))
            for one in self._models.serving(space)
        )

    def _wipe(self, space: str) -> None:
        """Make the index files of `space` anew, where they are this process's."""
        generation = self._catalog.generation(space)
        serving, lost = self._models.serving(space), self._models.lost(space)
        try:
            wiped = self._shelf.wipe(space, serving, lost)
        except StoreBroken:
            # The server that holds one does not answer: it is asked again within the hour.
            wiped = False
        if wiped:
            self._traces.gone(space, generation)
        else:
            self._traces.stay(space)

    def rebuild(self, space: str, progress: Watch | None = None) -> None:
        """Make every index of `space` anew from the catalog."""
        self._catalog.reindex(space)
        self.complete(space, progress)
        self._traces.wipe()
        self._wipe(space)

    def tidy(self, progress: Watch | None = None) -> None:
        """Do for all spaces what can wait: fill in a new model and switch, wipe traces of the forgotten.

        Takes the lease for a batch at a time, and leaves off where another process is writing. Raises what
        stopped the filling of a space, such as `ModelMissing`, after all that can be done without it.
        """
        self._stopping.clear()
        problem: KnowledgeError | None = None
        for space in self._catalog.spaces():
            if self._stopping.is_set():
                return
            try:
                self._completed(space, progress)
            except StoreBusy:
                # The writer does the same for its space when it is done; the rest waits for the next time.
                return
            except KnowledgeError as error:
                problem = problem or error
            if self._traces.left(space) and not self._stopping.is_set():
                self._traces.wipe()
                self._wipe(space)
        if problem is not None:
            raise problem

    def _completed(self, space: str, progress: Watch | None) -> None:
        """Fill `space` in batch by batch, as long as nobody stops it, and switch."""
        with self._lease.held():
            self._models.want(space)
        filling = self._fill(space)
        while self._step(filling, progress):
            if self._stopping.is_set():
                return
        with self._lease.held():
            self.settle(space)

    def stop(self) -> None:
        """End a running `tidy` after its batch."""
        self._stopping.set()

    def _step(self, filling: Iterator[Progress], progress: Watch | None) -> bool:
        with self._lease.held():
            done = next(filling, None)
        if done and progress:
            progress(done)
        return done is not None
