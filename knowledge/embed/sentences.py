"""Embed texts with any sentence-transformers model that lies in a folder, run by torch.

Knows how such a folder is laid out (transformer, pooling, normalisation); never fetches anything. torch is
loaded by the first text.
"""

import hashlib
import json
import threading
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from knowledge.embed import weights
from knowledge.embed.tokens import Tokens
from knowledge.errors import ModelMissing
from knowledge.ports import Vectors

if TYPE_CHECKING:
    import torch
    from transformers import PreTrainedModel

_BATCH = 16
"""Larger batches are no faster on a CPU, and pad more."""

_SAME = 0.999
"""Least cosine between half and full precision for which half is used."""

_PROBES = (
    "How do I reset the router?",
    "The certificate expires on 3 May.",
    "printer error 42",
    "Who signs the receipts of a business trip?",
    "Press the round button for five seconds until the light is green.",
    "Guests may park behind the building after six o'clock.",
)
"""Sentences of offices that have nothing to do with each other."""

_LEAST_SPREAD = 0.02
"""Six sentences may happen to lie equally far apart; no model's do in general."""
_STEPS = frozenset({"Transformer", "Pooling", "Normalize"})


class Sentences:
    """A text embedder from a folder as `SentenceTransformer.save` writes it. Thread safe."""

    def __init__(self, folder: Path) -> None:
        """Look at `folder`; raise `ModelMissing` where it holds no such model."""
        self._folder = folder
        try:
            config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
            checkpoint = folder / "model.safetensors"
            with checkpoint.open("rb") as file:
                start = file.read(1 << 20)
            size = str(checkpoint.stat().st_size)
            self.dimensions = int(config["hidden_size"])
            if not (folder / "tokenizer.json").is_file():
                raise FileNotFoundError("tokenizer.json")
            self._check_steps()
            longest = self._longest_text(config)
        except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
            raise ModelMissing(
                f"{str(folder)!r} holds no sentence-transformers model ({error}); name a folder with"
                " config.json, model.safetensors and tokenizer.json"
            ) from error
        # The start of a checkpoint lists every tensor; with the size it tells revisions apart at once.
        digest = hashlib.sha256(start + size.encode()).hexdigest()[:8]
        self.name = f"local-dir:{folder}@{digest}"
        place = weights.Weights("", None, checkpoint, self.dimensions, folder / "tokenizer.json")
        self.languages = weights.languages(place)
        self._tokens = Tokens(lambda: folder / "tokenizer.json", longest)
        self._guard = threading.Lock()

    def _read(self, name: str) -> dict[str, object]:
        path = self._folder / name
        found: dict[str, object] = (
            json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
        )
        return found

    def _check_steps(self) -> None:
        path = self._folder / "modules.json"
        steps = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else []
        unknown = {str(step["type"]).rpartition(".")[2] for step in steps} - _STEPS
        if unknown:
            raise ModelMissing(
                f"{str(self._folder)!r} needs the step {sorted(unknown)[0]!r}, which is not supported;"
                " choose a model of transformer and pooling only"
            )

    def _longest_text(self, config: dict[str, object]) -> int:
        limits = [
            self._read("sentence_bert_config.json").get("max_seq_length"),
            config.get("max_position_embeddings"),
        ]
        return min((limit for limit in limits if isinstance(limit, int) and limit > 0), default=512)

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Embed `texts`, shape (n, dimensions)."""
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        encoded = self._tokens.encode(texts)
        # Sorted by length, so that a batch pads little.
        order = sorted(range(len(texts)), key=lambda at: len(encoded[at]))
        for start in range(0, len(order), _BATCH):
            part = order[start : start + _BATCH]
            vectors[part] = self._run([encoded[at] for at in part])
        return vectors

    def count(self, text: str) -> int:
        """Count the tokens of `text`, without truncation and without the ones that frame it."""
        return self._tokens.count(text)

    def unrelated(self, text: str) -> tuple[float, float]:
        """Return mean and spread of the cosines of a few sentences that have little to do with each other."""
        return self._unrelated

    @cached_property
    def _unrelated(self) -> tuple[float, float]:
        vectors = self.embed(_PROBES)
        cosines = (vectors @ vectors.T)[np.triu_indices(len(_PROBES), 1)]
        return float(cosines.mean()), max(_LEAST_SPREAD, float(cosines.std()))

    def _run(self, rows: Sequence[Sequence[int]]) -> Vectors:
        with self._guard:
            return self._infer(self._model, rows)

    def _infer(self, model: "PreTrainedModel", rows: Sequence[Sequence[int]]) -> Vectors:
        import torch

        longest = max(map(len, rows))
        ids = torch.zeros((len(rows), longest), dtype=torch.int64)
        mask = torch.zeros_like(ids)
        for at, row in enumerate(rows):
            ids[at, : len(row)] = torch.tensor(row)
            mask[at, : len(row)] = 1
        with torch.inference_mode():
            states = model(input_ids=ids, attention_mask=mask).last_hidden_state.float()
        return _unit(self._pool(states, mask.unsqueeze(-1)).numpy())

    def _pool(self, states: "torch.Tensor", mask: "torch.Tensor") -> "torch.Tensor":
        pooling = self._pooling
        if pooling == "cls":
            return states[:, 0]
        if pooling == "max":
            return states.masked_fill(mask == 0, -1e9).amax(dim=1)
        return (states * mask).sum(dim=1) / mask.sum(dim=1)

    @cached_property
    def _pooling(self) -> str:
        settings = self._read("1_Pooling/config.json")
        if "pooling_mode" in settings:
            return str(settings["pooling_mode"])
        flags = {"pooling_mode_cls_token": "cls", "pooling_mode_max_tokens": "max"}
        return next((mode for flag, mode in flags.items() if settings.get(flag)), "mean")

    @cached_property
    def _model(self) -> "PreTrainedModel":
        import torch
        from transformers import AutoModel

        def load(kind: torch.dtype) -> "PreTrainedModel":
            model: PreTrainedModel = AutoModel.from_pretrained(
                self._folder, local_files_only=True, dtype=kind
            )
            model.train(False)
            return model

        full = load(torch.float32)
        half = load(torch.bfloat16)
        rows = self._tokens.encode(_PROBES)
        alike = (self._infer(half, rows) * self._infer(full, rows)).sum(axis=1)
        # Half precision is three times as fast, where the model bears it.
        return half if np.min(alike) > _SAME else full


def _unit(rows: Vectors) -> Vectors:
    vectors: Vectors = np.asarray(rows, np.float32)
    vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
    return vectors
