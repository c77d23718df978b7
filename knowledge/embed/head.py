"""Apply a small trained network to a picture model's vectors: one chance, such as of pornography.

Reads LAION's CLIP-based NSFW heads (github.com/LAION-AI/CLIP-based-NSFW-Detector, MIT) and any other chain of linear
layers with ReLU between and a sigmoid at the end. Knows vectors, no picture. torch is loaded to read the file.
"""

import itertools
from dataclasses import dataclass
from pathlib import Path
from pickle import UnpicklingError

import numpy as np

from knowledge.errors import ModelMissing
from knowledge.ports import Vectors

BROKEN = (OSError, RuntimeError, ValueError, EOFError, LookupError, AttributeError)
"""What is raised on files that are no checkpoint, or name their biases otherwise."""


@dataclass(frozen=True, slots=True, eq=False)
class Head:
    """Layers in order, each a matrix (out, in) and a bias (out,)."""

    layers: tuple[tuple[Vectors, Vectors], ...]

    @property
    def dimensions(self) -> int:
        """The length of the vectors that it takes."""
        return int(self.layers[0][0].shape[1])

    def chances(self, vectors: Vectors) -> Vectors:
        """Return the chance for each row of `vectors`, shape (n,)."""
        rows = vectors
        for at, (matrix, bias) in enumerate(self.layers):
            rows = rows @ matrix.T + bias
            if at < len(self.layers) - 1:
                rows = np.maximum(rows, 0)
        return np.asarray(1 / (1 + np.exp(-rows[:, 0])), np.float32)


def load(path: Path) -> Head:
    """Read a `.safetensors` file, or a `.pth` that holds nothing but tensors; raise `ModelMissing` with the remedy."""
    from safetensors import SafetensorError

    try:
        tensors = _safetensors(path) if path.suffix == ".safetensors" else _checkpoint(path)
        names = sorted((one for one, tensor in tensors.items() if tensor.ndim == 2), key=_place)
        layers = tuple((tensors[one], tensors[one.replace("weight", "bias")]) for one in names)
    except UnpicklingError as error:
        # torch would tell how to load it all the same.
        raise ModelMissing(
            f"the head {str(path)!r} holds more than tensors, or none; name another file"
        ) from error
    except (*BROKEN, SafetensorError) as error:
        raise ModelMissing(
            f"the head {str(path)!r} cannot be read ({error}); name another file"
        ) from error
    fitting = all(one[0].shape[0] == other[0].shape[1] for one, other in itertools.pairwise(layers))
    if not layers or not fitting or layers[-1][0].shape[0] != 1:
        raise ModelMissing(
            f"the head {str(path)!r} is no chain of linear layers that ends in one number; name another file"
        )
    return Head(layers)


def _place(name: str) -> tuple[int, ...]:
    """Order `layers.2.weight` before `layers.10.weight`."""
    return tuple(int(part) for part in name.split(".") if part.isdigit())


def _safetensors(path: Path) -> dict[str, Vectors]:
    from safetensors.numpy import load_file

    return {name: np.asarray(one, np.float32) for name, one in load_file(path).items()}


def _checkpoint(path: Path) -> dict[str, Vectors]:
    import torch

    # Nothing but tensors is unpickled: a checkpoint is somebody's file.
    tensors = torch.load(path, map_location="cpu", weights_only=True)
    return {name: one.float().numpy() for name, one in tensors.items()}
