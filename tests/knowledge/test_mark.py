"""Which lines a quote was taken from, and the cited lines in frames on what is shown."""

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from bot.demo.draw import __path__ as drawn
from knowledge import KnowledgeBase, mark
from knowledge.errors import NotFound
from knowledge.records import Box, Query, Scope, TextLine
from knowledge.vision.eyes import Eyes
from knowledge.vision.outline import FRAME
from tests.knowledge.fakes import WordEmbedder

HANDBOOK = Path(drawn[0]).parent / "handbook"


def lines(*texts: str, left: float = 0.1) -> tuple[TextLine, ...]:
    return tuple(
        TextLine(text, Box(left, 0.1 * at, left + 0.4, 0.1 * at + 0.05))
        for at, text in enumerate(texts, 1)
    )


LEAVE = lines(
    "Chapter 4. Leave and absence",
    "Rules differ by country. Every em-",
    "ployee has 25 days of paid leave a",
    "year. Ask your team lead first.",
    "Country      Days      Carried over",
    "Norway       25        5",
    "每位员工每年有二十五天带薪年假。",
)


@pytest.mark.parametrize(
    ("quote", "expected"),
    [
        ("Every employee has 25 days of paid leave a year.", [1, 2, 3]),
        ("Ask your team lead first.", [3]),
        ("Country: Norway; Days: 25; Carried over: 5", [4, 5]),
        ("员工每年有二十五天", [6]),
        ("The VPN profile has expired.", []),
        ("", []),
    ],
)
def test_a_quote_is_found_in_its_lines_and_no_other(quote: str, expected: list[int]) -> None:
    assert mark.places([quote], LEAVE) == tuple(LEAVE[at].box for at in expected)


def test_of_lines_that_read_alike_those_of_the_passage_are_taken() -> None:
    left, right = (
        lines("Every employee has 25 days."),
        lines("Every employee has 25 days.", left=0.6),
    )
    passage = Box(0.55, 0.0, 1.0, 0.5)
    assert mark.places(["Every employee has 25 days."], left + right, [passage]) == (right[0].box,)


def test_lines_that_follow_closely_share_a_frame_and_far_ones_do_not() -> None:
    near, next_one, far = (
        Box(0.1, 0.1, 0.5, 0.12),
        Box(0.1, 0.13, 0.6, 0.15),
        Box(0.1, 0.8, 0.5, 0.82),
    )
    assert mark.joined((near, next_one, far)) == (Box(0.1, 0.1, 0.6, 0.15), far)


def test_the_part_of_the_page_that_is_shown_has_its_surroundings() -> None:
    strip = mark.around([Box(0.1, 0.5, 0.5, 0.52)])
    assert strip is not None
    assert (strip.left, strip.right) == (0.0, 1.0)
    assert strip.bottom - strip.top >= mark.LEAST_HEIGHT - 1e-9
    assert mark.around([Box(0.1, 0.02, 0.5, 0.04), Box(0.1, 0.9, 0.5, 0.92)]) is None


def framed(picture: bytes) -> int:
    """Count the pixels of the frames' colour."""
    with Image.open(io.BytesIO(picture)) as opened:
        pixels = np.asarray(opened.convert("RGB"), dtype=int)
    return int((np.abs(pixels - FRAME).max(axis=2) < 12).sum())


def test_the_cited_lines_of_a_pdf_stand_in_a_frame_on_a_part_of_their_page(
    home: Path, real_eyes: Eyes, embedder: WordEmbedder
) -> None:
    base = KnowledgeBase(home, real_eyes, embedder=embedder)
    try:
        base.learn([HANDBOOK / "fleet-report-2025.pdf"], "team")
        team = Scope(("team",))
        hits = base.search(Query("What did the fleet cost?"), team).hits
        hit = next(hit for hit in hits if hit.image and "#page=3" in hit.image)
        assert hit.image is not None
        within = [hit.unit.box] if hit.unit.box else []
        quote = "The fleet cost NOK 4.18 million, NOK 87,000 for each station."
        shown = base.gallery.cited(hit.image, [quote], within, team)
        assert framed(shown) > 2_000
        with (
            Image.open(io.BytesIO(shown)) as part,
            Image.open(io.BytesIO(base.picture(hit.image, team))) as page,
        ):
            assert part.height / part.width < 0.5 < page.height / page.width
        with pytest.raises(NotFound):
            base.gallery.cited(hit.image, [quote], within, Scope(("other",)))
    finally:
        base.close()


def test_a_cited_picture_is_shown_whole_with_the_line_that_was_read_in_a_frame(
    home: Path, real_eyes: Eyes, embedder: WordEmbedder
) -> None:
    base = KnowledgeBase(home, real_eyes, embedder=embedder)
    try:
        base.learn([HANDBOOK / "pictures" / "error-nl-4012.png"], "team")
        team = Scope(("team",))
        hit = next(hit for hit in base.search(Query("NL-4012"), team).hits if hit.image)
        assert hit.image is not None
        plain = base.picture(hit.image, team)
        assert base.gallery.cited(hit.image, ["nothing of the kind is written"], (), team) == plain
        words = max(hit.unit.fields.get("ocr", "").splitlines() or [hit.unit.text], key=len)
        shown = base.gallery.cited(hit.image, [words], (), team)
        assert framed(shown) > framed(plain) + 300
    finally:
        base.close()
