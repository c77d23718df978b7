"""What a call costs, by the name of the model.

Reads the table `prices.yaml`, and one of the team's own where a file is named. A cloud model that neither knows costs
nothing as far as we know; so does every local one, unless the team's own table has a price for it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path

import yaml
from pydantic import TypeAdapter, ValidationError

from bot.answer.tokens import PictureRule, of_prompt
from bot.errors import BadInput
from bot.ports import Lane, Prompt
from bot.records import Usage

MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Price:
    """Dollars for a million tokens; `cached` is for input seen shortly before, None: no cheaper."""

    input: float
    output: float
    cached: float | None = None
    picture: PictureRule = field(default_factory=PictureRule)

    def of(self, usage: Usage) -> float:
        """Return the dollars of what was used."""
        cached = self.input if self.cached is None else self.cached
        fresh = usage.input_tokens - usage.cached_tokens
        total = (
            fresh * self.input + usage.cached_tokens * cached + usage.output_tokens * self.output
        )
        return total / MILLION

    def tokens_of(self, prompt: Prompt) -> int:
        """Return about how many tokens `prompt` is to the model, pictures included."""
        return of_prompt(prompt, self.picture)


Table = Mapping[str, Price]


class Prices:
    """The published prices of cloud models, and those of `own`, a file, which count in every lane."""

    def __init__(self, own: Path | None = None) -> None:
        self._own = _read(own) if own else {}

    def of(self, model: str, lane: Lane) -> Price | None:
        """Return the price of a model, None where it costs nothing as far as we know."""
        own = _nearest(self._own, model)
        if own is not None or lane == "local":
            return own
        return _nearest(_published(), model)


def _nearest(table: Table, model: str) -> Price | None:
    """Find the longest name that is the model's own or that of its family (`gpt-4o` for `gpt-4o-2024-11-20`)."""
    families = [name for name in table if model == name or model.startswith(f"{name}-")]
    return table[max(families, key=len)] if families else None


@cache
def _published() -> Table:
    text = files("bot.answer").joinpath("prices.yaml").read_text(encoding="utf-8")
    return TypeAdapter(dict[str, Price]).validate_python(yaml.safe_load(text))


def _read(path: Path) -> Table:
    try:
        written = yaml.safe_load(path.read_text(encoding="utf-8"))
        return TypeAdapter(dict[str, Price]).validate_python(written or {})
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"cannot read the prices in {str(path)!r}: {error}") from None
    except yaml.YAMLError:
        raise BadInput(f"{str(path)!r} is not YAML; write lines like {_EXAMPLE}") from None
    except ValidationError as error:
        where = ".".join(map(str, error.errors()[0]["loc"])) or "the whole"
        raise BadInput(f"{str(path)!r}: {where} is no price; write lines like {_EXAMPLE}") from None


_EXAMPLE = "`my-model: {input: 2.5, cached: 1.25, output: 10}` (dollars for a million tokens)"
