"""PDFs made to hurt: each ends in a report within seconds, and the next good file is read."""

import time
from collections.abc import Callable

import pytest

from knowledge.errors import Unreadable
from knowledge.vision.eyes import Eyes
from tests.hostile import bombs
from tests.knowledge.parse.drawing import drawn, lines

GOOD = drawn(lambda canvas: lines(canvas, (50, 400, 10, "The porter has a spare key.")))

REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "100,000 pages that are one": (lambda: bombs.many_pages(100_000), "100000 pages.*split it"),
    "cross-references in a circle": (bombs.xref_loop, "damaged|no page"),
    "nothing but a header": (lambda: b"%PDF-1.7\n%%EOF", "damaged"),
    "the first half of a file": (lambda: GOOD[: len(GOOD) // 2], "damaged|no page"),
    "a password": (lambda: drawn(lambda canvas: None, password="swordfish"), "without one"),
}

SURVIVED: dict[str, Callable[[], bytes]] = {
    "a million pages that are not there": lambda: bombs.claimed_pages(1_000_000),
    "pages in a circle": bombs.page_tree_loop,
    "forms in a circle": bombs.form_loop,
    "40 MB of lines": bombs.inflated_page,
}


@pytest.mark.parametrize("name", REFUSED)
def test_each_is_refused_in_one_sentence_within_seconds(eyes: Eyes, name: str) -> None:
    make, reason = REFUSED[name]
    content = make()
    started = time.monotonic()
    with pytest.raises(Unreadable, match=reason):
        eyes.parse("bad.pdf", content)
    assert time.monotonic() - started < 20
    assert "spare key" in eyes.parse("good.pdf", GOOD).blocks[0].text


@pytest.mark.parametrize("name", SURVIVED)
def test_each_is_refused_or_read_as_far_as_it_goes(eyes: Eyes, name: str) -> None:
    content = SURVIVED[name]()
    started = time.monotonic()
    try:
        parsed = eyes.parse("bad.pdf", content)
    except Unreadable as error:
        assert ";" in str(error)
    else:
        assert parsed.pages < 1_000
    assert time.monotonic() - started < 60
    assert "spare key" in eyes.parse("good.pdf", GOOD).blocks[0].text
