"""One contract for every vector index, and what each promises beyond it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from knowledge.index.chroma import ChromaStore
from knowledge.index.exact import ExactIndex
from knowledge.index.flat import FlatIndex
from knowledge.index.shelf import ListedIndex
from knowledge.ports import Vectors

DIMENSIONS = 32


def vectors(count: int, seed: int = 0) -> Vectors:
    rows = np.random.default_rng(seed).normal(size=(count, DIMENSIONS)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return rows


@pytest.fixture(params=["exact", "chroma", "flat"])
def index(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[ListedIndex]:
    chroma = ChromaStore(tmp_path / "chroma")
    makers: dict[str, Callable[[], ListedIndex]] = {
        "exact": lambda: ExactIndex(DIMENSIONS),
        "chroma": lambda: chroma.index("a space / 空间", "model"),
        "flat": lambda: FlatIndex(tmp_path / "flat", "a space / 空间", "model", DIMENSIONS),
    }
    yield makers[request.param]()
    chroma.close()


def test_an_empty_index_finds_nothing(index: ListedIndex) -> None:
    assert (index.count(), index.ids(), index.search(vectors(1), 5)) == (0, set(), [])


def test_each_vector_is_nearest_to_itself(index: ListedIndex) -> None:
    rows = vectors(200)
    ids = [f"id{at}" for at in range(200)]
    index.replace(ids, rows)
    index.flush()
    assert (index.count(), index.ids()) == (200, set(ids))
    for at in (0, 99, 199):
        found = index.search(rows[at : at + 1], 3)
        assert found[0][0] == f"id{at}"
        assert found[0][1] == pytest.approx(1.0, abs=1e-3)
        assert len(found) == 3
        assert found[0][1] > found[1][1] >= found[2][1]


def test_scores_are_cosines(index: ListedIndex) -> None:
    rows = vectors(20)
    index.replace([str(at) for at in range(20)], rows)
    query = vectors(1, seed=7)
    exact = rows @ query[0]
    for name, score in index.search(query, 20):
        assert score == pytest.approx(float(exact[int(name)]), abs=1e-3)


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
    index.replace([str(at) for at in range(10)], rows)
    index.remove(["3", "4", "nobody"])
    index.remove([])
    assert index.count() == 8
    assert {name for name, _ in index.search(rows[3:4], 10)} == set("01256789")
    # What is left still answers to its own vector.
    assert index.search(rows[9:], 1)[0][0] == "9"


def test_a_flat_index_comes_back_from_its_file(tmp_path: Path) -> None:
    rows = vectors(5)
    first = FlatIndex(tmp_path, "team", "model", DIMENSIONS)
    first.replace(list("abcde"), rows)
    first.flush()
    first.remove(["a"])
    first.flush()
    again = FlatIndex(tmp_path, "team", "model", DIMENSIONS)
    assert again.ids() == set("bcde")
    assert again.search(rows[4:], 1)[0][0] == "e"
    assert len(list(tmp_path.glob("*.faiss"))) == 1


def test_a_torn_file_is_an_empty_index(tmp_path: Path) -> None:
    index = FlatIndex(tmp_path, "team", "model", DIMENSIONS)
    index.replace(["a"], vectors(1))
    index.flush()
    file = next(tmp_path.glob("*.faiss"))
    file.write_bytes(file.read_bytes()[:-8])
    assert FlatIndex(tmp_path, "team", "model", DIMENSIONS).count() == 0


def test_spaces_have_collections_of_their_own(tmp_path: Path) -> None:
    store = ChromaStore(tmp_path)
    one, two = store.index("one", "model"), store.index("two", "model")
    one.replace(["a"], vectors(1))
    assert (one.count(), two.count()) == (1, 0)
    store.drop("one", "model")
    store.drop("never seen", "model")
    assert store.index("one", "model").count() == 0
    store.close()
