"""Settings, read once from the environment in `__main__` and handed on; nobody else reads it."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, TypeVar

from bot.errors import BadInput

PREFIX = "GROUNDGLASS_"
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
N = TypeVar("N", int, float)


def _folder(raw: str) -> Path:
    return Path(raw).expanduser().absolute()


def _count(raw: str) -> int:
    return _not_negative(int(raw))


def _seconds(raw: str) -> float:
    return _not_negative(float(raw))


def _not_negative(number: N) -> N:
    # `nan` fails this comparison, too.
    if not 0 <= number < math.inf:
        raise ValueError
    return number


_READERS: Mapping[object, tuple[Callable[[str], Any], str]] = {
    str: (str, "text"),
    int: (_count, "a whole number, not below 0"),
    float: (_seconds, "a number, not below 0"),
    Path: (_folder, "a folder"),
}


@dataclass(frozen=True)
class Settings:
    """Everything that can be set from outside; the README's table is held against these fields."""

    home: Path = field(
        default=Path.home() / ".groundglass", metadata={"doc": "Folder for all state."}
    )
    telegram_token: str = field(
        default="",
        repr=False,
        metadata={
            "env": "TELEGRAM_BOT_TOKEN",
            "doc": "Token from @BotFather; without it `run` starts the sandbox.",
        },
    )
    telegram_url: str = field(
        default="https://api.telegram.org",
        metadata={"doc": "Address of the Bot API server (a local one, or the sandbox)."},
    )
    webhook_url: str = field(
        default="", metadata={"doc": "Public https address; without it the bot polls."}
    )
    webhook_secret: str = field(
        default="",
        repr=False,
        metadata={"doc": "Secret that Telegram repeats in a header; needed with a webhook."},
    )
    webhook_port: int = field(
        default=8443, metadata={"doc": "Port on which the webhook is served, on loopback."}
    )
    openai_api_key: str = field(
        default="",
        repr=False,
        metadata={"env": "OPENAI_API_KEY", "doc": "Key of the language model's endpoint."},
    )
    openai_base_url: str = field(
        default="",
        metadata={
            "env": "OPENAI_BASE_URL",
            "doc": "Any OpenAI-compatible endpoint (vLLM, Ollama, llama.cpp); empty means OpenAI.",
        },
    )
    model: str = field(default="gpt-4o", metadata={"doc": "Name of the language model."})
    model_timeout_seconds: float = field(
        default=60.0, metadata={"doc": "Longest silence of the model before it counts as down."}
    )
    clip: str = field(
        default="",
        metadata={
            "doc": "open_clip model for pictures, for example `local-dir:PATH`; empty: none is used."
        },
    )
    embedder: str = field(
        default="",
        metadata={
            "doc": "Text model: `local-dir:FOLDER` (sentence-transformers) or `openai:NAME`; empty: the bundled one."
        },
    )
    chroma_url: str = field(
        default="",
        metadata={"doc": "Chroma server for the text vectors; empty: kept in a folder of its own."},
    )
    space_documents: int = field(
        default=50_000, metadata={"doc": "Most documents that one space may hold."}
    )
    space_megabytes: int = field(
        default=20_000, metadata={"doc": "Most megabytes of documents that one space may hold."}
    )
    reranker: str = field(
        default="",
        metadata={
            "doc": "Folder of a local cross-encoder that reads the first hits again; empty: none does."
        },
    )
    sandbox_port: int = field(default=8080, metadata={"doc": "Port of the local Telegram."})
    space: str = field(
        default="default", metadata={"doc": "Space that commands use without `--space`."}
    )
    sends_per_second: int = field(
        default=30, metadata={"doc": "Messages per second over all chats (Telegram allows 30)."}
    )
    chat_interval_seconds: float = field(
        default=1.0, metadata={"doc": "Least time between two messages to one chat."}
    )
    group_sends_per_minute: int = field(
        default=20, metadata={"doc": "Messages per minute to one group (Telegram allows 20)."}
    )
    log_level: str = field(
        default="INFO", metadata={"doc": "DEBUG, INFO, WARNING or ERROR.", "choices": LEVELS}
    )

    @classmethod
    def from_env(cls, environment: Mapping[str, str]) -> "Settings":
        """Read every known variable; raise `BadInput` that names the one that cannot be read."""
        values: dict[str, Any] = {}
        for spec in fields(cls):
            name = variable(spec.name)
            raw = environment.get(name, "").strip()
            if not raw:
                continue
            read, wanted = _READERS[spec.type]
            choices = spec.metadata.get("choices", (raw,))
            try:
                values[spec.name] = read(raw)
            except ValueError:
                raise BadInput(f"{name} is {raw!r}; set it to {wanted}") from None
            if raw not in choices:
                raise BadInput(f"{name} is {raw!r}; set it to one of {', '.join(choices)}")
        return cls(**values)


def variable(name: str) -> str:
    """Return the environment variable behind the field `name`."""
    spec = next(spec for spec in fields(Settings) if spec.name == name)
    return str(spec.metadata.get("env", PREFIX + name.upper()))
