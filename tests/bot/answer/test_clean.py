"""What is private in a picture is painted over, also where one way of reading does not see it."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from bot.answer.clean import Cleaner
from bot.errors import NotSent
from bot.records import Picture, Question
from knowledge.privacy import Marks
from knowledge.records import Box, Sight, TextLine
from tests.bot.safety.elsewhere import question

LABEL = TextLine("Wi-Fi password", Box(0.1, 0.1, 0.4, 0.2), 0.99)
VALUE = TextLine("Blue-Horse-77", Box(0.1, 0.22, 0.4, 0.3), 0.9)
PLAIN = TextLine("Lunch is at noon", Box(0.1, 0.1, 0.4, 0.2), 0.99)


class Desk:
    """Reads and paints one picture: its first reading sees `first`, the closer one `closer` until that is covered."""

    def __init__(self, first: tuple[TextLine, ...], closer: tuple[TextLine, ...]) -> None:
        self.first, self.closer = first, closer
        self.painted: tuple[TextLine, ...] | None = None
        self.covered: list[Box] = []
        self.closer_looks = 0

    def look(self, content: bytes) -> Sight:
        lines = self.first if content != b"painted" or self.painted is None else self.painted
        return Sight(content, "image/png", 800, 600, "0" * 64, lines=lines, read=True)

    def look_closer(self, content: bytes) -> Sequence[TextLine]:
        self.closer_looks += 1
        return [] if content == b"painted" else self.closer

    def cover(self, content: bytes, covers: Sequence[tuple[Box, str]]) -> tuple[bytes, str]:
        self.covered += [box for box, _ in covers]
        return b"painted", "image/png"

    def clean(self) -> Question:
        asked = replace(question(), pictures=(Picture(self.look(b"as it came"), "a.png"),))
        cleaner = Cleaner(self.look, self.cover, lambda _: (), self.look_closer)
        return cleaner.question(asked, Marks())


def test_a_password_that_the_first_reading_missed_is_painted_over() -> None:
    desk = Desk((LABEL,), (LABEL, VALUE))
    cleaned = desk.clean()
    assert cleaned.pictures[0].sight.content == b"painted"
    (place,) = desk.covered
    assert place.top < VALUE.box.top
    assert place.bottom > VALUE.box.bottom


@pytest.mark.parametrize(
    ("place", "covered"),
    [
        (Box(0.1, 0.22, 0.4, 0.32), True),
        (Box(0.45, 0.1, 0.8, 0.2), True),
        (Box(0.1, 0.7, 0.4, 0.8), False),
        (Box(0.6, 0.3, 0.9, 0.4), False),
    ],
)
def test_a_field_of_a_secret_is_painted_over_although_it_was_hardly_read(
    place: Box, covered: bool
) -> None:
    faint = TextLine("Bl ue 1orse", place, 0.55)
    desk = Desk((PLAIN, replace(LABEL, box=Box(0.1, 0.1, 0.4, 0.2)), faint), ())
    desk.painted = (LABEL,)
    desk.clean()
    assert desk.covered == ([place] if covered else [])


@pytest.mark.parametrize(
    "field",
    [
        TextLine("Change it", VALUE.box, 0.9),
        TextLine("*ooo*ooooo*", VALUE.box, 0.5),
        TextLine("......", VALUE.box, 0.5),
    ],
)
def test_words_that_were_read_and_rows_of_dots_below_a_label_stay(field: TextLine) -> None:
    desk = Desk((LABEL, field), ())
    assert desk.clean().pictures[0].sight.content == b"as it came"


def test_a_picture_that_announces_nothing_is_read_once() -> None:
    desk = Desk((PLAIN,), (LABEL, VALUE))
    assert desk.clean().pictures[0].sight.content == b"as it came"
    assert desk.closer_looks == 0


def test_a_picture_that_no_paint_makes_clean_stays_here() -> None:
    desk = Desk((LABEL, VALUE), ())
    with pytest.raises(NotSent):
        desk.clean()
