"""Embed pictures and words into one space with a model of open_clip (arXiv 2103.00020).

Weights come from this machine only; nothing is ever fetched here. torch is loaded by the first call.
"""

import hashlib
import io
import os
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from knowledge.embed import weights
from knowledge.errors import ModelMissing
from knowledge.ports import Vectors

if TYPE_CHECKING:
    import torch
    from open_clip.model import CLIP
    from open_clip.tokenizer import (
        HFTokenizer,
        SimpleTokenizer,
    )
    from PIL.Image import Image
    from torchvision.transforms import (  # type: ignore[import-untyped]  # it ships no type information
        Compose,
    )

_BATCH = 16

MOST_STRETCHED = 64
"""Times that a picture may be as long as wide: scaled down to 96 pixels, of a longer one no row would be left."""


@dataclass(frozen=True, slots=True)
class _Loaded:
    model: "CLIP"
    prepare: "Compose"


class OpenClip:
    """A CLIP model by name: `local-dir:PATH`, `hf-hub:ORG/NAME` or `ViT-B-32/laion2b_s34b_b79k`."""

    def __init__(self, clip: str) -> None:
        """Find the weights of `clip`; raise `ModelMissing` where they are not on this machine."""
        self._clip = clip
        self._guard = threading.Lock()
        self._weights = weights.locate(clip)
        with self._weights.checkpoint.open("rb") as file:
            start = file.read(1 << 20)
        size = str(self._weights.checkpoint.stat().st_size)
        # The start of a checkpoint lists every tensor; with the size it tells revisions apart at once.
        self.name = f"{clip}@{hashlib.sha256(start + size.encode()).hexdigest()[:8]}"
        self.dimensions = self._weights.dimensions
        self.languages = weights.languages(self._weights)

    def embed_pictures(self, pictures: Sequence[bytes]) -> Vectors:
        """Embed encoded pictures, shape (n, dimensions)."""
        import torch

        rows = [np.zeros((0, self.dimensions), dtype=np.float32)]
        for start in range(0, len(pictures), _BATCH):
            some = [opened(one) for one in pictures[start : start + _BATCH]]
            with self._guard, torch.inference_mode():
                batch = torch.stack([self._loaded.prepare(one) for one in some])
                rows.append(_rows(self._loaded.model.encode_image(batch)))
        return np.concatenate(rows)

    def embed_texts(self, texts: Sequence[str]) -> Vectors:
        """Embed captions or queries into the same space."""
        import torch

        if not texts:
            return np.zeros((0, self.dimensions), dtype=np.float32)
        with self._guard, torch.inference_mode():
            return _rows(self._loaded.model.encode_text(self._tokens(texts)))

    def _tokens(self, texts: Sequence[str]) -> "torch.Tensor":
        return unpadded(self._loaded.model, self._tokenizer(list(texts)))

    @cached_property
    def _tokenizer(self) -> "HFTokenizer | SimpleTokenizer":
        return tokenizer(self._weights.model)

    @cached_property
    def _loaded(self) -> _Loaded:
        try:
            model, prepare = load(self._weights.model, self._weights.pretrained)
        except (OSError, RuntimeError, ValueError) as error:
            raise ModelMissing(
                f"the picture model {self._clip!r} cannot be loaded ({str(error).splitlines()[0]});"
                " pull it again with `groundglass models pull`"
            ) from error
        return _Loaded(model.eval(), prepare)


def load(model: str, pretrained: str | None) -> tuple["CLIP", "Compose"]:
    """Build what `Weights` names, from this machine alone; return towers and preparation of pictures."""
    _forbid_downloads()
    import open_clip

    towers, _, prepare = open_clip.create_model_and_transforms(
        model, pretrained=pretrained, pretrained_text=False
    )
    return towers, prepare


def tokenizer(model: str) -> "HFTokenizer | SimpleTokenizer":
    """Open the tokenizer of what `Weights` names."""
    _forbid_downloads()
    import open_clip

    return open_clip.get_tokenizer(model)


def unpadded(model: "torch.nn.Module", tokens: "torch.Tensor") -> "torch.Tensor":
    """Cut the padding that every row of `tokens` has, where the text tower of `model` allows it."""
    padding = getattr(getattr(model, "text", None), "config", None)
    if padding is None:
        # open_clip's own text tower takes its full context and nothing shorter.
        return tokens
    # A tower of transformers is 16 times as fast without the padding of a short query.
    used = (tokens != padding.pad_token_id).sum(dim=1).max()
    return tokens[:, : int(used)]


def opened(picture: bytes) -> "Image":
    """Decode a picture that went through `knowledge.vision`; one that is all length gets grey beside it."""
    from PIL import Image

    whole = Image.open(io.BytesIO(picture), formats=("PNG", "JPEG")).convert("RGB")
    least = -(-max(whole.size) // MOST_STRETCHED)
    if min(whole.size) >= least:
        return whole
    width, height = (max(side, least) for side in whole.size)
    padded = Image.new("RGB", (width, height), (127, 127, 127))
    padded.paste(whole, ((width - whole.width) // 2, (height - whole.height) // 2))
    return padded


def _forbid_downloads() -> None:
    """Make every library below open_clip fail, instead of fetching what is missing."""
    os.environ["HF_HUB_OFFLINE"] = "1"
    from huggingface_hub import constants

    # Read from the environment at import, which may be long past.
    constants.HF_HUB_OFFLINE = True


def _rows(features: "torch.Tensor") -> Vectors:
    vectors: Vectors = features.float().numpy()
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors
