"""Embed texts with a converted encoder, run by OpenVINO in half precision where the CPU bears it.

Knows tokens and vectors; neither where weights come from nor what is embedded. Nothing is loaded before
the first text.
"""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from knowledge.embed.tokens import Tokens
from knowledge.ports import Vectors

if TYPE_CHECKING:
    from openvino import CompiledModel  # type: ignore[import-untyped]  # it ships no type information

_BATCH = 16
"""Larger batches are no faster on a CPU, and pad more."""

_SAME = 0.999
"""Least cosine between half and full precision for which half is used."""

_PROBES = (
    "How do I reset the router in the branch office?",
    "The certificate expires on 3 May; renew it with the script in tools/renew.",
    "printer error 42",
)


@dataclass(frozen=True, slots=True)
class Files:
    """Where a model and its tokenizer lie; the model is converted by the first call."""

    model: Callable[[], Path]
    tokenizer: Callable[[], Path]


class Encoder:
    """A text encoder. Thread safe."""

    chance: tuple[float, float]
    """Mean and spread of the cosines of texts of one language that have little to do with each other."""

    def __init__(self, files: Files, dimensions: int, longest: int, threads: int = 2) -> None:
        """Cut texts at `longest` tokens; `threads` 0 leaves their number to OpenVINO."""
        self.dimensions = dimensions
        self._files = files
        self._tokens = Tokens(files.tokenizer, longest)
        self._threads = threads
        self._guard = threading.Lock()

    def unrelated(self, text: str) -> tuple[float, float]:
        """Return `chance`, whatever the text."""
        return self.chance

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Embed `texts`, shape (n, dimensions)."""
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        if not texts:
            return vectors
        encoded = self._tokens.encode(texts)
        # Sorted by length, so that a batch pads little.
        order = sorted(range(len(texts)), key=lambda at: len(encoded[at]))
        for start in range(0, len(order), _BATCH):
            part = order[start : start + _BATCH]
            vectors[part] = self._run([encoded[at] for at in part])
        return vectors

    def count(self, text: str) -> int:
        """Count the tokens of `text`, without truncation and without the two that frame it."""
        return self._tokens.count(text)

    def _run(self, rows: Sequence[Sequence[int]]) -> Vectors:
        with self._guard:
            return _infer(self._model, rows)

    @cached_property
    def _model(self) -> "CompiledModel":
        import openvino

        core = openvino.Core()
        path = str(self._files.model())
        # Unpinned: a thread that is tied to a core waits for it while another core is free.
        options: dict[str, int | bool] = {"ENABLE_CPU_PINNING": False}
        if self._threads:
            options["INFERENCE_NUM_THREADS"] = self._threads
        compiled = [
            core.compile_model(path, "CPU", {**options, "INFERENCE_PRECISION_HINT": precision})
            for precision in ("bf16", "f32")
        ]
        rows = self._tokens.encode(_PROBES)
        half, full = (_infer(model, rows) for model in compiled)
        # A CPU without bf16 gives the same numbers either way, or wrong ones.
        return compiled[0] if np.min((half * full).sum(axis=1)) > _SAME else compiled[1]


def _infer(model: "CompiledModel", rows: Sequence[Sequence[int]]) -> Vectors:
    longest = max(map(len, rows))
    ids: NDArray[np.int64] = np.zeros((len(rows), longest), dtype=np.int64)
    mask: NDArray[np.int64] = np.zeros_like(ids)
    for at, row in enumerate(rows):
        ids[at, : len(row)] = row
        mask[at, : len(row)] = 1
    output = model({"input_ids": ids, "attention_mask": mask})[0]
    vectors: Vectors = np.asarray(output, dtype=np.float32)
    # Half precision leaves rows a little off length 1.
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors
