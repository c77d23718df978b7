"""The demo's handbook is whole, and its drawings are what the script draws today."""

import io
import re
from pathlib import Path

import numpy as np
import pypdfium2  # type: ignore[import-untyped]  # it ships no types
import pytest
from numpy.typing import NDArray
from PIL import Image

from bot.demo.draw.__main__ import DRAWINGS, write
from bot.demo.team import HANDBOOK

PAGES = sorted(HANDBOOK.glob("*.md"))
PICTURE = re.compile(r"^!\[(?P<alt>[^\]]+)\]\((?P<path>[^)]+)\)$", re.MULTILINE)
SLACK = 2.0
"""Mean difference of a pixel (of 255) that another build of the font renderer may make."""


def pixels(name: str, content: bytes) -> NDArray[np.int16]:
    """Decode a picture, or the pages of a PDF below one another."""
    if not name.endswith(".pdf"):
        return np.asarray(Image.open(io.BytesIO(content)).convert("RGB"), np.int16)
    with pypdfium2.PdfDocument(content) as document:
        pages = [np.asarray(page.render().to_pil().convert("RGB"), np.int16) for page in document]
    return np.concatenate(pages)


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("drawn")
    write(folder)
    return folder


@pytest.mark.parametrize("name", DRAWINGS)
def test_drawing_again_gives_the_committed_pixels(name: str, drawn: Path) -> None:
    fresh = pixels(name, (drawn / name).read_bytes())
    kept = pixels(name, (HANDBOOK / name).read_bytes())
    assert fresh.shape == kept.shape
    assert float(np.abs(fresh - kept).mean()) < SLACK


def test_a_changed_number_changes_the_pixels_by_more_than_the_slack(drawn: Path) -> None:
    one = pixels("a.png", (drawn / "pictures" / "error-nl-4012.png").read_bytes())
    other = pixels("b.png", (drawn / "pictures" / "error-nl-3105.png").read_bytes())
    assert float(np.abs(one - other).mean()) > SLACK


def test_every_drawing_is_small_and_is_shown_on_a_page() -> None:
    shown = {match["path"] for page in PAGES for match in PICTURE.finditer(page.read_text("utf-8"))}
    pictures = {name for name in DRAWINGS if name.endswith(".png")}
    assert shown == pictures
    assert {path.relative_to(HANDBOOK).as_posix() for path in HANDBOOK.rglob("*.png")} == pictures
    assert all((HANDBOOK / name).stat().st_size < 120_000 for name in DRAWINGS)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_picture_has_alt_text_and_a_caption_below(page: Path) -> None:
    text = page.read_text("utf-8")
    for number, match in enumerate(PICTURE.finditer(text), 1):
        assert len(match["alt"].split()) >= 8
        assert text[match.end() :].startswith(f"\n\n*Figure {number}. ")


def test_ten_pages_of_which_two_are_chinese() -> None:
    assert len(PAGES) == 10
    shares = {}
    for page in PAGES:
        letters = [letter for letter in page.read_text("utf-8") if letter.isalpha()]
        shares[page.name] = sum("一" <= letter <= "鿿" for letter in letters) / len(letters)
    assert [name for name, share in shares.items() if share > 0.7] == [
        "chengdu-office.md",
        "field-visit.md",
    ]


def test_the_pdf_has_four_pages_of_text() -> None:
    with pypdfium2.PdfDocument(HANDBOOK / "fleet-report-2025.pdf") as document:
        texts = [page.get_textpage().get_text_range() for page in document]
    assert len(texts) == 4
    assert "Uptime in 2025 by kind of site" in texts[1]
    assert "4.18" in texts[2]
    assert "54 stations" in texts[3]
