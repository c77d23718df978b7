"""How fast the hashes within some bits of one are found in a million; part of `tests.benchmarks.bank`."""

import time
from collections.abc import Iterator

import numpy as np

from knowledge.index.radius import WithinRadius
from tests.benchmarks.street import percentile

MILLION, LOOKUP_MS = 1_000_000, 5.0


def lookups() -> Iterator[tuple[bool, str]]:
    """Yield whether looking up one hash, and eight, held the limit, and the figures."""
    chance = np.random.default_rng(0)
    codes = chance.integers(0, 256, (MILLION, 32), np.uint8)
    started = time.perf_counter()
    index = WithinRadius(codes)
    built = time.perf_counter() - started
    for rows in (1, 8):
        busy, right = [], 0
        for at in range(60):
            asked = chance.integers(0, 256, (rows, 32), np.uint8)
            asked[0] = codes[at] ^ np.where(np.arange(32) < 3, 255, 0).astype(np.uint8)
            before = time.process_time()
            right += index.search(asked) == [(at, 24)]
            busy.append(time.process_time() - before)
        took = percentile(busy, 0.5) * 1000
        text = f"look-up of {rows} hash{'es' * (rows > 1)} in a million: {took:.2f} ms of processor, {right}/60 found"
        held = right == 60 and (rows > 1 or took <= LOOKUP_MS)
        yield held, f"{text}, built in {built:.1f} s"
