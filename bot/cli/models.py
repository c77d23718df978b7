"""`models` and `classify`: the weights on this machine, and the one use of them without a store."""

from bot.answer.llava.weights import locate as find_llava
from bot.cli import output
from bot.cli.documents import read
from bot.cli.parser import Arguments
from bot.errors import BadInput
from bot.settings import Settings
from knowledge.embed.clip import OpenClip
from knowledge.embed.e5 import E5
from knowledge.embed.minilm import MiniLM
from knowledge.embed.pull import pull
from knowledge.embed.weights import locate
from knowledge.errors import ModelMissing
from knowledge.vision.eyes import Eyes
from knowledge.zero_shot import Guess
from knowledge.zero_shot import classify as zero_shot


def models(arguments: Arguments, settings: Settings) -> int:
    """List what is present, or fetch one by name: CLIP as open_clip calls it, a LLaVA as Hugging Face does."""
    if arguments.action == "pull":
        if not arguments.name:
            raise BadInput(
                "which model? for example `groundglass models pull xlm-roberta-base-ViT-B-32/laion5b_s13b_b90k`"
            )
        pull(arguments.name)
        use = "LLAVA" if _is_llava(arguments.name) else "CLIP"
        output.line(f"{arguments.name} is here; set GROUNDGLASS_{use}={arguments.name} to use it")
        return 0
    rows: list[dict[str, object]] = [
        {"name": MiniLM.name, "use": "text embedder", "present": True},
        {"name": E5.name, "use": "text embedder", "present": E5.installed()},
        {"name": "PP-OCRv6 small (RapidOCR)", "use": "reading pictures", "present": True},
    ]
    if settings.clip:
        rows.append(
            {"name": settings.clip, "use": "picture embedder", "present": _is_here(settings.clip)}
        )
    if settings.llava:
        rows.append(
            {"name": settings.llava, "use": "language model", "present": _is_llava(settings.llava)}
        )
    if arguments.json:
        output.emit({"models": rows})
    for row in rows if not arguments.json else ():
        output.line(f"{'here' if row['present'] else 'missing':8} {row['name']}: {row['use']}")
    return 0


def classify(arguments: Arguments, settings: Settings) -> int:
    """Say which of the labels fits a picture best."""
    labels = [label.strip() for label in arguments.labels.split(",") if label.strip()]
    if len(labels) < 2:
        raise BadInput('--labels needs at least two, separated by commas: "chart,photo,screenshot"')
    if not settings.clip:
        raise BadInput("no picture model is set; set GROUNDGLASS_CLIP to an open_clip model")
    assert arguments.image is not None
    content = read(arguments.image)
    eyes = Eyes()
    try:
        sight = eyes.look(content, read=False)
    finally:
        eyes.close()
    guess = zero_shot(sight.content, labels, OpenClip(settings.clip))
    if arguments.json:
        output.emit(_guess(guess))
        return 0
    for label, share in sorted(guess.shares.items(), key=lambda pair: -pair[1]):
        output.line(f"{share:6.1%} {label}")
    if guess.best is None:
        output.line(f"none of these fits (sure to {guess.none:.0%})")
    return 0


def _guess(guess: Guess) -> dict[str, object]:
    """Put a guess into the shape that other programs rely on.

    `label` and `scores` compare the labels alone; `best` is null and `none` high where no label fits, and
    `labels` shares out what `none` leaves.
    """
    return {
        "label": guess.label,
        "scores": {label: round(share, 4) for label, share in guess.shares.items()},
        "best": guess.best,
        "none": round(guess.none, 4),
        "labels": {
            label: round(share * (1 - guess.none), 4) for label, share in guess.shares.items()
        },
    }


def _is_here(clip: str) -> bool:
    try:
        locate(clip)
    except ModelMissing:
        return False
    return True


def _is_llava(name: str) -> bool:
    try:
        find_llava(name)
    except BadInput:
        return False
    return True
