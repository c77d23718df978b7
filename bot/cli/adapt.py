"""`adapt`: train a picture model on a team's own pictures and captions."""

from dataclasses import replace

from bot.app import core
from bot.cli import output
from bot.cli.parser import Arguments
from bot.settings import Settings
from knowledge.adapt import FINE_TUNING, FROM_SCRATCH, Outcome, Shape
from knowledge.adapt import adapt as train


def adapt(arguments: Arguments, settings: Settings) -> int:
    """Go on with a model, or begin a small one, on what one space shows and says of it.

    Interrupted, the folder holds the best so far; `--from local-dir:FOLDER` goes on with that.
    """
    start = arguments.start or Shape()
    plan = FINE_TUNING if arguments.start else FROM_SCRATCH
    if arguments.epochs:
        plan = replace(plan, epochs=arguments.epochs)
    with core(settings) as parts, output.bar("training") as advance:
        pairs = parts.knowledge.pairs(arguments.space or settings.space)
        outcome = train(pairs, start, arguments.folder, plan, advance)
    if arguments.json:
        output.emit({"model": f"local-dir:{arguments.folder}", **_outcome(outcome)})
        return 0
    best = outcome.best
    output.line(
        f"R@1 {best.recall:.2f} on {outcome.validated} pictures that were not trained on, after epoch {best.number}"
    )
    output.line(f"set GROUNDGLASS_CLIP=local-dir:{arguments.folder.resolve()} to use it")
    return 0


def _outcome(outcome: Outcome) -> dict[str, object]:
    return {
        "pairs": outcome.pairs,
        "validated": outcome.validated,
        "epoch": outcome.best.number,
        "epochs": len(outcome.epochs),
        "loss": round(outcome.best.validation_loss, 4),
        "recall": round(outcome.best.recall, 4),
        "took_ms": round(outcome.seconds * 1000),
    }
