"""Which pictures a question means, and when they are forgotten."""

from typing import Protocol

import pytest

from bot.records import Picture
from bot.store.database import Database
from bot.store.looked import LookedAt, Meant
from knowledge.records import Box, Sight, TextLine


class Clock(Protocol):
    now: float

    def __call__(self) -> float: ...


def picture(words: str) -> Picture:
    line = TextLine(words, Box(0, 0, 1, 1))
    return Picture(Sight(b"", "image/png", 9, 9, "0" * 64, lines=(line,)), "photo.jpg", words)


@pytest.fixture
def looked(database: Database, clock: Clock) -> LookedAt:
    looked = LookedAt(database, clock)
    looked.record(-9, 3, 10, [picture("old")], "An old one.")
    clock.now += 60
    looked.record(-9, 3, 20, [picture("one"), picture("two")], "Two errors.")
    return looked


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("And what about the second photo?", ["two"]),
        ("第二张图片呢？", ["two"]),
        ("А что на втором фото?", ["two"]),
        ("What is on the last picture?", ["two"]),
        ("What do the screenshots say?", ["one", "two"]),
        ("And the third picture?", ["two"]),
        ("And the fourth picture?", []),
        ("What is the second step?", []),
    ],
)
def test_a_question_means_the_pictures_it_names(
    looked: LookedAt, text: str, words: list[str]
) -> None:
    assert [one.words for one in looked.meant(-9, 3, text).pictures] == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("What was the total on the invoice photo?", ["Invoice 4711 Total 99 euros"]),
        ("Which gate did the screenshot of my boarding pass name?", ["Gate B12"]),
        ("图片里的年假是几天？", ["年假二十五天"]),
        ("What colour is it in the photo?", ["Two dogs"]),
    ],
)
def test_a_question_means_the_picture_that_it_speaks_of(
    database: Database, clock: Clock, text: str, words: list[str]
) -> None:
    looked = LookedAt(database, clock)
    seen = (
        ("Invoice 4711 Total 99 euros", "An invoice of a hotel."),
        ("Gate B12", "A boarding pass for flight DY 1302."),
        ("年假二十五天", "一页手册。"),
        ("Two dogs", "A photo of two dogs on a beach."),
    )
    for number, (read, said) in enumerate(seen):
        clock.now += 60
        looked.record(-9, 3, number, [picture(read)], said)
    assert [one.words for one in looked.meant(-9, 3, text).pictures] == words


def test_other_conversations_see_nothing_and_reset_and_age_forget(
    looked: LookedAt, database: Database, clock: Clock
) -> None:
    assert looked.meant(-9, 4, "the photo?") == looked.meant(-8, 3, "the photo?") == Meant()
    clock.now += 31 * 86_400
    assert looked.meant(-9, 3, "the photo?") == Meant()
    looked.sweep()
    assert database.rows("SELECT * FROM looked") == []
    looked.record(-9, 3, 30, [picture("new")], "New.")
    looked.reset(-9, 3)
    assert looked.meant(-9, 3, "the photo?") == Meant()


@pytest.mark.parametrize(
    ("text", "described"),
    [
        ("How many are on the photo with the red circles?", "red circles"),
        ("In the picture of our harbour, is it night?", "harbour"),
        ("那张有三个红色圆形的照片里是什么？", "三个红色圆形"),
        ("Что написано на фото с красной машиной?", "красной машиной"),
        ("And the second photo with a car?", ""),
        ("What do the screenshots say?", ""),
        ("Is there parking with a view of the car?", ""),
        ("What does the screenshot with old say?", ""),
    ],
)
def test_what_a_picture_is_said_to_show_is_looked_for_where_nothing_else_tells(
    looked: LookedAt, text: str, described: str
) -> None:
    assert looked.meant(-9, 3, text).described == described


def test_how_pictures_look_is_kept_as_long_as_what_they_say(
    looked: LookedAt, database: Database, clock: Clock
) -> None:
    looked.see(-9, 3, 20, "clip@1", [b"", b"\x00\x3c"])
    known = looked.earlier(-9, 3)
    assert [(one.model, one.vector) for one in known] == [
        ("", b""), ("clip@1", b""), ("clip@1", b"\x00\x3c"),
    ]  # fmt: skip
    clock.now += 86_400
    looked.record(-9, 3, 30, [picture("new")], "New.")
    of_yesterday = looked.earlier(-9, 3, "the photo I sent yesterday")
    assert [one.words for one in of_yesterday] == ["old", "one", "two"]
    looked.reset(-9, 3)
    assert looked.earlier(-9, 3) == ()
    assert database.rows("SELECT * FROM looked WHERE vector IS NOT NULL") == []
