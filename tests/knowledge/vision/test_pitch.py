"""How narrow a line may be read, told by the lines that were read before it on the same page."""

import pytest

from knowledge.vision.pitch import CODE, HEIGHT, Pitch

PROSE = "Questions go to the service desk, which answers within a day."


def test_first_line_is_read_at_its_whole_width() -> None:
    assert Pitch().narrowed(height=22) == 1.0


def test_next_line_of_the_size_is_read_narrower_so_that_letters_keep_their_room() -> None:
    page = Pitch()
    page.learn(PROSE, width=20 * len(PROSE), height=HEIGHT)

    assert 0.6 < page.narrowed(height=HEIGHT) < 0.7


def test_line_made_higher_by_a_mark_keeps_the_room_of_its_letters() -> None:
    page = Pitch()
    page.learn(PROSE, width=10 * len(PROSE), height=20)

    # At the model's height its letters are so much smaller.
    assert page.narrowed(height=24) == pytest.approx(1.2 * page.narrowed(height=20))


def test_heading_of_another_size_is_read_whole() -> None:
    page = Pitch()
    page.learn(PROSE, width=20 * len(PROSE), height=20)

    assert page.narrowed(height=40) == 1.0


def test_widest_need_of_a_page_counts() -> None:
    page = Pitch()
    page.learn(PROSE, width=30 * len(PROSE), height=HEIGHT)
    page.learn(PROSE, width=15 * len(PROSE), height=HEIGHT)

    assert page.narrowed(HEIGHT) > 0.8


@pytest.mark.parametrize(
    "text", ["def __init__(self) -> None: ...", "请清空回收站，然后再试一次。磁盘空间不足"]
)
def test_marks_and_chinese_letters_need_more_room_than_prose(text: str) -> None:
    plain, other = Pitch(), Pitch()
    plain.learn(PROSE, width=30 * len(PROSE), height=HEIGHT)
    other.learn(text, width=30 * len(text), height=HEIGHT)

    assert other.narrowed(HEIGHT) > plain.narrowed(HEIGHT)


def test_line_set_closer_than_letters_need_is_not_stretched() -> None:
    page = Pitch()
    page.learn(PROSE, width=6 * len(PROSE), height=HEIGHT)

    assert page.narrowed(HEIGHT) == 1.0


def test_a_single_word_says_nothing_of_others() -> None:
    page = Pitch()
    page.learn("Close", width=400, height=HEIGHT)

    assert page.narrowed(HEIGHT) == 1.0


@pytest.mark.parametrize(
    ("text", "spelled"),
    [
        ("token: xoxb4f9Kq2LmZ81", True),
        ("commit 3f9a1c07be2244d1", True),
        ("the gateway listens on UDP port 51820", False),
        ("incomprehensibilities", False),
    ],
)
def test_keys_and_hashes_are_told_from_words(text: str, spelled: bool) -> None:
    assert (CODE.search(text) is not None) is spelled
