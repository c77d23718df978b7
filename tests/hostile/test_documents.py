"""Documents made to hurt: each ends in one clear sentence, and the next good one is read."""

import io
import time
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from knowledge.errors import Unreadable
from knowledge.vision.eyes import Eyes
from tests.hostile import bombs

GOOD = b"# Backups\n\nEvery night at two.\n"


def archive() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/document.xml", b"0" * 10_000_000)
    return buffer.getvalue()


REFUSED = {
    "empty.md": (b"", "empty"),
    "blank.txt": (b" \n\n", "empty"),
    "binary.md": (bytes(range(256)) * 40, "not text"),
    "program.txt": (b"\x7fELF" + bytes(4000), "not text"),
    "office.docx": (archive(), "damaged"),
    "cut.pdf": (b"%PDF-1.7\n1 0 obj<<", "cut off or damaged"),
    "pages.pdf": (bombs.many_pages(100_000), "pages"),
    "deep.html": (bombs.deep_html(300_000), "nested too deeply"),
}

NAMES = (
    "../../x.md",
    "/etc/passwd.md",
    "C:\\x.md",
    "a\0b.md",
    "report\u202egnp.md",
    "x" * 5000 + ".md",
    "....md",
    "<b>_*[name](tg://user).md",
    "con.md",
)


@pytest.mark.parametrize("name", REFUSED)
def test_each_is_refused_in_one_sentence_within_seconds(eyes: Eyes, name: str) -> None:
    content, reason = REFUSED[name]
    started = time.monotonic()
    with pytest.raises(Unreadable, match=reason) as caught:
        eyes.parse(name, content)
    assert time.monotonic() - started < 10
    assert ";" in str(caught.value)
    assert "\n" not in str(caught.value)
    assert eyes.parse("good.md", GOOD).title == "Backups"


@pytest.mark.parametrize("name", NAMES)
def test_no_name_leads_out_of_the_folder(eyes: Eyes, name: str, tmp_path: Path) -> None:
    Image.new("RGB", (9, 9)).save(tmp_path / "secret.png")
    folder = tmp_path / "docs"
    folder.mkdir()
    content = GOOD + b"\n![key](secret.png) ![key](../secret.png) ![key](../../secret.png)\n"
    parsed = eyes.parse(name, content, folder)
    assert [block.text for block in parsed.blocks] == ["Every night at two."]
    assert parsed.title == "Backups"
    assert len(parsed.warnings) == 3
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["docs", "secret.png"]


def test_a_title_made_of_a_name_cannot_turn_the_text_around(eyes: Eyes) -> None:
    assert eyes.parse("../report\u202egnp\0.txt", b"Just words.").title == "reportgnp"


def test_links_out_of_the_folder_are_not_followed(eyes: Eyes, tmp_path: Path) -> None:
    Image.new("RGB", (9, 9)).save(tmp_path / "secret.png")
    (tmp_path / "secret.md").write_text("The password is swordfish.")
    folder = tmp_path / "docs"
    folder.mkdir()
    (folder / "inside.png").symlink_to(tmp_path / "secret.png")
    (folder / "inside.md").symlink_to(tmp_path / "secret.md")
    (folder / "round.png").symlink_to(folder / "round.png")
    content = (
        "Words.\n\n![one](inside.png) ![two](%2e%2e/secret.png) ![three](round.png) "
        f"![four]({tmp_path}/secret.png)\n\n"
        "[!INCLUDE [five](inside.md)]\n\n[!INCLUDE [six](../secret.md)]\n"
    )
    parsed = eyes.parse("page.md", content.encode(), folder)
    assert [(block.text, block.picture) for block in parsed.blocks] == [("Words.", None)]
    assert len(parsed.warnings) == 6


def test_front_matter_cannot_make_objects_or_blow_up(eyes: Eyes) -> None:
    bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{new}: &{new} [{','.join([f'*{old}'] * 9)}]\n"
        for old, new in zip("abcdefgh", "bcdefghi", strict=True)
    )
    for front in (bomb, "title: !!python/object/apply:os.system ['id']\n", "title: [\n"):
        parsed = eyes.parse("page.md", f"---\n{front}---\n\n# Real title\n\nText.".encode())
        assert parsed.title == "Real title"


@pytest.mark.parametrize(
    "mark", ["[", "> ", "*a_ ", "![](a", ":::image ", "[!INCLUDE [", "<!--", "|a", "`", "&#"]
)
def test_a_mark_that_never_ends_takes_no_forever(eyes: Eyes, mark: str) -> None:
    started = time.monotonic()
    eyes.parse("page.md", mark.encode() * 8_000 + b"\n\nEnd.\n")
    assert time.monotonic() - started < 10


def test_a_quote_that_never_closes_swallows_no_rows(eyes: Eyes) -> None:
    rows = ["Door,Key", '4,"lost', *(f"{n},hook {n}" for n in range(20_000))]
    parsed = eyes.parse("keys.csv", "\n".join(rows).encode())
    assert "19999 | hook 19999" in parsed.blocks[-1].text
    assert all(block.text.startswith("Door | Key\n") for block in parsed.blocks)


def test_a_line_without_end_is_read_up_to_the_limit(eyes: Eyes) -> None:
    parsed = eyes.parse("wide.csv", b"a,b\n" + b"1," * 2_000_000)
    assert [block.text for block in parsed.blocks] == ["a | b"]
    assert parsed.warnings == ("rows after 1 were left out, so split it",)
