"""An index is made anew while somebody else asks for the same."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from pathlib import Path

from knowledge import KnowledgeBase
from knowledge.catalog import Catalog
from knowledge.derived import Derived
from knowledge.index.shelf import Model, Shelf
from knowledge.ports import Vectors
from tests.knowledge.fakes import WordEmbedder, write

PAGES = {f"{n:02}.md": f"# Page {n}\n\nalpha{n} beta{n} gamma\n" for n in range(20)}
MODEL = Model("text", "words@1", WordEmbedder.dimensions)


class Interrupted(Derived):
    """Reads all vectors, and lets something happen before it does so for the second time."""

    reads = 0
    between: Callable[[], object]

    def vectors(self, keys: Sequence[str], model: str) -> Vectors:
        self.reads += len(keys) > 1
        if len(keys) > 1 and self.reads == 2:
            self.between()
        return super().vectors(keys, model)


def test_whoever_wipes_a_space_that_is_being_wiped_waits_for_it(
    base: KnowledgeBase, home: Path, tmp_path: Path
) -> None:
    base.learn([write(tmp_path / "a", PAGES)], "team")
    base.close()
    catalog = Catalog.open(home / "knowledge" / "catalog.sqlite3")
    derived = Interrupted(catalog.database, home / "knowledge" / "blobs")
    shelf = Shelf(catalog, derived, home / "knowledge" / "index")
    others: list[Future[bool]] = []
    with ThreadPoolExecutor(1) as pool:

        def wipe_too() -> None:
            # The first time in memory, the second on disk: it is in the middle of it.
            others.append(pool.submit(shelf.wipe, "team", [MODEL]))
            wait(others, 2)

        derived.between = wipe_too
        assert shelf.wipe("team", [MODEL])
        assert others[0].result()
    assert shelf.index("team", MODEL).count() == len(PAGES)
    shelf.close()
    catalog.database.close()
