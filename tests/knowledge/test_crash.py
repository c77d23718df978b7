"""A process that is killed at any moment leaves whole documents and indexes that agree with them."""

import time
from pathlib import Path

from knowledge.vision.eyes import Eyes
from tests.knowledge.crash import keep, killed, wrong

KILLS = 8
"""A few, to keep the suite short; `python -m tests.benchmarks.crash` makes a hundred."""


def test_a_kill_at_any_moment_loses_nothing_and_shows_nothing_half(
    home: Path, real_eyes: Eyes
) -> None:
    kept = keep(home, real_eyes)
    seed = time.time_ns() % 1_000_000
    steps = 0
    for number in range(KILLS):
        steps += killed(home, seed + number)
        assert wrong(home, real_eyes, kept) == [], f"after the kill with seed {seed + number}"
    assert steps > KILLS
