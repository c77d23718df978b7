"""One contract for every vector index, and what each promises beyond it."""

import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from knowledge.index.chroma import ChromaStore
from knowledge.index.chroma_server import ChromaServer
from knowledge.index.engines import Engine, Flat, Hnsw, Scan
from knowledge.index.exact import ExactIndex
from knowledge.index.near import FaissIndex
from knowledge.index.shelf import ListedIndex
from knowledge.ports import Vectors
from tests.knowledge.chroma_server import serving

DIMENSIONS = 32
SPACE = "a space / 空间"
ENGINES: dict[str, type[Engine]] = {"flat": Flat, "scan": Scan, "hnsw": Hnsw}


def vectors(count: int, seed: int = 0, dimensions: int = DIMENSIONS) -> Vectors:
    rows = np.random.default_rng(seed).normal(size=(count, dimensions)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return rows


def names(count: int) -> list[str]:
    return [f"id{at}" for at in range(count)]


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(tmp_path_factory.mktemp("chroma-server")) as url:
        yield url


class Place:
    """Where an index of one kind lies; `open` opens it as a new process would."""

    def __init__(self, kind: str, folder: Path, request: pytest.FixtureRequest) -> None:
        self._kind = kind
        self._folder = folder
        self._store: ChromaStore | None = None
        if kind == "chroma":
            self._store = ChromaStore(folder)
        if kind == "chroma server":
            self._store = ChromaServer(str(request.getfixturevalue("server")))
        self._model = f"{request.node.name}"

    def open(self) -> ListedIndex:
        if self._kind == "exact":
            return ExactIndex(DIMENSIONS)
        if self._store is not None:
            self._store.close()
            return self._store.index(SPACE, self._model)
        kind = ENGINES[self._kind]
        return FaissIndex(self._folder, SPACE, self._model, DIMENSIONS, lambda count: kind)

    def close(self) -> None:
        if self._store is not None:
            self._store.close()


@pytest.fixture(params=["exact", *ENGINES, "chroma", "chroma server"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    place = Place(request.param, tmp_path, request)
    yield place
    place.close()


@pytest.fixture
def index(place: Place) -> ListedIndex:
    return place.open()


def test_an_empty_index_finds_nothing(index: ListedIndex) -> None:
    assert (index.count(), index.ids(), index.search(vectors(1), 5)) == (0, set(), [])
    index.replace([], vectors(0))
    index.remove(["nobody"])
    index.flush()
    assert index.search(vectors(1), 5, among=["nobody"]) == []


def test_each_vector_is_nearest_to_itself(index: ListedIndex) -> None:
    rows = vectors(200)
    index.replace(names(200), rows)
    index.flush()
    assert (index.count(), index.ids()) == (200, set(names(200)))
    for at in (0, 99, 199):
        found = index.search(rows[at : at + 1], 3)
        assert found[0][0] == f"id{at}"
        assert found[0][1] == pytest.approx(1.0, abs=1e-3)
        assert len(found) == 3
        assert found[0][1] > found[1][1] >= found[2][1]


def test_scores_are_cosines_and_more_than_all_is_all(index: ListedIndex) -> None:
    rows = vectors(20)
    index.replace(names(20), rows)
    query = vectors(1, seed=7)
    exact = rows @ query[0]
    found = index.search(query, 500)
    assert [name for name, _ in found] == [f"id{at}" for at in np.argsort(-exact)]
    for name, score in found:
        assert score == pytest.approx(float(exact[int(name[2:])]), abs=1e-3)


def test_a_known_id_is_overwritten(index: ListedIndex) -> None:
    rows = vectors(3)
    index.replace(["a", "b"], rows[:2])
    index.replace(["a"], rows[2:])
    assert index.count() == 2
    assert index.search(rows[2:], 1)[0][0] == "a"
    assert index.search(rows[:1], 1)[0][1] < 0.99


def test_of_equal_ids_the_last_wins(index: ListedIndex) -> None:
    rows = vectors(2)
    index.replace(["a", "a"], rows)
    assert index.count() == 1
    assert index.search(rows[1:], 1)[0][1] == pytest.approx(1.0, abs=1e-3)


def test_removed_ids_are_gone_and_unknown_ones_no_error(index: ListedIndex) -> None:
    rows = vectors(10)
    index.replace(names(10), rows)
    index.remove(["id3", "id4", "nobody"])
    index.remove([])
    assert index.count() == 8
    assert {name for name, _ in index.search(rows[3:4], 10)} == set(names(10)) - {"id3", "id4"}
    # What is left still answers to its own vector.
    assert index.search(rows[9:], 1)[0][0] == "id9"
    index.replace(["id3"], rows[3:4])
    assert index.search(rows[3:4], 1)[0][0] == "id3"


def test_all_that_is_near_may_be_removed(index: ListedIndex) -> None:
    rows = vectors(300)
    index.replace(names(300), rows)
    query = rows[:1]
    nearest = [name for name, _ in index.search(query, 60)]
    index.remove(nearest)
    left = index.search(query, 240)
    assert len(left) == 240
    assert not {name for name, _ in left} & set(nearest)


def test_a_filter_keeps_to_the_ids_that_it_names(index: ListedIndex) -> None:
    rows = vectors(120)
    index.replace(names(120), rows)
    index.remove(["id7"])
    allowed = [f"id{at}" for at in range(0, 120, 17)]
    exact = sorted(allowed, key=lambda name: -float(rows[int(name[2:])] @ rows[5]))
    found = index.search(rows[5:6], 4, among=[*allowed, "id7", "nobody"])
    assert [name for name, _ in found] == exact[:4]
    assert index.search(rows[5:6], 4, among=[]) == []


def test_what_was_flushed_comes_back(place: Place) -> None:
    rows = vectors(60)
    index = place.open()
    if isinstance(index, ExactIndex):
        # In memory by design: the catalog fills it.
        assert place.open().count() == 0
        return
    index.replace(names(50), rows[:50])
    index.flush()
    index.remove(["id3"])
    index.replace(names(60)[50:], rows[50:])
    index.replace(["id8"], rows[3:4])
    index.flush()
    again = place.open()
    assert again.ids() == set(names(60)) - {"id3"}
    assert again.search(rows[59:], 1)[0][0] == "id59"
    assert again.search(rows[3:4], 1)[0][0] == "id8"
    again.remove(names(60))
    again.flush()
    assert place.open().count() == 0


def test_readers_are_served_while_a_writer_adds_and_removes(index: ListedIndex) -> None:
    rows = vectors(400)
    index.replace(names(20), rows[:20])
    done = threading.Event()
    wrong: list[object] = []

    def read() -> None:
        while not done.is_set():
            found = index.search(rows[7:8], 5)
            if len(found) != 5 or found[0][0] != "id7":
                wrong.append(found)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for start in range(20, 400, 20):
        index.replace(names(400)[start : start + 20], rows[start : start + 20])
        index.remove([f"id{start + 1}"])
    index.flush()
    done.set()
    for reader in readers:
        reader.join()
    assert wrong == []
    assert index.count() == 400 - 19


def test_no_vector_loses_its_links_where_some_move_while_others_come(tmp_path: Path) -> None:
    store = ChromaStore(tmp_path)
    rows = {f"model{at}": vectors(20, seed=at) for at in range(60)}
    for model, moved in rows.items():
        index = store.index(SPACE, model)
        index.replace(names(10), vectors(10, seed=99))
        index.replace(names(20), moved)
    for _ in ("as written", "read from its files"):
        for model, moved in rows.items():
            index = store.index(SPACE, model)
            assert {name for name, _ in index.search(moved[:1], 20)} == set(names(20))
            assert [index.search(moved[at : at + 1], 1)[0][0] for at in range(20)] == names(20)
        store.close()


def test_spaces_have_collections_of_their_own(tmp_path: Path) -> None:
    store = ChromaStore(tmp_path)
    one, two = store.index("one", "model"), store.index("two", "model")
    one.replace(["a"], vectors(1))
    assert (one.count(), two.count()) == (1, 0)
    store.drop("one", "model")
    store.drop("never seen", "model")
    assert store.index("one", "model").count() == 0
    store.close()
