"""Find the weights of an open_clip model on this machine, by the name that open_clip knows it by.

Looks into folders and into the local cache of Hugging Face; never asks the network.
"""

import json
from dataclasses import dataclass
from pathlib import Path

from knowledge.errors import ModelMissing

_CONFIG = "open_clip_config.json"
_CHECKPOINTS = (
    "open_clip_model.safetensors",
    "open_clip_pytorch_model.safetensors",
    "open_clip_pytorch_model.bin",
    "model.safetensors",
    "pytorch_model.bin",
)

_SENTENCES = {
    "han": "在设置中可以打开深色模式",
    "kana": "せっていでダークモードをオンにできます",
    "hangul": "설정에서 어두운 모드를 켤 수 있습니다",
    "cyrillic": "тёмный режим включается в настройках",
}
"""One sentence a script, to see whether a tokenizer has pieces for it."""

_PIECES_PER_LETTER = 1.5
"""A tokenizer that never saw a script takes two or three bytes, each a piece, for every letter of it."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What open_clip has to be told, so that it looks nowhere else."""

    model: str
    pretrained: str | None
    checkpoint: Path
    dimensions: int
    tokenizer: Path | None
    """`tokenizer.json` of a text tower that has its own; None for open_clip's, which is English."""
    languages: frozenset[str] | None = None
    """The scripts it was trained for, where the folder says so, as those of `knowledge.adapt` do."""


def locate(clip: str) -> Weights:
    """Find the model called `clip`; raise `ModelMissing` with the remedy where it is not here."""
    kind, _, rest = clip.partition(":")
    if kind == "local-dir":
        return _in_folder(Path(rest).expanduser(), clip)
    if kind == "hf-hub":
        return _in_folder(_cached(rest, _CONFIG, clip).parent, clip)
    return _built_in(clip)


def languages(weights: Weights) -> frozenset[str]:
    """Name the scripts it was trained for, or, where nobody says, those that the tokenizer has pieces for."""
    if weights.languages is not None:
        return weights.languages
    if weights.tokenizer is None or not weights.tokenizer.exists():
        return frozenset({"latin"})
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(weights.tokenizer))
    tokenizer.no_padding()
    known = {"latin"}
    for script, text in _SENTENCES.items():
        letters = len(text.replace(" ", ""))
        ids = tokenizer.encode(text, add_special_tokens=False).ids
        # An unknown letter has one piece too, but for all letters the same.
        if len(ids) <= _PIECES_PER_LETTER * letters and len(set(ids)) > len(ids) / 2:
            known.add(script)
    return frozenset(known)


def _in_folder(folder: Path, clip: str) -> Weights:
    config = folder / _CONFIG
    checkpoint = next((folder / name for name in _CHECKPOINTS if (folder / name).exists()), None)
    if not config.is_file() or checkpoint is None:
        raise _missing(clip, f"{str(folder)!r} holds no {_CONFIG} with weights beside it")
    try:
        settings = json.loads(config.read_text(encoding="utf-8"))
        model = settings["model_cfg"]
        own = "hf_tokenizer_name" in model["text_cfg"]
        trained = frozenset(settings["languages"]) if "languages" in settings else None
        dimensions = int(model["embed_dim"])
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise _missing(clip, f"{str(config)!r} describes no model ({error!r})") from error
    tokenizer = folder / "tokenizer.json" if own else None
    return Weights(f"local-dir:{folder}", None, checkpoint, dimensions, tokenizer, trained)


def _built_in(clip: str) -> Weights:
    import open_clip

    architecture, _, tag = clip.partition("/")
    config = open_clip.get_model_config(architecture)
    known = open_clip.get_pretrained_cfg(architecture, tag)
    if config is None or not known.get("hf_hub"):
        raise _missing(clip, "open_clip knows no such architecture and tag")
    repository, _, file = known["hf_hub"].rpartition("/")
    own = config["text_cfg"].get("hf_tokenizer_name")
    tokenizer = _find(own, "tokenizer.json") if own else None
    for name in (file,) if file else _CHECKPOINTS:
        path = _find(repository, name)
        if path:
            return Weights(architecture, str(path), path, int(config["embed_dim"]), tokenizer)
    raise _missing(clip, "its weights are not on this machine")


def _cached(repository: str, name: str, clip: str) -> Path:
    path = _find(repository, name)
    if path is None:
        raise _missing(clip, "its weights are not on this machine")
    return path


def _find(repository: str, name: str) -> Path | None:
    from huggingface_hub import try_to_load_from_cache

    path = try_to_load_from_cache(repository, name)
    return Path(path) if isinstance(path, str) else None


def _missing(clip: str, reason: str) -> ModelMissing:
    return ModelMissing(
        f"the picture model {clip!r} is missing: {reason}; run `groundglass models pull {clip}`, or unset"
        " GROUNDGLASS_CLIP to go without"
    )
