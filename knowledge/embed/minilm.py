"""Embed texts with the bundled all-MiniLM-L6-v2 (384 dimensions, English).

Nothing is loaded before the first text.
"""

from functools import partial
from pathlib import Path

from knowledge.embed import convert
from knowledge.embed.encoder import Encoder, Files

_DIMENSIONS = 384

_LONGEST = 256
"""Tokens, as the model was trained."""


class MiniLM(Encoder):
    """The bundled text embedder. Converted below `models` on first use, which takes 15 s once."""

    name = f"all-MiniLM-L6-v2@{convert.MINILM.sha256[:8]}"
    languages = frozenset({"latin"})
    chance = (0.08, 0.09)

    def __init__(self, models: Path, *, threads: int = 2) -> None:
        """Take the folder for the converted model; `threads` 0 leaves their number to OpenVINO."""
        files = Files(
            partial(convert.converted, convert.MINILM, models),
            partial(convert.tokenizer, convert.MINILM, models),
        )
        super().__init__(files, _DIMENSIONS, _LONGEST, threads)
