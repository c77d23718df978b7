"""Read a small text encoder that is packed with its tokenizer in one file of 4-bit weights (`E5S1`, Q4_0).

The layout: a header of sizes, the pieces of a unigram tokenizer with their scores, a list of tensors, and the
tensors, in blocks of 32 weights (a half-precision scale and 16 bytes) or as plain floats. Little endian.
"""

import itertools
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from tokenizers import Tokenizer
    from transformers import BertModel

Tensor = NDArray[np.float32]

MAGIC = b"E5S1"
BLOCK = 32
"""Weights that share a scale."""

_HEADER = struct.Struct("<4s4x7if4x")
_PIECES = struct.Struct("<5iQ")
_TENSOR = struct.Struct("<BIQQ")
_FLOAT = 4


@dataclass(frozen=True, slots=True)
class Shape:
    """The sizes of a BERT, in the order of the header."""

    width: int
    layers: int
    heads: int
    inner: int
    words: int
    positions: int
    types: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class Packed:
    """What the file holds. `marks` are the numbers of the pieces that begin, end, fill up, and are unknown."""

    shape: Shape
    pieces: tuple[tuple[str, float], ...]
    marks: tuple[int, int, int, int]
    tensors: Mapping[str, Tensor]
    """Flat, by the name in the file."""


_LAYER = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
"""Names of the parts of one layer, here and in transformers."""

_EMBEDDINGS = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}


def read(path: Path) -> Packed:
    """Read the file at `path`; raise `ValueError` where it is none of this kind."""
    content = path.read_bytes()
    magic, *sizes = _HEADER.unpack_from(content)
    if magic != MAGIC:
        raise ValueError(f"{str(path)!r} holds no packed encoder")
    at = _HEADER.size
    count, begin, end, fill, unknown, letters = _PIECES.unpack_from(content, at)
    at += _PIECES.size
    bounds = np.frombuffer(content, "<u4", count + 1, at)
    at += bounds.nbytes
    scores = np.frombuffer(content, "<f4", count, at)
    at += scores.nbytes
    words = [content[at + a : at + b] for a, b in itertools.pairwise(bounds)]
    pieces = zip((word.decode(errors="replace") for word in words), map(float, scores), strict=True)
    at += letters
    # A table of how letters are written alike, which Unicode has, too.
    _, skipped = struct.unpack_from("<iI", content, at)
    tensors = _tensors(content, at + 8 + skipped)
    return Packed(Shape(*sizes), tuple(pieces), (begin, end, fill, unknown), tensors)


def _tensors(content: bytes, at: int) -> dict[str, Tensor]:
    (count,) = struct.unpack_from("<i", content, at)
    at += 4
    found = {}
    for _ in range(count):
        (length,) = struct.unpack_from("<H", content, at)
        name = content[at + 2 : at + 2 + length].decode()
        at += 2 + length
        _, size, start, nbytes = _TENSOR.unpack_from(content, at)
        at += _TENSOR.size
        plain = nbytes == size * _FLOAT
        found[name] = (
            np.frombuffer(content, "<f4", size, start)
            if plain
            else _unpacked(content, size // BLOCK, start)
        )
    return found


def _unpacked(content: bytes, blocks: int, start: int) -> Tensor:
    kind = np.dtype([("scale", "<f2"), ("halves", "u1", BLOCK // 2)])
    packed = np.frombuffer(content, kind, blocks, start)
    # The low halves of the bytes come first, then the high ones.
    steps = np.concatenate([packed["halves"] & 15, packed["halves"] >> 4], axis=1)
    weights: Tensor = (steps.astype(np.float32) - 8) * packed["scale"].astype(np.float32)[:, None]
    return weights.ravel()


def encoder(packed: Packed) -> "BertModel":
    """Build the encoder."""
    import torch
    from transformers import BertConfig, BertModel

    shape = packed.shape
    config = BertConfig(
        vocab_size=shape.words,
        hidden_size=shape.width,
        num_hidden_layers=shape.layers,
        num_attention_heads=shape.heads,
        intermediate_size=shape.inner,
        max_position_embeddings=shape.positions,
        type_vocab_size=shape.types,
        layer_norm_eps=shape.epsilon,
    )
    model = BertModel(config, add_pooling_layer=False)
    names = dict(_EMBEDDINGS)
    for layer in range(shape.layers):
        for short, long in _LAYER.items():
            for part, whole in (("w", "weight"), ("b", "bias")):
                names[f"l{layer}.{short}.{part}"] = f"encoder.layer.{layer}.{long}.{whole}"
    state = model.state_dict()
    for name, long in names.items():
        state[long] = torch.tensor(packed.tensors[name].reshape(state[long].shape))
    model.load_state_dict(state)
    return model.eval()


def tokenizer(packed: Packed) -> "Tokenizer":
    """Build the tokenizer."""
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors

    begin, end, _, unknown = packed.marks
    made = Tokenizer(models.Unigram(list(packed.pieces), unk_id=unknown))
    steps = (
        normalizers.NFKC(),
        normalizers.Replace(Regex(r"\s+"), " "),
        normalizers.Replace(Regex(r"[\p{Cc}\p{Cf}]"), ""),
    )
    made.normalizer = normalizers.Sequence(list(steps))
    made.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    names = {at: packed.pieces[at][0] for at in (begin, end)}
    made.post_processor = processors.TemplateProcessing(
        single=f"{names[begin]} $A {names[end]}",
        special_tokens=[(names[begin], begin), (names[end], end)],
    )
    return made
