"""Align pictures and words: train a small open_clip model on pairs, or go on with one that exists.

    pairs -> training with the CLIP objective -> a folder that open_clip loads by `local-dir:PATH`

Knows pairs and folders; not what the pictures show nor who asks. torch is loaded by the first training.

    from knowledge.adapt import Pair, Shape, adapt
    outcome = adapt(pairs, Shape(), Path("clip"))
    model = OpenClip("local-dir:clip")
"""

from collections.abc import Callable, Sequence
from pathlib import Path

from knowledge.adapt.pairs import Pair, check
from knowledge.adapt.plan import FINE_TUNING, FROM_SCRATCH, Epoch, Outcome, Plan, Shape
from knowledge.records import Progress

__all__ = [
    "FINE_TUNING",
    "FROM_SCRATCH",
    "Epoch",
    "Outcome",
    "Pair",
    "Plan",
    "Shape",
    "adapt",
]


def adapt(
    pairs: Sequence[Pair],
    start: Shape | str,
    folder: Path,
    plan: Plan | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> Outcome:
    """Train on `pairs` from a `Shape` with random weights, or go on with the model called `start`.

    Every time the validation loss falls, the model is written to `folder`, so that whoever interrupts has
    the best so far. The same pairs, start, plan and machine give the same weights. Raise `NotFound` where
    there are too few pairs, `ModelMissing` where `start` is not on this machine.
    """
    check(pairs)
    # torch is imported with these, and not before it is needed.
    from knowledge.adapt.checkpoint import create, reopen
    from knowledge.adapt.train import train

    scratch = isinstance(start, Shape)
    chosen = plan or (FROM_SCRATCH if scratch else FINE_TUNING)
    fresh = create(start, pairs, chosen.seed) if isinstance(start, Shape) else reopen(start, pairs)
    return train(fresh, pairs, folder, chosen, progress or _unseen)


def _unseen(progress: Progress) -> None:
    """Show nothing."""
