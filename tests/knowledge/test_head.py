"""A trained head is read from a file, or it is said what is wrong with the file."""

from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.numpy import save_file

from knowledge.embed.head import load
from knowledge.embed.weights import locate
from knowledge.errors import ModelMissing

LAYERS = {
    "layers.0.weight": torch.tensor([[1.0, 0.0], [0.0, -1.0]]),
    "layers.0.bias": torch.tensor([0.0, 0.0]),
    "layers.2.weight": torch.tensor([[2.0, 2.0]]),
    "layers.2.bias": torch.tensor([-1.0]),
}


@pytest.mark.parametrize("name", ["head.pth", "head.safetensors"])
def test_a_head_is_read_from_either_kind_of_file(tmp_path: Path, name: str) -> None:
    if name.endswith("pth"):
        torch.save(LAYERS, tmp_path / name)
    else:
        save_file({key: one.numpy() for key, one in LAYERS.items()}, tmp_path / name)
    head = load(tmp_path / name)
    assert head.dimensions == 2
    rows = np.array([[1.0, 1.0], [0.0, 1.0]], np.float32)
    # 2 * relu(x) + 2 * relu(-y) - 1, through a sigmoid.
    assert head.chances(rows) == pytest.approx([1 / (1 + np.exp(-1.0)), 1 / (1 + np.exp(1.0))])


@pytest.mark.parametrize("name", ["head.pth", "head.safetensors"])
@pytest.mark.parametrize("content", [b"", b"no weights", b"\x80\x02}q\x00."])
def test_a_file_that_is_no_head_is_refused_in_one_line(
    tmp_path: Path, name: str, content: bytes
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ModelMissing, match="name another file") as raised:
        load(tmp_path / name)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    "held", [{"layers.0.weight": torch.ones(1, 2)}, {"epoch": 3}, [1], {"path": Path("x")}]
)
def test_a_checkpoint_of_something_else_is_no_head(tmp_path: Path, held: object) -> None:
    torch.save(held, tmp_path / "head.pth")
    with pytest.raises(ModelMissing, match="name another file"):
        load(tmp_path / "head.pth")


@pytest.mark.parametrize("config", ["", "[]", "{}", '{"model_cfg": {"text_cfg": {}}}'])
def test_a_picture_model_without_a_description_is_missing(tmp_path: Path, config: str) -> None:
    (tmp_path / "open_clip_config.json").write_text(config)
    (tmp_path / "open_clip_model.safetensors").write_bytes(b"weights")
    with pytest.raises(ModelMissing, match="describes no model"):
        locate(f"local-dir:{tmp_path}")
