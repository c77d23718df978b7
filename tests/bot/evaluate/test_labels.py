"""What pictures show, measured on folders that are named for it."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from bot import cli
from bot.errors import BadInput
from bot.evaluate.labels import measure
from knowledge.errors import Unreadable
from knowledge.records import Sight
from tests.drawn import draw, subjects
from tests.drawn.train import FOLDER


def look(content: bytes) -> Sight:
    """Open a picture whose bytes are its score for weapons."""
    if content == b"broken":
        raise Unreadable("the file is damaged; send it again")
    return Sight(content, "image/png", 10, 10, content.decode())


async def scores(sight: Sight) -> Mapping[str, float]:
    return {"weapons": float(sight.sha256), "drugs": 0.1}


def lay(folder: Path, kind: str, *contents: bytes) -> None:
    (folder / kind).mkdir()
    for number, content in enumerate(contents):
        (folder / kind / f"{kind}{number}.png").write_bytes(content)


async def test_each_category_is_told_from_the_harmless_at_both_lines(tmp_path: Path) -> None:
    lay(tmp_path, "weapons", b"0.9", b"0.6", b"0.3", b"0.3", b"broken")
    lay(tmp_path, "kitchen", b"0.0", b"0.7")
    report = await measure([tmp_path], ["weapons", "drugs"], look, scores)
    told = {
        row.dataset: (row.questions, {name: figure.value for name, figure in row.figures})
        for row in report.rows
    }
    assert told == {
        "weapons": (4, {"review": 0.5, "remove": 0.25, "AUC": 5 / 8}),
        "harmless": (2, {"review": 0.5, "remove": 0.0}),
    }
    assert report.notes == ("weapons4.png: the file is damaged; send it again",)


async def test_folders_without_a_category_are_refused_with_the_names(tmp_path: Path) -> None:
    lay(tmp_path, "kitchen", b"0.0")
    with pytest.raises(BadInput, match="name the folders weapons, drugs"):
        await measure([tmp_path], ["weapons", "drugs"], look, scores)


def test_command_measures_any_picture_model(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pictures = tmp_path / "pictures"
    pictures.mkdir()
    drawn = subjects()
    lay(pictures, "gambling_ad", *(draw(one, 1) for one in drawn[:3]))
    lay(pictures, "office", *(draw(one, 2) for one in drawn[-3:]))
    argv = ("eval", "labels", str(pictures), "--json")
    home = {"GROUNDGLASS_HOME": str(tmp_path / "home")}
    assert cli.main(argv, home) == 2
    assert "GROUNDGLASS_CLIP" in capsys.readouterr().err
    assert cli.main(argv, home | {"GROUNDGLASS_CLIP": f"local-dir:{tmp_path / 'none'}"}) == 2
    assert "is not here" in capsys.readouterr().err
    assert cli.main(argv, home | {"GROUNDGLASS_CLIP": f"local-dir:{FOLDER}"}) == 0
    rows = json.loads(capsys.readouterr().out)["rows"]
    assert [(row["dataset"], row["questions"]) for row in rows] == [
        ("gambling_ad", 3),
        ("harmless", 3),
    ]
    assert 0 <= rows[0]["AUC"]["value"] <= 1
