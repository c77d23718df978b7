"""Wrong characters of a reading: what counts, what does not, and what is said of a folder."""

from pathlib import Path

import pytest

from bot.errors import BadInput
from bot.evaluate.ocr import Errors, compared, measure
from knowledge.errors import Unreadable
from knowledge.records import Box, Sight, TextLine


def look(content: bytes) -> Sight:
    """Read a picture whose bytes are its words."""
    if content == b"broken":
        raise Unreadable("the file is damaged; send it again")
    lines = tuple(TextLine(line, Box(0, 0, 1, 1)) for line in content.decode().splitlines())
    return Sight(content, "image/png", 10, 10, "0", lines=lines)


def test_spaces_and_widths_do_not_count_but_every_other_character_does() -> None:
    assert compared("Error NL-4012，重试", "ErrorNL-4O12, 重试") == Errors(1, 15)
    assert compared("", "noise").rate == 5.0


def test_folder_is_measured_where_a_text_lies_beside_the_picture(tmp_path: Path) -> None:
    for name, read, wanted in (
        ("a.png", "Port 8443", "Port 8443"),
        ("b.jpg", "Port 8448", "Port 8443"),
        ("c.png", "broken", "four"),
        ("d.png", "unlabelled", None),
    ):
        (tmp_path / name).write_text(read, "utf-8")
        if wanted is not None:
            (tmp_path / name).with_suffix(".txt").write_text(wanted, "utf-8")
    told = []
    found = measure([tmp_path], look, lambda progress: told.append(progress.done))
    assert found.errors == Errors(5, 20)
    assert found.json()["pictures"] == 3
    assert found.json()["error_rate"] == 0.25
    assert [page["name"] for page in found.json()["worst"]] == ["c.png", "b.jpg"]  # type: ignore[attr-defined]  # the shape of JSON
    assert "25.00% of 20 characters wrong" in found.table()
    assert told == [1, 2, 3]


def test_folder_without_texts_is_refused_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"x")
    with pytest.raises(BadInput, match=r"write what stands on each picture"):
        measure([tmp_path], look)


def test_words_are_read_as_editors_save_them_and_others_are_told_by_name(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_text("Größe", "utf-8")
    (tmp_path / "a.txt").write_text("Größe", "utf-8-sig")
    assert measure([tmp_path], look).errors == Errors(0, 5)
    (tmp_path / "a.txt").write_text("Größe", "latin-1")
    with pytest.raises(BadInput, match=r"a\.txt' is not UTF-8 text"):
        measure([tmp_path], look)
