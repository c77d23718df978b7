"""Bring a LLaVA into memory, in the precision that this machine has room and instructions for."""

import importlib.util
import logging

from bot.answer.llava.engine import Engine
from bot.answer.llava.weights import Weights
from bot.errors import ModelFailed, ModelRefused

logger = logging.getLogger(__name__)

SPARE = 1.25
"""Memory that a model takes beside its weights, as a factor: the pictures' and the words' states."""


def load(weights: Weights, precision: str) -> Engine:
    """Bring a model into memory; blocking, seconds to minutes. Raises `ModelFailed` where it cannot be."""
    import torch
    from transformers import AutoModelForImageTextToText, AutoProcessor
    from transformers.utils import logging as chatter

    chatter.set_verbosity_error()
    chatter.disable_progress_bar()
    chosen = _chosen(weights, precision)
    here = {"local_files_only": True, "trust_remote_code": False}
    try:
        processor = AutoProcessor.from_pretrained(weights.folder, **here)
        model = AutoModelForImageTextToText.from_pretrained(
            weights.folder, use_safetensors=True, **here, **_how(chosen)
        )
        if torch.cuda.is_available() and chosen != "4bit":
            model = model.to(torch.device("cuda"))
    except (MemoryError, torch.OutOfMemoryError):
        raise ModelFailed(
            f"there is no memory for {weights.name} in {chosen}; take a smaller model, or set"
            " GROUNDGLASS_LLAVA_PRECISION=4bit"
        ) from None
    except (OSError, ValueError, KeyError, ImportError) as error:
        logger.warning("loading %s failed: %s", weights.name, error)
        raise ModelRefused(
            f"{weights.name} cannot be loaded; `groundglass doctor` and the log say why"
        ) from error
    logger.info("%s is loaded in %s on %s", weights.name, chosen, model.device)
    return Engine(weights, model.eval(), processor)


def _chosen(weights: Weights, precision: str) -> str:
    """Return the precision that `auto` means here."""
    import torch

    if not torch.cuda.is_available():
        if precision in ("4bit", "fp16"):
            raise ModelRefused(
                f"{precision} needs a CUDA GPU and there is none; set GROUNDGLASS_LLAVA_PRECISION to auto"
            )
        # Emulated where the processor does not know it, bf16 is slower than fp32.
        fast = bool(torch.ops.mkldnn._is_mkldnn_bf16_supported())
        return ("bf16" if fast else "fp32") if precision == "auto" else precision
    quantised = importlib.util.find_spec("bitsandbytes") is not None
    if precision == "4bit" and not quantised:
        raise ModelRefused("4bit needs bitsandbytes; install it: pip install groundglass[gpu]")
    if precision != "auto":
        return precision
    free, _ = torch.cuda.mem_get_info()
    return "4bit" if quantised and weights.size_bytes * SPARE > free else "fp16"


def _how(precision: str) -> dict[str, object]:
    import torch

    if precision != "4bit":
        types = {"fp16": torch.float16, "bf16": torch.bfloat16, "fp32": torch.float32}
        return {"dtype": types[precision]}
    from transformers import BitsAndBytesConfig

    # NF4 with double quantisation (QLoRA, arXiv:2305.14314).
    config = BitsAndBytesConfig(
        load_in_4bit=True,
        bnb_4bit_quant_type="nf4",
        bnb_4bit_use_double_quant=True,
        bnb_4bit_compute_dtype=torch.float16,
    )
    return {"quantization_config": config, "device_map": {"": 0}, "dtype": torch.float16}
