"""Make a text embedder of a name: the bundled one, a multilingual one, a folder of weights, or an endpoint.

Nothing is loaded or asked before the first text.
"""

import re
from collections.abc import Callable
from pathlib import Path

from knowledge.embed.by_script import JOINT, ByScript
from knowledge.embed.e5 import E5
from knowledge.embed.endpoint import PREFIX, EndpointEmbedder
from knowledge.embed.minilm import MiniLM
from knowledge.embed.sentences import Sentences
from knowledge.errors import ModelMissing
from knowledge.ports import TextEmbedder

BUNDLED = "all-MiniLM-L6-v2"
"""The model that comes with the package; the empty name means it, too."""

MULTILINGUAL = "multilingual-e5-small"
"""The model of the extra `multilingual`."""

_REVISION = re.compile(r"(?P<plain>.+)@(?P<revision>\w{8})")
"""How weights on this machine say in the name of their embedder which they are; folders may have an @ themselves."""


def usual() -> str:
    """Name the bundled model, beside the multilingual one for other scripts where its package is here."""
    return f"{BUNDLED}{JOINT}{MULTILINGUAL}" if E5.installed() else BUNDLED


def by_name(models: Path, key: str = "", base_url: str = "") -> Callable[[str], TextEmbedder]:
    """Return what makes an embedder of a setting, or of what `TextEmbedder.name` said earlier.

    Names are `all-MiniLM-L6-v2`, `multilingual-e5-small`, both with a plus between them (see `ByScript`),
    `local-dir:FOLDER` of any sentence-transformers model, and `openai:NAME` for the endpoint at `base_url`. What is
    made raises `ModelMissing` where its weights are gone or others.
    """

    def make(name: str) -> TextEmbedder:
        if name.startswith(BUNDLED) and JOINT in name:
            first, _, second = name.partition(JOINT)
            return ByScript(make(first), make(second))
        # What an endpoint calls its models is its own affair: `@cf/baai/bge-m3`.
        found = None if name.startswith(PREFIX) else _REVISION.fullmatch(name)
        plain, revision = (found["plain"], found["revision"]) if found else (name, "")
        embedder: TextEmbedder
        match plain.partition(":"):
            case (("" | "all-MiniLM-L6-v2"), "", ""):
                embedder = MiniLM(models)
            case ("multilingual-e5-small", "", ""):
                embedder = E5(models)
            case ("local-dir", ":", folder):
                embedder = Sentences(Path(folder).expanduser())
            case ("openai", ":", model) if model:
                embedder = EndpointEmbedder(model, key, base_url)
            case _:
                raise ModelMissing(
                    f"there is no text model {name!r}; set GROUNDGLASS_EMBEDDER to {BUNDLED!r},"
                    f" {MULTILINGUAL!r}, 'local-dir:FOLDER' or 'openai:NAME'"
                )
        if revision and embedder.name != name:
            raise ModelMissing(
                f"the weights of {plain!r} are not those that were used before ({embedder.name!r} now);"
                " put the old ones back, or wait until the new model has embedded everything"
            )
        return embedder

    return make
