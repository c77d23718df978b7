"""What the FAISS index promises beyond the contract: recall, small writes, files that tell when they are torn."""

from pathlib import Path

import numpy as np
import pytest

from knowledge.index.engines import Engine, Flat, Hnsw, Scan
from knowledge.index.near import FaissIndex
from tests.knowledge.test_index import DIMENSIONS, ENGINES, names, vectors


@pytest.mark.parametrize("kind", ENGINES.values())
def test_most_of_the_true_nearest_are_found_whatever_the_shape(
    kind: type[Engine], tmp_path: Path
) -> None:
    chance = np.random.default_rng(3)
    # Clusters in a cone, as pictures lie in CLIP's space.
    centres = vectors(40, 1, 64) + 2 * vectors(1, 2, 64)
    rows = centres[chance.integers(0, 40, 6_000)] + 0.5 * vectors(6_000, 4, 64)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    index = FaissIndex(tmp_path, "team", "model", 64, lambda count: kind)
    index.replace(names(6_000), rows)
    recall = 0.0
    for at in range(0, 6_000, 200):
        exact = np.argsort(-(rows @ rows[at]))[:10]
        found = {name for name, _ in index.search(rows[at : at + 1], 10)}
        recall += len(found & {f"id{row}" for row in exact}) / 10
    assert recall / 30 > 0.98


def test_the_structure_changes_with_the_count_and_the_answers_do_not(tmp_path: Path) -> None:
    steps: list[tuple[int, type[Engine]]] = [(100, Flat), (280, Scan), (10**9, Hnsw)]

    def choose(count: int) -> type[Engine]:
        return next(kind for most, kind in steps if count <= most)

    rows = vectors(300)
    index = FaissIndex(tmp_path, "team", "model", DIMENSIONS, choose)
    for start in range(0, 300, 50):
        index.replace(names(300)[start : start + 50], rows[start : start + 50])
        index.flush()
        assert index.search(rows[start : start + 1], 1)[0][0] == f"id{start}"
    again = FaissIndex(tmp_path, "team", "model", DIMENSIONS, choose)
    exact = np.argsort(-(rows @ rows[4]))[:5]
    assert [name for name, _ in again.search(rows[4:5], 5)] == [f"id{row}" for row in exact]


def test_a_flush_writes_what_is_new_and_not_the_rest(tmp_path: Path) -> None:
    index = FaissIndex(tmp_path, "team", "model", DIMENSIONS)
    index.replace(names(500), vectors(500))
    index.flush()
    (large,) = tmp_path.glob("*.rows")
    written = large.stat().st_mtime_ns
    for at in range(60):
        index.replace([f"new{at}"], vectors(1, seed=at + 1))
        index.flush()
    files = list(tmp_path.glob("*.rows"))
    assert large.stat().st_mtime_ns == written
    assert len(files) <= 18
    assert sum(file.stat().st_size for file in files if file != large) < large.stat().st_size / 4
    assert FaissIndex(tmp_path, "team", "model", DIMENSIONS).count() == 560


@pytest.mark.parametrize("damage", ["cut", "changed", "manifest", "missing"])
def test_files_that_are_not_as_written_are_an_empty_index(tmp_path: Path, damage: str) -> None:
    index = FaissIndex(tmp_path, "team", "model", DIMENSIONS)
    index.replace(["a", "b"], vectors(2))
    index.flush()
    (file,), (manifest,) = tmp_path.glob("*.rows"), tmp_path.glob("*.json")
    content = bytearray(file.read_bytes())
    match damage:
        case "cut":
            file.write_bytes(content[:-1])
        case "changed":
            content[5] ^= 1
            file.write_bytes(content)
        case "manifest":
            manifest.write_bytes(manifest.read_bytes()[:40])
        case "missing":
            file.unlink()
    opened = FaissIndex(tmp_path, "team", "model", DIMENSIONS)
    assert (opened.count(), opened.search(vectors(1), 3)) == (0, [])
    opened.replace(["c"], vectors(1))
    opened.flush()
    assert FaissIndex(tmp_path, "team", "model", DIMENSIONS).ids() == {"c"}
