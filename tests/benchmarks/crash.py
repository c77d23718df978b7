"""A hundred kills at random moments of learn, forget, rebuild and the change of a model.

    python -m tests.benchmarks.crash [--kills 100] [--seed 1]

After each the store is opened: nothing may be lost or half there, and catalog and indexes have to agree.
Exits 1 when anything was wrong.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from knowledge.vision.eyes import Eyes
from tests.knowledge.crash import keep, killed, wrong


def main() -> int:
    """Kill, look, print, judge."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    eyes = Eyes()
    steps, faults = 0, 0
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        kept = keep(home, eyes)
        for number in range(arguments.kills):
            steps += killed(home, arguments.seed + number)
            found = wrong(home, eyes, kept)
            faults += bool(found)
            for sentence in found:
                sys.stdout.write(
                    f"after the kill with seed {arguments.seed + number}: {sentence}\n"
                )
    eyes.close()
    holds = not faults
    sys.stdout.write(
        f"{'holds' if holds else 'MISSED'}  {arguments.kills} kills amid {steps} steps,"
        f" {faults} left something wrong (at most 0)\n"
    )
    return 0 if holds else 1


if __name__ == "__main__":
    sys.exit(main())
