"""Make, open and write open_clip models as folders that open_clip loads by `local-dir:PATH`.

open_clip_config.json         architecture, and how a picture is prepared
open_clip_model.safetensors   weights, half precision
tokenizer.json and others     where the text tower has a tokenizer of its own
"""

import json
import os
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import open_clip
import torch

from knowledge.adapt.pairs import Pair
from knowledge.adapt.plan import Shape
from knowledge.embed import clip, weights
from knowledge.language import script

if TYPE_CHECKING:
    from open_clip.model import CLIP
    from torchvision.transforms import (  # type: ignore[import-untyped]  # it ships no type information
        Compose,
    )

CONFIG, WEIGHTS = "open_clip_config.json", "open_clip_model.safetensors"

_START, _END, _PAD = "<s>", "</s>", "<pad>"

Tokenizer = Callable[[list[str]], torch.Tensor]

_LANGUAGE_SHARE = 0.02
"""Part of the training texts that a script needs, for the model to count as trained for it."""


@dataclass(frozen=True, slots=True)
class Model:
    """Everything that a folder is written from."""

    towers: "CLIP"
    """Has `encode_image`, `encode_text` and `logit_scale`, as all of open_clip's CLIPs."""
    prepare: "Compose"
    tokenize: Tokenizer
    keep_tokenizer: Callable[[str], object] | None
    """Writes the tokenizer into a folder; None for open_clip's own, which needs no file."""
    config: dict[str, object]


def create(shape: Shape, pairs: Sequence[Pair], seed: int) -> Model:
    """Build a model of `shape` with random weights, and a tokenizer from the texts of `pairs`."""
    from open_clip.model import CLIP, set_model_preprocess_cfg
    from open_clip.transform import (
        PreprocessCfg,
        image_transform_v2,
    )

    # Padded and never cut: what stands at the edge of a screenshot counts.
    preprocess = PreprocessCfg(size=shape.pixels, resize_mode="longest", fill_color=127)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        towers = CLIP(**_architecture(shape))
    set_model_preprocess_cfg(towers, asdict(preprocess))
    with tempfile.TemporaryDirectory() as scratch:
        config: dict[str, object] = {"model_cfg": _architecture(shape)}
        Path(scratch, CONFIG).write_text(json.dumps(config), encoding="utf-8")
        _write_tokenizer(Path(scratch), [text for pair in pairs for text in pair.texts], shape)
        tokenizer = clip.tokenizer(f"local-dir:{scratch}")
    config["languages"] = _languages(pairs)
    return _whole(towers, image_transform_v2(preprocess, is_train=False), tokenizer, config)


def _architecture(shape: Shape) -> dict[str, object]:
    return {
        "embed_dim": shape.dimensions,
        "vision_cfg": {
            "image_size": shape.pixels,
            "layers": [1, 1, 1, 1],
            "width": shape.image_width,
            "head_width": 32,
        },
        "text_cfg": {
            "context_length": shape.tokens,
            "vocab_size": shape.words,
            "hf_tokenizer_name": "tokenizer.json",
            "width": shape.text_width,
            "heads": max(1, shape.text_width // 32),
            "layers": shape.text_layers,
            "pool_type": "eos",
            "eos_id": 2,
        },
    }


def reopen(name: str, pairs: Sequence[Pair]) -> Model:
    """Open the model called `name` (as in `OpenClip`) to go on with; raise `ModelMissing`."""
    found = weights.locate(name)
    config: dict[str, object] = {
        "model_cfg": open_clip.get_model_config(found.model),
        "languages": sorted(weights.languages(found) | set(_languages(pairs))),
    }
    towers, prepare = clip.load(found.model, found.pretrained)
    return _whole(towers, prepare, clip.tokenizer(found.model), config)


def write(model: Model, folder: Path) -> None:
    """Write `model` into `folder`, which until the last moment holds what it held before."""
    from safetensors.torch import save

    folder.mkdir(parents=True, exist_ok=True)
    state = {
        name: (value.half() if value.is_floating_point() else value).contiguous()
        for name, value in model.towers.state_dict().items()
    }
    if model.keep_tokenizer:
        model.keep_tokenizer(str(folder))
    _replace(folder / CONFIG, json.dumps(model.config, indent=2).encode())
    _replace(folder / WEIGHTS, save(state))


def _whole(
    towers: "CLIP", prepare: "Compose", tokenizer: Tokenizer, config: dict[str, object]
) -> Model:
    keep = getattr(tokenizer, "save_pretrained", None)
    preprocess: dict[str, object] = dict(open_clip.get_model_preprocess_cfg(towers))
    return Model(towers, prepare, tokenizer, keep, {**config, "preprocess_cfg": preprocess})


def _write_tokenizer(folder: Path, texts: Sequence[str], shape: Shape) -> None:
    """Train a byte-level BPE on `texts` and write it as transformers reads it."""
    from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors
    from tokenizers.trainers import BpeTrainer
    from transformers import PreTrainedTokenizerFast

    tokenizer = Tokenizer(models.BPE())
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase()])
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=True)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = BpeTrainer(
        vocab_size=shape.words,
        special_tokens=[_PAD, _START, _END],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator(sorted(set(texts)), trainer)
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{_START} $A {_END}", special_tokens=[(_START, 1), (_END, 2)]
    )
    fast = PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, pad_token=_PAD, bos_token=_START, eos_token=_END
    )
    fast.save_pretrained(str(folder))


def _languages(pairs: Sequence[Pair]) -> list[str]:
    """Name the scripts in which more than a few of the texts are written."""
    counts = Counter(script(text) for pair in pairs for text in pair.texts)
    least = _LANGUAGE_SHARE * counts.total()
    return sorted(name for name, count in counts.items() if count > least)


def _replace(path: Path, content: bytes) -> None:
    temporary = path.with_name(path.name + ".part")
    with temporary.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
