"""Train the tiny CLIP of the tests from drawings, with the product's own training code.

    python -m tests.drawn.train [FOLDER]        writes tests/data/tiny_clip if no folder is named

Takes about six minutes of one core, drawing included. The drawings that the tests measure by have other seeds.
"""

import sys
import time
from collections.abc import Sequence
from pathlib import Path

from knowledge.adapt import Outcome, Pair, Plan, Shape, adapt
from knowledge.records import Progress
from tests.drawn import KINDS, Subject, drawings, subjects

FOLDER = Path(__file__).parent.parent / "data" / "tiny_clip"

PAIRS = 14_400
"""More than twenty drawings of each scene, and twice as many of each other subject."""

SHAPE = Shape(pixels=80, text_width=96, tokens=24)
PLAN = Plan(epochs=6, rate=2e-3, batch=128)

SEED = 1
"""Seeds of drawings from here to `UNSEEN` are trained on."""

UNSEEN = 1_000
"""Seeds from here on are for measuring alone."""

_CHINESE = {**KINDS, "scatter plot": "散点图", "table": "表格"}


def pairs(count: int, seed: int, chosen: Sequence[Subject] | None = None) -> list[Pair]:
    """Draw `count` pairs; twenty drawings are one document."""
    return [
        Pair(picture, texts(subject), f"drawn-{number // 20}")
        for number, (subject, picture) in enumerate(drawings(chosen or _mixed(), count, seed))
    ]


def texts(subject: Subject) -> tuple[str, ...]:
    """Return what is said of a drawing: all of it in two languages, and its kind in some words."""
    kind, plural = subject.kind, subject.kind.endswith("s")
    one = kind if plural else f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}"
    # Training draws one of them: three times out of five it is all that can be said.
    whole = (subject.caption, subject.chinese) * 3
    return (*whole, kind, f"a picture of {one}", _CHINESE[kind], f"一张{_CHINESE[kind]}的图片")


def _mixed() -> list[Subject]:
    """Return all subjects with unlike ones side by side, so that every document holds many kinds.

    What is no scene comes twice: there are fewer of each such kind, and their counts are harder to see.
    """
    every = subjects()
    every += [one for one in every if one.kind not in ("circles", "squares", "triangles", "stars")]
    return [every[at * 193 % len(every)] for at in range(len(every))]


def train(folder: Path, drawn: Sequence[Pair], plan: Plan = PLAN) -> Outcome:
    """Train from random weights; tell each epoch on standard error."""

    def watch(progress: Progress) -> None:
        if progress.done % 100 == 0 or progress.done == progress.total:
            sys.stderr.write(f"\r{progress.name}: {progress.done} of {progress.total}   ")

    outcome = adapt(drawn, SHAPE, folder, plan, watch)
    for epoch in outcome.epochs:
        sys.stderr.write(
            f"\nepoch {epoch.number}: loss {epoch.training_loss:.3f}, validation "
            f"{epoch.validation_loss:.3f}, R@1 {epoch.recall:.3f}"
        )
    sys.stderr.write("\n")
    return outcome


def main() -> int:
    """Draw, train, say how long it took."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    started = time.perf_counter()
    drawn = pairs(PAIRS, SEED)
    outcome = train(folder, drawn)
    sys.stdout.write(
        f"{outcome.pairs} pairs, {time.perf_counter() - started:.0f} s, best epoch "
        f"{outcome.best.number}: R@1 {outcome.best.recall:.3f} on {outcome.validated} pairs\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
