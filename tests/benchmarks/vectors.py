"""How long the nearest of many vectors take to find, and how many of the true ten nearest are found.

    python -m tests.benchmarks.vectors [--rows 1000000] [--dimensions 512]

Rows are drawn: `random` has no structure at all, `clustered` lies in 2,000 clusters in a cone as pictures
do in CLIP's space. Queries are drawn like the rows. One thread. Exits 1 when a limit is missed.
"""

import argparse
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from knowledge.index.near import FaissIndex
from knowledge.ports import Vectors

QUERIES = 60
BLOCK = 50_000
NEAREST = 10

LIMIT_MS = {10_000: 2.0, 100_000: 20.0, 1_000_000: 15.0}
"""Median of a search by the number of rows, at 512 dimensions."""
LEAST_RECALL = 0.99

Draw = Callable[[np.random.Generator, int, int], Vectors]


def random(chance: np.random.Generator, count: int, dimensions: int) -> Vectors:
    """Draw rows in every direction alike."""
    rows = chance.standard_normal((count, dimensions), dtype=np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return rows


def clustered(chance: np.random.Generator, count: int, dimensions: int) -> Vectors:
    """Draw rows around centres that all lean to one side."""
    fixed = np.random.default_rng(1)
    centres = random(fixed, 2_000, dimensions) + random(fixed, 1, dimensions)
    rows = centres[chance.integers(0, len(centres), count)]
    rows += 0.6 * random(chance, count, dimensions)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return rows


def measure(draw: Draw, count: int, dimensions: int, folder: Path) -> bool:
    """Fill an index, compare its answers with a full comparison, print; return whether limits hold."""
    chance = np.random.default_rng(0)
    queries = draw(np.random.default_rng(7), QUERIES, dimensions)
    index = FaissIndex(folder, draw.__name__, str(count), dimensions)
    nearest: list[list[tuple[float, str]]] = [[] for _ in queries]
    building = 0.0
    for start in range(0, count, BLOCK):
        rows = draw(chance, min(BLOCK, count - start), dimensions)
        names = [str(start + at) for at in range(len(rows))]
        scores = queries @ rows.T
        for at, line in enumerate(scores):
            best = np.argpartition(-line, NEAREST)[:NEAREST]
            nearest[at] += [(float(line[row]), names[row]) for row in best]
        began = time.perf_counter()
        index.replace(names, rows)
        building += time.perf_counter() - began
    began = time.perf_counter()
    index.flush()
    building += time.perf_counter() - began
    took, found = [], 0
    for at, query in enumerate(queries):
        began = time.perf_counter()
        got = index.search(query[None], NEAREST)
        took.append(1_000 * (time.perf_counter() - began))
        exact = {name for _, name in sorted(nearest[at])[-NEAREST:]}
        found += len(exact & {name for name, _ in got})
    recall = found / (NEAREST * QUERIES)
    middle = statistics.median(took)
    worst = sorted(took)[int(0.95 * len(took))]
    limit = min(ms for rows, ms in LIMIT_MS.items() if rows >= count)
    holds = middle <= limit and recall >= LEAST_RECALL
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    sys.stdout.write(
        f"{'holds' if holds else 'MISSED'}  {count:>9,} x {dimensions} {draw.__name__:9} "
        f"p50 {middle:5.2f} ms (at most {limit:g}), p95 {worst:5.2f} ms, recall@{NEAREST} {recall:.4f} "
        f"(at least {LEAST_RECALL}), built and written in {building:.1f} s, peak {peak} MB so far\n"
    )
    sys.stdout.flush()
    return holds


def main() -> int:
    """Measure every size up to the one asked for."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--dimensions", type=int, default=512)
    arguments = parser.parse_args()
    import faiss

    faiss.omp_set_num_threads(1)
    sizes = [size for size in LIMIT_MS if size <= arguments.rows]
    with tempfile.TemporaryDirectory() as folder:
        results = [
            measure(draw, size, arguments.dimensions, Path(folder))
            for size in sizes
            for draw in (random, clustered)
        ]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
