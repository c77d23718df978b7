"""The arguments of every command, and nothing about what the commands do."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

from bot.errors import BadInput


class Arguments(argparse.Namespace):
    """The parsed command line, typed; each verb uses only its own."""

    verb: str
    text: str = ""
    media: list[Path] = []  # noqa: RUF012 - argparse fills a fresh list for each call
    paths: list[Path] = []  # noqa: RUF012 - as above
    document: str
    image: Path | None = None
    labels: str = ""
    space: str = ""
    limit: int = 10
    json: bool = False
    batch: Path | None = None
    port: int | None = None
    kind: str = ""
    feedback: Path | None = None
    output: Path | None = None
    folds: int = 5
    seeds: int = 10
    spam: Path | None = None
    ham: Path | None = None
    start: str = ""
    folder: Path
    epochs: int | None = None
    action: str = "list"
    policy: Path | None = None
    days: int = 7
    chat: int | None = None
    way: str = ""
    file: Path | None = None
    name: str = ""


class Parser(argparse.ArgumentParser):
    """argparse whose complaint is one line and an exception, not an exit."""

    def error(self, message: str) -> NoReturn:
        """Raise `BadInput` that names the help to read."""
        raise BadInput(f"{message}; see `{self.prog} --help`")


def build() -> Parser:
    """Build the parser of the whole command line."""
    parser = Parser(prog="groundglass", description="A Telegram assistant that shows its sources.")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="COMMAND")
    verbs.add_parser("run", help="serve Telegram, or the sandbox when no token is set")
    sandbox = verbs.add_parser("sandbox", help="run the bot in a local Telegram in the browser")
    sandbox.add_argument("--port", type=_port)
    _documents(verbs)
    _questions(verbs)
    _models(verbs)
    _moderation(verbs)
    return parser


def _documents(verbs: "argparse._SubParsersAction[Parser]") -> None:
    # What each prints with `--json` is described in the README, below its commands.
    learn = verbs.add_parser("learn", help="learn files and folders; run again to synchronise")
    learn.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    forget = verbs.add_parser("forget", help="forget one document")
    forget.add_argument("document", type=_words, metavar="DOCUMENT")
    search = verbs.add_parser("search", help="search by words, by picture, or both")
    search.add_argument("text", nargs="?", default="", type=_words, metavar="TEXT")
    search.add_argument("--image", type=Path, metavar="FILE")
    search.add_argument("--limit", type=_positive, default=10)
    search.add_argument("--batch", type=Path, metavar="FILE")
    docs = verbs.add_parser("docs", help="list the documents of a space")
    stats = verbs.add_parser("stats", help="count documents, units, vectors and bytes")
    rebuild = verbs.add_parser("rebuild", help="make all indexes anew from the catalog")
    for verb in (learn, forget, search, docs, stats, rebuild):
        verb.add_argument("--space", type=_words)
        verb.add_argument("--json", action="store_true")


def _questions(verbs: "argparse._SubParsersAction[Parser]") -> None:
    ask = verbs.add_parser("ask", help="ask a question, with pictures or without")
    ask.add_argument("text", type=_words, metavar="TEXT")
    ask.add_argument("--space", type=_words)
    screen = verbs.add_parser("screen", help="run the safety checks alone")
    screen.add_argument("--text", default="", type=_words)
    screen.add_argument("--policy", type=Path, metavar="FILE")
    screen.add_argument("--batch", type=Path, metavar="FILE")
    for verb in (ask, screen):
        verb.add_argument("--media", type=Path, action="append", default=[], metavar="FILE")
        verb.add_argument("--json", action="store_true")


def _moderation(verbs: "argparse._SubParsersAction[Parser]") -> None:
    moderate = verbs.add_parser(
        "moderate", help="try a policy on the past, list what was decided, carry lessons over"
    )
    moderate.add_argument("action", choices=["replay", "log", "lessons"])
    moderate.add_argument("way", nargs="?", default="", metavar="export|import|forget")
    moderate.add_argument("file", nargs="?", type=Path, metavar="FILE")
    moderate.add_argument("--policy", type=Path, metavar="FILE")
    moderate.add_argument("--days", type=_positive, default=7)
    moderate.add_argument("--chat", type=_chat, metavar="ID")
    moderate.add_argument("--json", action="store_true")


def _models(verbs: "argparse._SubParsersAction[Parser]") -> None:
    classify = verbs.add_parser("classify", help="say which label fits a picture (needs CLIP)")
    classify.add_argument("image", type=Path, metavar="IMAGE")
    classify.add_argument("--labels", required=True, type=_words)
    adapt = verbs.add_parser(
        "adapt", help="train CLIP on the pictures and captions of a space, into a folder"
    )
    adapt.add_argument("--space")
    adapt.add_argument("--from", dest="start", default="", metavar="MODEL")
    adapt.add_argument("--to", dest="folder", type=Path, required=True, metavar="FOLDER")
    adapt.add_argument("--epochs", type=_positive)
    measure = verbs.add_parser("eval", help="measure quality on data with known answers")
    kinds = ["retrieval", "answers", "spam", "ocr", "labels"]
    measure.add_argument("kind", choices=kinds, metavar="KIND")
    measure.add_argument("paths", nargs="*", type=Path, metavar="DATA")
    for name in ("--spam", "--ham", "--test-spam", "--test-ham"):
        measure.add_argument(name, type=Path, metavar="FILE")
    measure.add_argument("--ask-model", action="store_true")
    measure.add_argument("--folds", type=_positive, default=5)
    measure.add_argument("--seeds", type=_positive, default=10)
    train = verbs.add_parser("train", help="fit the weights that order what a search found")
    train.add_argument("kind", choices=["ranker"], metavar="KIND")
    train.add_argument("paths", nargs="*", type=Path, metavar="DATA")
    train.add_argument("--feedback", type=Path, metavar="FILE")
    train.add_argument("--space")
    train.add_argument("--output", type=Path, metavar="FILE")
    measure.add_argument("--space")
    feedback = verbs.add_parser("feedback", help="export what people said of the answers")
    feedback.add_argument("action", choices=["export"])
    feedback.add_argument("--output", type=Path, metavar="FILE")
    feedback.add_argument("--space")
    doctor = verbs.add_parser("doctor", help="check that everything needed is in place")
    models = verbs.add_parser("models", help="list the weights on this machine, or fetch one")
    models.add_argument("action", nargs="?", choices=["list", "pull"], default="list")
    models.add_argument("name", nargs="?", default="")
    for verb in (classify, adapt, measure, train, feedback, doctor, models):
        verb.add_argument("--json", action="store_true")


def _whole(low: int, high: int) -> Callable[[str], int]:
    """Return what reads a whole number within these bounds."""

    def read(raw: str) -> int:
        try:
            number = int(raw)
        except ValueError:
            number = low - 1
        if not low <= number <= high:
            raise argparse.ArgumentTypeError(f"{raw!r} is no whole number from {low} to {high}")
        return number

    return read


_positive = _whole(1, 1_000_000)
_port = _whole(0, 65_535)
_chat = _whole(-(2**52), 2**52)
"""Telegram's ids have at most 52 bits (Bot API, Chat)."""


def _words(raw: str) -> str:
    """Read words; bytes that are no UTF-8, which nothing could look up or print, become a sign that says so."""
    return raw.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
