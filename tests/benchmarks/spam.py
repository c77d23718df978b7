"""Does the spam classifier hold what it promises?

    python -m tests.benchmarks.spam SPAM HAM [--test-spam FILE] [--test-ham FILE] [--seeds 10]

Files hold one message a line.
"""

import argparse
import sys
from pathlib import Path

from bot.evaluate.disguise import DRESSES
from bot.evaluate.shares import SpamReport
from bot.evaluate.spam import Data, Plan, measure, read

RECALL, FALSE_ALARMS, PADDED = 0.95, 0.009, 0.85
DRESS_COSTS = 0.02
MESSAGES_PER_SECOND, LESSON_MS = 5_000, 100


def main() -> None:
    """Print the report, then one line a promise."""
    parser = argparse.ArgumentParser()
    parser.add_argument("spam", type=Path)
    parser.add_argument("ham", type=Path)
    parser.add_argument("--test-spam", type=Path)
    parser.add_argument("--test-ham", type=Path)
    parser.add_argument("--seeds", type=int, default=10)
    given = parser.parse_args()
    later = [read(path) if path else () for path in (given.test_spam, given.test_ham)]
    data = Data(read(given.spam), read(given.ham), *later)
    report = measure(data, Plan(seeds=given.seeds), lambda progress: None)
    sys.stdout.write(f"{report.table()}\n")
    for name, holds in _promises(report):
        sys.stdout.write(f"{'holds' if holds else 'MISSED'}  {name}\n")


def _promises(report: SpamReport) -> list[tuple[str, bool]]:
    share = {
        figure.name: figure.share.value
        for figure in report.figures
        if figure.method == "groundglass"
    }
    plain = share["recall"]
    return [
        (f"recall {plain:.4f} >= {RECALL}", plain >= RECALL),
        (
            f"false alarms {share['false alarms']:.4f} <= {FALSE_ALARMS}",
            share["false alarms"] <= FALSE_ALARMS,
        ),
        *(
            (
                f"{name} {share[f'recall {name}']:.4f} within {DRESS_COSTS} of plain",
                share[f"recall {name}"] >= plain - DRESS_COSTS,
            )
            for name in DRESSES
        ),
        (
            f"with ham appended {share['recall with ham appended']:.4f} >= {PADDED}",
            share["recall with ham appended"] >= PADDED,
        ),
        ("twelve English paragraphs, none flagged", share["innocent English"] == 0),
        (
            f"{report.messages_per_second:.0f} messages/s >= {MESSAGES_PER_SECOND}",
            report.messages_per_second >= MESSAGES_PER_SECOND,
        ),
        (f"a lesson takes {report.lesson_ms:.0f} ms < {LESSON_MS}", report.lesson_ms < LESSON_MS),
    ]


if __name__ == "__main__":
    main()
