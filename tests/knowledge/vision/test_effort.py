"""How closely pictures are read by what kind they are, and that no reading is less than a plain one."""

import io
import random
from collections.abc import Iterator, Sequence

import pytest
from PIL import Image, ImageDraw, ImageFont

from knowledge.errors import ModelMissing
from knowledge.picture_kind import PictureKind
from knowledge.records import Box, Sight, TextLine
from knowledge.vision import effort
from knowledge.vision.effort import joined
from knowledge.vision.eyes import Eyes
from knowledge.vision.inside import open_up
from knowledge.vision.limits import Limits
from knowledge.vision.ocr import Reader
from tests.way.drawing import photo

INK, PAPER = (24, 28, 36), (250, 250, 252)
CITIES = [
    "Stockholm",
    "Helsinki",
    "Reykjavik",
    "Hamburg",
    "Marseille",
    "Antwerp",
    "Tallinn",
    "Uppsala",
    "Bergen",
]


@pytest.fixture(scope="module")
def eyes() -> Iterator[Eyes]:
    eyes = Eyes()
    yield eyes
    eyes.close()


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


def encoded(picture: Image.Image, form: str = "PNG", **more: int) -> bytes:
    held = io.BytesIO()
    picture.save(held, form, **more)
    return held.getvalue()


def words(lines: Sequence[TextLine]) -> set[str]:
    return {word for line in lines for word in line.text.split()}


def screen(size: tuple[int, int], rows: int, points: int = 12) -> tuple[bytes, set[str]]:
    """Draw a large screen with small print, and return every word on it."""
    picture = Image.new("RGB", size, PAPER)
    pen, font = ImageDraw.Draw(picture), ImageFont.load_default(points)
    drawn: set[str] = set()
    for row in range(rows):
        text = f"Ticket {4000 + row} of {CITIES[row % 9]} was closed {row % 28 + 1} March"
        pen.text((60, 40 + row * 3 * points), text, fill=INK, font=font)
        drawn.update(text.split())
    return encoded(picture), drawn


def chart(seed: int) -> tuple[bytes, set[str]]:
    """Draw bars with small values above them and names that run upwards below."""
    chosen, picture = random.Random(seed), Image.new("RGB", (800, 520), "white")
    pen, font = ImageDraw.Draw(picture), ImageFont.load_default(9)
    pen.line((70, 50, 70, 400, 780, 400), fill=INK)
    drawn: set[str] = set()
    for at, city in enumerate(chosen.sample(CITIES, len(CITIES))):
        left, value = 90 + 76 * at, chosen.randint(100, 999)
        top = 400 - chosen.randint(40, 320)
        pen.rectangle((left, top, left + 30, 399), fill=(48, 86, 214))
        pen.text((left + 15, top - 3), str(value), fill=INK, font=font, anchor="mb")
        name = Image.new("L", (int(pen.textlength(city, font=font)) + 4, 17), 0)
        ImageDraw.Draw(name).text((2, 1), city, fill=255, font=font)
        name = name.rotate(90, expand=True, resample=Image.Resampling.BICUBIC)
        picture.paste(INK, (left + 19 - name.width, 406), name)
        drawn |= {city, str(value)}
    return encoded(picture), drawn


@pytest.mark.parametrize(("size", "rows"), [((5120, 2880), 40), ((1080, 7200), 60)])
def test_small_print_of_a_large_or_scrolled_screen_is_read_at_its_full_size(
    eyes: Eyes, reader: Reader, size: tuple[int, int], rows: int
) -> None:
    content, drawn = screen(size, rows, points=14)
    sight = eyes.look(content)
    assert max(sight.width, sight.height) == Limits().longest_side
    missed = len(drawn - words(sight.lines)) / len(drawn)
    before = len(drawn - words(reader.read(sight.content))) / len(drawn)
    assert missed <= 0.03 < before
    middle = sight.lines[len(sight.lines) // 2].box
    assert 0 < middle.top < middle.bottom < 1


def test_of_charts_more_labels_are_read_than_by_a_plain_reading(eyes: Eyes, reader: Reader) -> None:
    plain = close = of = 0
    for seed in range(4):
        content, drawn = chart(seed)
        assert open_up(content, Limits(), True).effort == "closer"
        close += len(drawn & words(eyes.look(content).lines))
        plain += len(drawn & words(reader.read(content)))
        of += len(drawn)
    assert close > plain or plain == of
    assert close / of >= 0.7


def test_photos_are_read_once_and_what_was_drawn_as_closely_as_its_sender_left_it() -> None:
    content, _ = screen((1280, 800), 20)
    with Image.open(io.BytesIO(content)) as picture:
        lossy = encoded(picture.convert("RGB"), "JPEG", quality=70)
    chosen = [open_up(one, Limits(), True) for one in (photo(), photo(2), content, lossy)]
    assert [one.effort for one in chosen] == ["once", "once", "whole", "doubting"]
    assert not any(one.whole for one in chosen)
    assert open_up(content, Limits(), False).effort == "once"


def test_a_picture_model_is_asked_about_what_was_drawn_and_overrules_its_pixels(
    reader: Reader,
) -> None:
    content, _ = chart(2)
    asked: list[tuple[int, bool]] = []

    def kind_of(sight: Sight) -> PictureKind:
        asked.append((sight.width, sight.read))
        if len(asked) > 1:
            raise ModelMissing("its weights are gone; pull them again")
        return "screenshot"

    eyes = Eyes()
    eyes.asks(kind_of)
    plainly = words(eyes.look(content).lines)
    assert plainly == words(reader.read(content))
    closely = words(eyes.look(content + b" ").lines)
    assert closely == words(effort.read(reader, content, "closer"))
    assert eyes.look(photo(3)).read
    eyes.close()
    assert asked == [(800, False)] * 2


class Twice:
    """Reads what it is told to."""

    def __init__(
        self,
        first: Sequence[TextLine],
        closer: Sequence[TextLine] = (),
        whole: Sequence[TextLine] = (),
    ) -> None:
        self._first, self._closer, self._whole = tuple(first), tuple(closer), tuple(whole)
        self.asked = 0

    def read(self, content: bytes) -> tuple[TextLine, ...]:
        return self._whole if content == b"whole" else self._first

    def read_closer(self, content: bytes) -> tuple[TextLine, ...]:
        self.asked += 1
        return self._closer


def line(
    text: str, top: float, left: float = 0.1, right: float = 0.9, sure: float = 0.95
) -> TextLine:
    return TextLine(text, Box(left, top, right, top + 0.04), sure)


@pytest.mark.parametrize(
    ("chosen", "first", "asked"),
    [
        ("once", [line("pass", 0.1, sure=0.5)], 0),
        ("whole", [line("sure", 0.1)], 0),
        ("whole", [line("doubtful", 0.1, sure=0.6), line("sure", 0.2)], 1),
        ("doubting", [line("sure", 0.1)], 1),
        ("doubting", [line("sure", 0.1 * at) for at in range(9)], 0),
        ("closer", [line("sure", 0.1 * at) for at in range(9)], 1),
    ],
)
def test_it_is_read_again_where_it_is_worth_it(
    chosen: effort.Effort, first: list[TextLine], asked: int
) -> None:
    twice = Twice(first)
    assert list(effort.read(twice, b"", chosen)) == first
    assert twice.asked == asked


def test_a_second_reading_adds_and_parts_and_takes_nothing_away() -> None:
    whole = line("password hunter2 stays", 0.1)
    both = line("Uppsala Bergen", 0.3)
    faint = line("8ergen", 0.5, sure=0.6)
    parts = [line("Uppsala", 0.3, 0.1, 0.4), line("Bergen", 0.3, 0.5, 0.8)]
    closer = [line("password", 0.1, 0.1, 0.4), *parts, line("Bergen", 0.5), line("new", 0.7)]
    closer += [line("noise", 0.8, sure=0.5), line("★", 0.9)]
    read = joined([whole, both, faint], closer)
    assert [one.text for one in read] == [
        "password hunter2 stays", "Uppsala", "Bergen", "Bergen", "new",
    ]  # fmt: skip


def test_what_is_lost_on_a_large_ground_is_found_where_all_is_smaller() -> None:
    title, secret = line("Settings", 0.1), line("password hunter2", 0.5)
    for whole in ([title], [title, *(line("row", 0.02 * at) for at in range(20, 40))]):
        read = effort.read(Twice([title, secret], whole=whole), b"small", "whole", b"whole")
        assert ("password hunter2" in {one.text for one in read}) is (len(whole) == 1)


def test_a_shape_that_looks_like_a_letter_is_no_writing() -> None:
    shapes = [line("一", 0.1), line("O", 0.5)]
    assert joined([], shapes) == ()
    # Beside other writing it may be the end of an axis, or the mark of a part.
    axis = line("Revenue", 0.8)
    assert set(joined([axis], shapes)) == {axis, *shapes}
    assert set(joined([], [line("42", 0.1), line("7", 0.5)])) == {line("42", 0.1), line("7", 0.5)}
