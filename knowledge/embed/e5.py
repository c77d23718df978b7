"""Embed texts with multilingual-e5-small (384 dimensions, a hundred languages), where its package is installed.

Nothing is loaded before the first text.
"""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from knowledge.embed import convert
from knowledge.embed.encoder import Encoder, Files
from knowledge.errors import ModelMissing
from knowledge.language import SCRIPTS
from knowledge.ports import Vectors

_DIMENSIONS = 384

_LONGEST = 512
"""Tokens, as the model was trained."""

_PREFIX = "query: "
"""Stood before texts in its training that are compared with their like."""


class E5(Encoder):
    """The multilingual text embedder. Converted below `models` on first use, which takes a minute once."""

    name = f"multilingual-e5-small@{convert.E5.sha256[:8]}"
    languages = SCRIPTS
    chance = (0.85, 0.02)

    def __init__(self, models: Path, *, threads: int = 2) -> None:
        """Take the folder for the converted model; raise `ModelMissing` where the package is not here."""
        convert.E5.path()
        files = Files(
            partial(convert.converted, convert.E5, models),
            partial(convert.tokenizer, convert.E5, models),
        )
        super().__init__(files, _DIMENSIONS, _LONGEST, threads)

    @staticmethod
    def installed() -> bool:
        """Tell whether its package is here."""
        try:
            convert.E5.path()
        except ModelMissing:
            return False
        return True

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Embed `texts`, shape (n, dimensions)."""
        return super().embed([_PREFIX + text for text in texts])
