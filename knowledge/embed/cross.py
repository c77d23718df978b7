"""Score question and passage together with a local cross-encoder, through transformers.

Any folder that `save_pretrained` wrote for a sequence classifier with one output will do, such as those of
sentence-transformers. Weights are found, never fetched; nothing is loaded before the first question.
"""

import threading
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from knowledge.errors import ModelMissing

if TYPE_CHECKING:
    from transformers import PreTrainedModel, PreTrainedTokenizerBase

_MAX_TOKENS = 384
"""Question and passage together; a unit holds about 220."""

_MOST_ASKED = 256
"""Tokens of the question; a longer one would leave no room for a passage, and is cut."""

BROKEN = (OSError, RuntimeError, ValueError, TypeError, KeyError)
"""What transformers raises on files that are missing or are not what they are called."""


class CrossEncoder:
    """A local cross-encoder. Thread safe; one question at a time."""

    def __init__(self, folder: Path) -> None:
        """Take the folder of the weights; raise `ModelMissing` where it holds none."""
        if not (folder / "config.json").is_file():
            raise ModelMissing(
                f"{str(folder)!r} holds no cross-encoder; name a folder with config.json and weights"
            )
        self._folder = folder
        self._guard = threading.Lock()

    @property
    def name(self) -> str:
        """Identify the weights."""
        return self._folder.name

    def score(self, question: str, passages: Sequence[str]) -> list[float]:
        """Return one number for each passage, higher where it answers better.

        Raise `ModelMissing` where the folder's weights or tokenizer cannot be read.
        """
        if not passages:
            return []
        import torch

        with self._guard, torch.inference_mode():
            encoded = self._tokenizer(
                [self._cut(question)] * len(passages),
                list(passages),
                padding=True,
                truncation="only_second",
                max_length=_MAX_TOKENS,
                return_tensors="pt",
            )
            logits = self._model(**encoded).logits  # (passages, outputs)
        # With two outputs the second says that it answers, with one it is the only one.
        return [float(row[-1] - row[0]) if len(row) > 1 else float(row[0]) for row in logits]

    def _cut(self, question: str) -> str:
        ids = self._tokenizer(question, add_special_tokens=False)["input_ids"]
        return question if len(ids) <= _MOST_ASKED else self._tokenizer.decode(ids[:_MOST_ASKED])

    @cached_property
    def _tokenizer(self) -> "PreTrainedTokenizerBase":
        from transformers import AutoTokenizer

        try:
            return AutoTokenizer.from_pretrained(self._folder, local_files_only=True)
        except BROKEN as error:
            raise self._unreadable(error) from error

    @cached_property
    def _model(self) -> "PreTrainedModel":
        from transformers import AutoModelForSequenceClassification

        try:
            # It comes ready for use: dropout is off.
            model: PreTrainedModel = AutoModelForSequenceClassification.from_pretrained(
                self._folder, local_files_only=True
            )
        except BROKEN as error:
            raise self._unreadable(error) from error
        return model

    def _unreadable(self, error: Exception) -> ModelMissing:
        return ModelMissing(
            f"the cross-encoder in {str(self._folder)!r} cannot be read ({type(error).__name__}); name a folder that"
            " `save_pretrained` wrote, or unset GROUNDGLASS_RERANKER"
        )
