"""Find the weights of a LLaVA on this machine, and tell what kind it is.

Looks into folders and into the local cache of Hugging Face; never asks the network, loads nothing.
"""

import json
from dataclasses import dataclass
from pathlib import Path

from bot.errors import BadInput

KINDS = ("llava", "llava_next", "llava_onevision")
"""`model_type` in `config.json` of the families that can be used."""


@dataclass(frozen=True, slots=True)
class Weights:
    """Where a model lies, and what has to be known of it before it is loaded."""

    name: str
    folder: Path
    kind: str
    several: bool
    """Whether it was trained on several pictures at a time; else they are shown as one sheet."""
    size_bytes: int


def locate(llava: str) -> Weights:
    """Find the model that the setting names: `local-dir:PATH`, a folder, or a name of the local cache.

    Raises `BadInput` with the remedy where it is not here, whole and of a known kind.
    """
    name = llava.removeprefix("local-dir:")
    folder = Path(name).expanduser()
    if not folder.is_dir():
        folder = _cached(llava)
    try:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise _missing(llava, f"{str(folder)!r} holds no config.json that can be read") from None
    kind = str(config.get("model_type"))
    if kind not in KINDS:
        raise _missing(llava, f"it is a {kind!r}, not one of {', '.join(KINDS)}")
    files = list(folder.glob("*.safetensors"))
    if not files:
        raise _missing(llava, f"{str(folder)!r} holds no weights (*.safetensors)")
    size = sum(file.stat().st_size for file in files)
    return Weights(Path(name).name, folder, kind, _takes_several(kind, config), size)


def _takes_several(kind: str, config: dict[str, dict[str, object]]) -> bool:
    # LLaVA-1.5 and 1.6 look through CLIP and saw one picture a time (arXiv:2310.03744); those of
    # the same format that look through SigLIP (LLaVA-Interleave, arXiv:2407.07895) saw many.
    eyes = config.get("vision_config", {}).get("model_type")
    return kind == "llava_onevision" or (kind == "llava" and eyes != "clip_vision_model")


def _cached(name: str) -> Path:
    if name.startswith("local-dir:") or name.startswith(("/", ".", "~")) or name.count("/") != 1:
        raise _missing(name, "there is no such folder")
    from huggingface_hub import try_to_load_from_cache

    path = try_to_load_from_cache(name, "config.json")
    if not isinstance(path, str):
        raise _missing(name, "its weights are not on this machine")
    return Path(path).parent


def _missing(llava: str, reason: str) -> BadInput:
    fetch = f"run `groundglass models pull {llava}`, "
    remedy = fetch if llava.count("/") == 1 and ":" not in llava else ""
    return BadInput(
        f"the language model {llava!r} cannot be used: {reason}; {remedy}set GROUNDGLASS_LLAVA to the folder of"
        " a LLaVA, or unset it"
    )
