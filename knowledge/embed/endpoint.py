"""Embed texts through an OpenAI-compatible endpoint (OpenAI, vLLM, Ollama, llama.cpp).

What is embedded leaves this machine, to wherever the address leads, with what is private taken out. Nothing is asked
before the first text.
"""

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from knowledge.embed import convert
from knowledge.errors import ModelMissing
from knowledge.language import SCRIPTS
from knowledge.ports import Vectors
from knowledge.privacy import Marks

if TYPE_CHECKING:
    from openai import OpenAI
    from tokenizers import Tokenizer

_BATCH = 64
PREFIX = "openai:"
"""Before the endpoint's own name of the model."""

SECONDS = 60.0
"""Longest wait for one answer."""
_RETRIES = 3


class EndpointEmbedder:
    """A text embedder behind an address. Thread safe."""

    languages = SCRIPTS

    def __init__(self, model: str, key: str, base_url: str = "") -> None:
        """Take the endpoint's name of the model; an empty `base_url` means OpenAI itself."""
        self.name = PREFIX + model
        self._model = model
        self._key = key
        self._base_url = base_url

    @cached_property
    def dimensions(self) -> int:
        """Return the length of a vector, which only an answer tells."""
        return int(self._ask(["How long is a vector?"]).shape[1])

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Embed `texts`, shape (n, dimensions); raise `ModelMissing` where no answer comes."""
        if not texts:
            return np.zeros((0, self.dimensions), dtype=np.float32)
        parts = [texts[start : start + _BATCH] for start in range(0, len(texts), _BATCH)]
        return np.concatenate([self._ask(part) for part in parts])

    def unrelated(self, text: str) -> tuple[float, float]:
        """Return what holds for MiniLM: nobody tells, and it is near enough to models that spread texts widely."""
        return 0.08, 0.09

    def count(self, text: str) -> int:
        """Count the tokens of `text` as the bundled model cuts it: endpoints do not tell theirs."""
        return len(self._counting.encode(text, add_special_tokens=False).ids)

    def _ask(self, texts: Sequence[str]) -> Vectors:
        import openai

        # An empty text is refused by the endpoint, and says nothing. No question is found by a secret.
        wanted = [Marks().taken_out(text).strip() or "-" for text in texts]
        try:
            answer = self._client.embeddings.create(
                model=self._model, input=wanted, encoding_format="float"
            )
            pairs = zip(wanted, answer.data, strict=True)
            rows: Vectors = np.array([one.embedding for _, one in pairs], dtype=np.float32)
        except (openai.OpenAIError, ValueError) as error:
            raise ModelMissing(
                f"the text model {self._model!r} did not answer ({type(error).__name__}); check"
                " OPENAI_BASE_URL and OPENAI_API_KEY, or unset GROUNDGLASS_EMBEDDER"
            ) from error
        rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-12)
        return rows

    @cached_property
    def _client(self) -> "OpenAI":
        import openai

        return openai.OpenAI(
            # A server of one's own needs none, but the library insists.
            api_key=self._key or "none",
            base_url=self._base_url or None,
            timeout=SECONDS,
            max_retries=_RETRIES,
        )

    @cached_property
    def _counting(self) -> "Tokenizer":
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(convert.MINILM.path().parent / "tokenizer.json"))
        tokenizer.no_truncation()
        tokenizer.no_padding()
        return tokenizer
