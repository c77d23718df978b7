"""Letters that a model can hardly tell apart, settled by the words around them."""

import pytest

from knowledge.vision.lookalikes import settled


def read(text: str, other: dict[str, float]) -> str:
    """Settle a text whose letters are sure but for these others, each with its chance wherever it may stand."""
    return "".join(settled(text, lambda at, letter: 0.9 if letter == text[at] else other[letter]))


DOUBT = {letter: 0.05 for letter in "0Oo1lI"}


@pytest.mark.parametrize(
    ("seen", "meant"),
    [
        ("INF0", "INFO"),
        ("ERR0R: disk", "ERROR: disk"),
        ("wor1d", "world"),
        ("2O24-11-O3", "2024-11-O3"),
        ("r0ot 10", "root 10"),
    ],
)
def test_word_or_number_settles_its_doubtful_letter(seen: str, meant: str) -> None:
    assert read(seen, DOUBT) == meant


@pytest.mark.parametrize("seen", ["8c0l7d", "x0", "0", "100", "ls -1", "10:00", "A0-B1"])
def test_what_tells_nothing_is_left_as_it_was_seen(seen: str) -> None:
    assert read(seen, DOUBT) == seen


def test_letter_that_is_sure_stays_in_any_word() -> None:
    assert read("eth0 utf8 sha1", dict.fromkeys("0Oo1lI", 0.0001)) == "eth0 utf8 sha1"
