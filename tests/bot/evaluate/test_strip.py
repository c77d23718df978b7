"""What gives a labelled picture away is gone from the copy, and nothing else is."""

from pathlib import Path

from bot.evaluate import strip
from bot.evaluate.datasets import Pair, PictureSet

PAGE = """\
# Settings

Open the settings first. The file is login-box.png.

![A box that asks for name and password](media/login-box.png "Login box")

*Figure 1. The login box of the portal*

:::image type="complex" source="media/tree.png" alt-text="A tree: roots" lightbox="media/tree.png":::
   The tree of folders with its roots.
:::image-end:::

:::image type="icon" source="media/gear.png" alt-text="Settings icon":::

![Two arrows that point down][arrows] and again: A box that asks for
name and password.

<img src="media/photo.jpg" alt="Photo of a rack">

[arrows]: media/down-arrows.png "Down"

![An ordinary figure](media/other.png)
"""
PAIRS = (
    Pair("1", "docs/media/login-box.png", "A box that asks for name and password", "docs/a.md"),
    Pair("2", "docs/media/tree.png", "A tree: roots", "docs/a.md"),
    Pair("3", "docs/media/down-arrows.png", "Two arrows that point down", "docs/a.md"),
    Pair("4", "docs/media/photo.jpg", "Photo of a rack", "docs/a.md"),
)


def copied(tmp_path: Path) -> tuple[Path, dict[str, str]]:
    source = tmp_path / "set"
    (source / "docs" / "media").mkdir(parents=True)
    (source / "docs" / "a.md").write_text(PAGE, "utf-8")
    for name in (
        "login-box.png",
        "tree.png",
        "down-arrows.png",
        "photo.jpg",
        "gear.png",
        "other.png",
    ):
        (source / "docs" / "media" / name).write_bytes(name.encode())
    target = tmp_path / "copy"
    return target, strip.copy(PictureSet("set", source, PAIRS), target)


def test_nothing_in_the_copied_page_names_a_labelled_picture(tmp_path: Path) -> None:
    copy, _ = copied(tmp_path)
    text = (copy / "docs" / "a.md").read_text("utf-8")
    gone = (
        "asks for",
        "password",
        "A tree",
        "roots",
        "Two arrows",
        "rack",
        "Figure 1",
        "login-box",
    )
    assert [words for words in gone if words in text] == []


def test_other_pictures_and_the_text_around_stay(tmp_path: Path) -> None:
    copy, _ = copied(tmp_path)
    text = (copy / "docs" / "a.md").read_text("utf-8")
    assert "Open the settings first." in text
    assert "![An ordinary figure](media/other.png)" in text
    assert 'alt-text="Settings icon"' in text


def test_every_reference_leads_to_the_picture_under_its_neutral_name(tmp_path: Path) -> None:
    copy, originals = copied(tmp_path)
    text = (copy / "docs" / "a.md").read_text("utf-8")
    assert sorted(originals.values()) == sorted(pair.image for pair in PAIRS)
    for neutral, image in originals.items():
        name = neutral + Path(image).suffix
        assert f"media/{name}" in text
        assert (copy / "docs" / "media" / name).read_bytes() == Path(image).name.encode()
    assert (copy / "docs" / "media" / "gear.png").exists()


def test_a_second_copy_replaces_the_first(tmp_path: Path) -> None:
    copy, _ = copied(tmp_path)
    (copy / "left-over.md").write_text("old", "utf-8")
    strip.copy(PictureSet("set", tmp_path / "set", PAIRS), copy)
    assert not (copy / "left-over.md").exists()


def test_chinese_alt_text_and_its_long_description_are_taken_out() -> None:
    text = (
        '打开菜单。\n:::image type="complex" source="./m/menu.png" alt-text="模拟视觉缺陷菜单":::\n'
        "   模拟 **视觉缺陷** 菜单\n:::image-end:::\n下一步。图 2 之后。\n"
    )
    page = strip.page(text, {"menu.png": "q00000z.png"}, ["模拟视觉缺陷菜单"])
    assert "缺陷" not in page
    assert "打开菜单。" in page
    assert "下一步。图 2 之后。" in page
    assert "./m/q00000z.png" in page
