"""Settings, read once from the environment in `__main__` and handed on; nobody else reads it."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, TypeVar

from bot.errors import BadInput

PREFIX = "GROUNDGLASS_"
PORTS = range(65_536)
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
N = TypeVar("N", int, float)
T = TypeVar("T")


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


def setting(
    default: T,
    doc: str,
    *,
    choices: tuple[str, ...] = (),
    env: str = "",
    secret: bool = False,
    span: range | None = None,
) -> T:
    """Describe one setting; `env` is its variable where that is not called after the field."""
    described = {"doc": doc, "choices": choices, "env": env, "span": span}
    return field(default=default, repr=not secret, metadata=described)


@dataclass(frozen=True)
class Settings:
    """Everything that can be set from outside; the README's table is held against these fields."""

    home: Path = setting(Path.home() / ".groundglass", "Folder for all state.")
    telegram_token: str = setting(
        "",
        "Token from @BotFather; without it `run` starts the sandbox.",
        env="TELEGRAM_BOT_TOKEN",
        secret=True,
    )
    telegram_url: str = setting(
        "https://api.telegram.org", "Address of the Bot API server (a local one, or the sandbox)."
    )
    webhook_url: str = setting("", "Public https address; without it the bot polls.")
    webhook_secret: str = setting(
        "", "Secret that Telegram repeats in a header; needed with a webhook.", secret=True
    )
    webhook_port: int = setting(
        8443, "Port on which the webhook is served, on loopback.", span=PORTS
    )
    openai_api_key: str = setting(
        "", "Key of the language model's endpoint.", env="OPENAI_API_KEY", secret=True
    )
    openai_base_url: str = setting(
        "",
        "Any OpenAI-compatible endpoint (vLLM, Ollama, llama.cpp); empty means OpenAI.",
        env="OPENAI_BASE_URL",
    )
    model: str = setting("gpt-4o", "Name of the language model.")
    model_context: int = setting(
        0,
        "Tokens that the model reads, its answer included; 0: learned. Ollama cuts in silence: tell it here.",
    )
    verifier: str = setting(
        "",
        "Second model, at the same endpoint, that is asked whether the sources bear out an answer; empty: none is.",
    )
    describer: str = setting(
        "",
        "Model, at the same endpoint, that says once of each learned picture what it shows, or `llava`; empty: none.",
    )
    transcriber: str = setting(
        "",
        "Speech recognition at the model's endpoint, such as `whisper-1`; sound leaves as it is. Empty: off.",
    )
    whisper: str = setting(
        "",
        "Folder of Whisper weights for faster-whisper (install it yourself); used instead of the endpoint.",
    )
    model_lane: str = setting(
        "",
        "`cloud` or `local`: where the model runs; empty: by its address, which may be a proxy's.",
        choices=("cloud", "local"),
    )
    privacy: str = setting(
        "redact",
        "Private data before a cloud model: `redact`, `faces` too, `local`, `ask`, `off`; `/privacy` sets a chat's.",
        choices=("redact", "faces", "local", "ask", "off"),
    )
    model_timeout_seconds: float = setting(
        60.0, "Longest silence of the model before it counts as down."
    )
    model_pictures: str = setting(
        "yes",
        "Whether the language model takes pictures, `yes` or `no`; else it is told of them.",
        choices=("yes", "no"),
    )
    llava: str = setting(
        "",
        "LLaVA asked in this process: `local-dir:FOLDER`, or a name that `models pull` fetched; empty: none.",
    )
    llava_precision: str = setting(
        "auto",
        "Its numbers: auto, 4bit and fp16 (on a GPU), bf16 or fp32.",
        choices=("auto", "4bit", "fp16", "bf16", "fp32"),
    )
    llava_idle_seconds: float = setting(
        600.0, "Time without a question after which its memory is released."
    )
    lanes: str = setting(
        "any",
        "Models that may be asked where a chat says nothing else: `any`, or `local` ones only.",
        choices=("any", "local"),
    )
    clip: str = setting(
        "", "open_clip model for pictures, for example `local-dir:PATH`; empty: none is used."
    )
    picture_head: str = setting(
        "",
        "File of a trained head on that model's vectors, such as LAION's CLIP-NSFW; empty: none judges.",
    )
    cloud_moderation: str = setting(
        "off",
        "`on` sends messages and pictures to OpenAI's moderation, with `OPENAI_API_KEY`.",
        choices=("on", "off"),
    )
    judge_model: str = setting(
        "", "Model that is asked about messages that the checks are unsure of; empty: none is."
    )
    judge_url: str = setting(
        "", "OpenAI-compatible address of that model; empty: as `OPENAI_BASE_URL`, else OpenAI."
    )
    embedder: str = setting(
        "",
        "Text model: `all-MiniLM-L6-v2` (bundled), `multilingual-e5-small`, `local-dir:FOLDER` (sentence-transformers)"
        " or `openai:NAME`; empty: the bundled one, for other scripts the multilingual one where it is installed.",
    )
    chroma_url: str = setting(
        "",
        "Chroma server for the text vectors, started with `RAYON_NUM_THREADS=1`; empty: kept in a folder of its own.",
    )
    space_documents: int = setting(50_000, "Most documents that one space may hold.")
    space_megabytes: int = setting(20_000, "Most megabytes of documents that one space may hold.")
    reranker: str = setting(
        "", "Folder of a local cross-encoder that reads the first hits again; empty: none does."
    )
    sandbox_port: int = setting(8080, "Port of the local Telegram.", span=PORTS)
    space: str = setting("default", "Space that commands use without `--space`.")
    sends_per_second: int = setting(
        30, "Messages per second over all chats (Telegram allows 30).", span=range(1, 10_001)
    )
    chat_interval_seconds: float = setting(1.0, "Least time between two messages to one chat.")
    group_sends_per_minute: int = setting(
        20, "Messages per minute to one group (Telegram allows 20)."
    )
    prices: str = setting(
        "",
        "YAML file with prices of your own, as in `bot/answer/prices.yaml`, for local servers, too.",
    )
    person_day_dollars: float = setting(
        1.0,
        "What one person's answers may cost a day; then the next cheaper way answers. 0: no limit.",
    )
    chat_day_dollars: float = setting(5.0, "What one chat's answers may cost a day. 0: no limit.")
    month_dollars: float = setting(
        50.0, "What all answers together may cost in a month. 0: no limit."
    )
    questions_per_minute: int = setting(
        60, "Questions one person may ask in a minute. 0: no limit."
    )
    log_level: str = setting("INFO", "DEBUG, INFO, WARNING or ERROR.", choices=LEVELS)

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
            choices = spec.metadata["choices"] or (raw,)
            try:
                values[spec.name] = read(raw)
            except ValueError:
                raise BadInput(f"{name} is {raw!r}; set it to {wanted}") from None
            span = spec.metadata["span"]
            if span is not None and values[spec.name] not in span:
                raise BadInput(f"{name} is {raw!r}; set it to {span[0]} to {span[-1]}")
            if raw not in choices:
                raise BadInput(f"{name} is {raw!r}; set it to one of {', '.join(choices)}")
        return cls(**values)


def variable(name: str) -> str:
    """Return the environment variable behind the field `name`."""
    spec = next(spec for spec in fields(Settings) if spec.name == name)
    return str(spec.metadata["env"] or PREFIX + name.upper())
