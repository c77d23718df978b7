"""Markdown as teams write it, DocFX's additions included."""

import io
from pathlib import Path

import pytest
from PIL import Image

from knowledge.parse import parse
from knowledge.records import Block, Parsed


def picture(colour: str) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (40, 40), colour).save(buffer, "PNG")
    return buffer.getvalue()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "media").mkdir()
    (tmp_path / "guide").mkdir()
    for name in ("one", "two", "with space"):
        (tmp_path / "media" / f"{name}.png").write_bytes(picture("red"))
    return tmp_path


def read(text: str, folder: Path | None = None) -> Parsed:
    return parse("guide/page.md", text.encode(), folder)


def figures(parsed: Parsed) -> list[tuple[str, str, str]]:
    return [(b.picture_name, b.alt, b.caption) for b in parsed.blocks if b.picture is not None]


def texts(parsed: Parsed) -> list[str]:
    return [block.text for block in parsed.blocks if block.picture is None]


def test_text_stands_under_its_headings_without_marks() -> None:
    parsed = read(
        "# Handbook\n\nRead **this** `first`, then [ask](https://a.example/x).\n\n"
        '## <a name="vpn"></a>VPN\n\nSee <https://vpn.example> or call&nbsp;*Ada*.<br>Soon.\n\n'
        "### Linux\n\nUse it.\n\n## Phones\n\nBring one.\n"
    )
    assert parsed == Parsed(
        title="Handbook",
        blocks=(
            Block("Read this first, then ask."),
            Block("See https://vpn.example or call Ada.\nSoon.", ("VPN",)),
            Block("Use it.", ("VPN", "Linux")),
            Block("Bring one.", ("Phones",)),
        ),
    )


def test_front_matter_gives_title_and_description() -> None:
    parsed = read(
        "---\ntitle: The title\ndescription: What it is.\ndate: 2020-99-99\n---\n# Other\n\nText"
    )
    assert parsed.title == "The title"
    assert parsed.blocks == (Block("What it is."), Block("Text", ("Other",)))


def test_lists_tables_and_listings_stay_whole() -> None:
    parsed = read(
        "1. Open it\n   1. gently\n   2. fully\n2. Wait\n\n       sleep 5\n\n"
        "| Port | Use |\n|---|---|\n| 22 | `ssh` |\n\n```sh\nrm -r  a\n\nls\n```\n\n- a\n- b\n"
    )
    assert [block.atomic for block in parsed.blocks] == [True] * 4
    assert texts(parsed) == [
        "1. Open it\n   1. gently\n   2. fully\n2. Wait\n   sleep 5",
        "Port | Use\n22 | ssh",
        "rm -r  a\n\nls",
        "- a\n- b",
    ]


def test_pictures_of_every_notation_are_found(folder: Path) -> None:
    parsed = read(
        '![A plan](../media/one.png "Network")\n\n![By name][ref]\n\n'
        '<img src="../media/two.png" alt="Raw">\n\n'
        'Inline <img alt="within" src="../media/with%20space.png"/> text.\n\n'
        ':::image type="content" source="/media/one.png" alt-text="Con_tent *x*":::\n\n'
        "[ref]: ../media/two.png\n",
        folder,
    )
    assert figures(parsed) == [
        ("one.png", "A plan", "Network"),
        ("two.png", "By name", ""),
        ("two.png", "Raw", ""),
        ("with space.png", "within", ""),
        ("one.png", "Con_tent *x*", ""),
    ]
    assert texts(parsed) == ["Inline text."]
    assert parsed.blocks[0].picture == picture("red")
    assert parsed.warnings == ()


def test_captions_are_found_below_and_above(folder: Path) -> None:
    parsed = read(
        "![a](../media/one.png)\n\n*Figure 1. Below.*\n\nText.\n\n"
        "*Figure 2: Above.*\n\n![b](../media/two.png)\n\nFigure 3 is missing.\n",
        folder,
    )
    assert figures(parsed) == [
        ("one.png", "a", "Figure 1. Below."),
        ("two.png", "b", "Figure 2: Above."),
    ]
    assert texts(parsed) == ["Text.", "Figure 3 is missing."]


def test_a_caption_without_picture_is_text() -> None:
    assert texts(read("*Figure 9. Alone.*\n\nNext.\n")) == ["Figure 9. Alone.", "Next."]


def test_a_complex_picture_has_a_long_description(folder: Path) -> None:
    parsed = read(
        "1. Step\n\n"
        '   :::image type="complex" source="../media/one.png" alt-text="Short":::\n'
        "      A long description\n      in two lines. :::image-end:::\n\n2. Next\n",
        folder,
    )
    assert figures(parsed) == [("one.png", "Short", "A long description in two lines.")]
    assert texts(parsed) == ["1. Step", "2. Next"]


def test_attributes_may_be_spread_over_lines(folder: Path) -> None:
    parsed = read(
        ':::image type="content" source="../media/one.png"\n   alt-text="Over\n   three lines":::\n\n'
        ":::image is a mark.\n\nEnd.\n",
        folder,
    )
    assert figures(parsed) == [("one.png", "Over three lines", "")]
    assert texts(parsed) == [":::image is a mark.", "End."]


def test_a_list_is_parted_at_its_pictures(folder: Path) -> None:
    parsed = read("1. Press.\n\n   ![a](../media/one.png)\n\n   Then\n2. wait.\n", folder)
    assert [(b.text, b.picture_name) for b in parsed.blocks] == [
        ("1. Press.", ""),
        ("", "one.png"),
        ("   Then\n2. wait.", ""),
    ]


def test_commented_out_and_listed_pictures_are_none(folder: Path) -> None:
    parsed = read(
        "<!-- ![a](../media/one.png) -->\n\n<!--\n\n![b](../media/two.png)\n-->\n\n"
        '```\n![c](../media/one.png)\n:::image source="../media/one.png":::\n```\n',
        folder,
    )
    assert figures(parsed) == []
    assert texts(parsed) == ['![c](../media/one.png)\n:::image source="../media/one.png":::']


def test_missing_pictures_are_warned_of_and_distant_ones_passed_over(folder: Path) -> None:
    (folder / "guide" / "logo.svg").write_text("<svg/>")
    parsed = read("Words ![a](gone.png) ![b](https://x.example/y.png) ![c](logo.svg)\n", folder)
    assert texts(parsed) == ["Words"]
    assert parsed.warnings == (
        "picture 'gone.png' is missing or above 20 MB",
        "picture 'logo.svg' is not a JPEG, PNG, WebP, GIF or HEIC",
    )


def test_included_files_are_read_in_place(folder: Path) -> None:
    (folder / "shared").mkdir()
    (folder / "shared" / "note.md").write_text(
        "---\ntitle: No\n---\nBe *careful*.\n\n![p](../media/one.png)\n\n[!INCLUDE [x](deep.md)]\n"
    )
    (folder / "shared" / "deep.md").write_text("Deep. [!INCLUDE [x](deep.md)]\n")
    parsed = read(
        "- [!INCLUDE [n](../shared/note.md)]\n\n[!INCLUDE [n](../shared/gone.md)]\n\nEnd.\n", folder
    )
    assert figures(parsed) == [("one.png", "p", "")]
    assert "Be careful." in texts(parsed)[0]
    assert "Deep." in "".join(texts(parsed))
    assert texts(parsed)[-1] == "End."
    assert parsed.warnings == ("included file '../shared/gone.md' is missing or above 1 MB",)


def test_notes_tabs_and_columns_read_like_prose(folder: Path) -> None:
    parsed = read(
        "# Top\n\n> [!NOTE]\n> Mind the gap.\n\n## Set up\n\n"
        "# [Windows](#tab/win)\n\nClick.\n\n# [Linux](#tab/linux)\n\nType.\n\n---\n\nDone.\n\n"
        ':::row:::\n   :::column span="":::\n      Left *side*\n   :::column-end:::\n:::row-end:::\n'
    )
    assert [(block.heading, block.text) for block in parsed.blocks] == [
        ((), "Note: Mind the gap."),
        (("Set up", "Windows"), "Click."),
        (("Set up", "Linux"), "Type."),
        (("Set up",), "Done."),
        (("Set up",), "Left side"),
    ]


def test_html_inside_markdown_is_read(folder: Path) -> None:
    parsed = read(
        "<details>\n<summary>More</summary>\n\nHidden *gem*.\n\n</details>\n\n"
        "<table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr></table>\n\n"
        "<script>alert(1)</script>\n",
        folder,
    )
    assert texts(parsed) == ["More", "Hidden gem.", "A | B\n1 | 2"]


def test_a_page_without_a_title_is_called_by_its_name() -> None:
    assert read("Just text.").title == "page"
