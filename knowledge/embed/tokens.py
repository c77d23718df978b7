"""Cut texts into the tokens that a text model reads, by the `tokenizer.json` that belongs to it.

Loaded by the first text.
"""

from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tokenizers import Tokenizer

FEW = 16
"""Texts up to which the tokenizer's own threads take longer to start than they help."""


class Tokens:
    """A tokenizer that cuts at `longest` tokens. Thread safe."""

    def __init__(self, path: Callable[[], Path], longest: int) -> None:
        """Take what tells where the file lies, which may have to be made first."""
        self._path = path
        self._longest = longest

    def encode(self, texts: Sequence[str]) -> list[list[int]]:
        """Return the ids of each text, the ones that frame it included."""
        if len(texts) <= FEW:
            return [self._truncating.encode(text).ids for text in texts]
        return [row.ids for row in self._truncating.encode_batch(list(texts))]

    def count(self, text: str) -> int:
        """Count the tokens of `text`, without truncation and without the ones that frame it."""
        return len(self._counting.encode(text, add_special_tokens=False).ids)

    @cached_property
    def _counting(self) -> "Tokenizer":
        return self._load()

    @cached_property
    def _truncating(self) -> "Tokenizer":
        tokenizer = self._load()
        tokenizer.enable_truncation(self._longest)
        return tokenizer

    def _load(self) -> "Tokenizer":
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(self._path()))
        tokenizer.no_truncation()
        tokenizer.no_padding()
        return tokenizer
