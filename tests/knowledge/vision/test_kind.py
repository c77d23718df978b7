"""Which kind a picture is of, told without a model."""

import pytest

from knowledge.records import Box, TextLine
from knowledge.vision.kind import guess
from tests.drawn import draw, subjects
from tests.way.drawing import lines, photo

EXPECTED = {
    "bar chart": "chart",
    "pie chart": "chart",
    "table": "table",
    "flow diagram": "diagram",
    "tree diagram": "diagram",
    "error dialog": "screenshot",
    "question dialog": "screenshot",
}


@pytest.mark.parametrize("kind", EXPECTED)
def test_most_drawings_are_told_by_their_shapes(kind: str) -> None:
    some = [one for one in subjects() if one.kind == kind]
    told = [guess(draw(some[seed % len(some)], seed), ()) for seed in range(12)]
    assert told.count(EXPECTED[kind]) >= 9


def test_a_photo_is_told_whatever_its_colours() -> None:
    assert {guess(photo(seed), ()) for seed in range(8)} == {"photo"}


def test_large_words_at_the_edges_of_a_photo_make_a_meme() -> None:
    above = TextLine("WHEN THE PRINTER", Box(0.1, 0.02, 0.9, 0.12))
    below = TextLine("WORKS", Box(0.3, 0.86, 0.7, 0.97))
    inside = TextLine("a sign in the street", Box(0.4, 0.5, 0.6, 0.53))
    assert guess(photo(1), (above, below)) == "meme"
    assert guess(photo(1), (above, inside)) == "photo"


def test_dark_words_all_over_light_paper_are_a_document() -> None:
    words = ["The meal allowance is 38 euros a day in Norway."] * 12
    written = [
        TextLine(word, Box(0.05, 0.06 + n / 14, 0.9, 0.1 + n / 14)) for n, word in enumerate(words)
    ]
    page = lines(words, (900, 1200))
    assert guess(page, written) == "document"
    assert guess(page, ()) == "screenshot"


def test_the_smallest_picture_has_a_kind() -> None:
    assert guess(lines((), (3, 3)), ()) == "screenshot"
