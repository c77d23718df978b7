"""How well a small CLIP trained here from nothing sees drawings that it never saw, and how long that takes.

    python -m tests.benchmarks.adapt [kept|shuffled]

Without an argument: draws, trains and measures; `kept` measures the checkpoint of the tests instead of training;
`shuffled` only trains on captions of other pictures, which has to teach nothing. Everything that is measured goes
through the `groundglass` command, reading included. Exits 1 when a limit is missed.
"""

import io
import json
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import redirect_stdout
from dataclasses import replace
from pathlib import Path

import numpy as np

from bot import cli
from tests.drawn import measure
from tests.drawn.train import FOLDER, PAIRS, PLAN, SEED, pairs, train

LIMIT_SECONDS = 600
LEAST_RECALL, LEAST_ZERO_SHOT = 0.9, 0.95

SHUFFLED_PAIRS, SHUFFLED_EPOCHS = 4_200, 3
MOST_SHUFFLED_RECALL = 0.02
"""Among 420 captions one in 420 is right by chance; a few more for those that share a caption."""


def judge(name: str, value: float, limit: float, *, least: bool = True) -> bool:
    """Print one line; return whether the limit holds."""
    holds = value >= limit if least else value <= limit
    bound = f"{'at least' if least else 'at most'} {limit:g}"
    sys.stdout.write(f"{'holds' if holds else 'MISSED'}  {name} {value:.3f} ({bound})\n")
    sys.stdout.flush()
    return holds


def measured(folder: Path, home: Path) -> list[bool]:
    """Judge the model in `folder` by what the command finds and names with it."""
    environment = {"GROUNDGLASS_HOME": str(home), "GROUNDGLASS_CLIP": f"local-dir:{folder}"}

    def run(*argv: str) -> str:
        with redirect_stdout(io.StringIO()) as out:
            if cli.main(argv, environment):
                raise SystemExit(1)
        return out.getvalue()

    def guess(picture: bytes, labels: Sequence[str]) -> str:
        path = home / "picture.png"
        path.write_bytes(picture)
        out = run("classify", str(path), "--labels", ",".join(labels), "--json")
        return str(json.loads(out)["label"])

    def image_to_text(space: str) -> float:
        return measure.image_to_text(run, home, drawn, space)

    drawn = home / "drawings"
    measure.write_drawings(drawn)
    measure.write_captions(home / "captions")
    measure.write_pages(home / "pages")
    run("learn", str(drawn), "--space", "drawings", "--json")
    run("learn", str(home / "captions"), "--space", "captions", "--json")
    run("learn", str(home / "pages"), "--space", "pages", "--json")
    return [
        judge("text -> image R@1", measure.text_to_image(run, home), LEAST_RECALL),
        judge("the same in Chinese", measure.text_to_image(run, home, "chinese"), LEAST_RECALL),
        judge("image -> text R@1", image_to_text("captions"), LEAST_RECALL),
        judge("image -> page with such drawings R@1", image_to_text("pages"), LEAST_RECALL),
        judge("zero-shot top-1 of 12", measure.zero_shot(guess), LEAST_ZERO_SHOT),
    ]


def shuffled(folder: Path) -> bool:
    """Judge that captions of other pictures teach nothing."""
    drawn = pairs(SHUFFLED_PAIRS, SEED)
    order = np.random.default_rng(SEED).permutation(len(drawn))
    wrong = [replace(pair, texts=drawn[at].texts) for pair, at in zip(drawn, order, strict=True)]
    outcome = train(folder, wrong, replace(PLAN, epochs=SHUFFLED_EPOCHS))
    recall = outcome.best.recall
    return judge("R@1 after shuffled captions", recall, MOST_SHUFFLED_RECALL, least=False)


def main() -> int:
    """Train, measure, judge."""
    what = sys.argv[1] if len(sys.argv) > 1 else ""
    holds = []
    with tempfile.TemporaryDirectory() as scratch:
        folder = FOLDER if what == "kept" else Path(scratch, "clip")
        if what == "shuffled":
            return 0 if shuffled(folder) else 1
        if what != "kept":
            started = time.perf_counter()
            train(folder, pairs(PAIRS, SEED))
            seconds = time.perf_counter() - started
            holds.append(judge("seconds to draw and train", seconds, LIMIT_SECONDS, least=False))
        home = Path(scratch, "home")
        home.mkdir()
        holds += measured(folder, home)
    return 0 if all(holds) else 1


if __name__ == "__main__":
    sys.exit(main())
