"""Looking at pictures as the rest of the product does: bytes in, `Sight` out."""

import io
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import wait

import pytest
from PIL import Image, ImageDraw, ImageFont

from knowledge.errors import TookTooLong, Unreadable
from knowledge.picture_kind import PictureKind
from knowledge.records import Sight, TextLine
from knowledge.vision.eyes import Eyes

SCREEN = (
    "Error ERR-4012: disk quota exceeded on volume backup",
    "Free space before the nightly job starts at two",
    "Contact operations if this message comes again",
)


@pytest.fixture(scope="module")
def eyes() -> Iterator[Eyes]:
    eyes = Eyes(read_threads=2)
    yield eyes
    eyes.close()


def screen(turn: int = 0) -> bytes:
    picture = Image.new("RGB", (760, 240), "white")
    for row, line in enumerate(SCREEN):
        font = ImageFont.load_default(22)
        ImageDraw.Draw(picture).text((40, 30 + 60 * row), line, fill="black", font=font)
    return encoded(picture.rotate(turn, expand=True))


def encoded(picture: Image.Image) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    return buffer.getvalue()


def words(lines: tuple[TextLine, ...]) -> list[str]:
    return [line.text.replace(" ", "") for line in lines]


EXPECTED = [line.replace(" ", "") for line in SCREEN]


def test_a_screenshot_is_read_line_by_line_with_places(eyes: Eyes) -> None:
    sight = eyes.look(screen())
    assert words(sight.lines) == EXPECTED
    first = sight.lines[0]
    assert first.confidence > 0.9
    assert first.box.left == pytest.approx(40 / 760, abs=0.02)
    assert 0.1 < first.box.top < first.box.bottom < 0.27
    assert sight.text.count("\n") == 2


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_page_is_read_as_well(eyes: Eyes, turn: int) -> None:
    sight = eyes.look(screen(turn))
    assert words(sight.lines) == EXPECTED
    box = sight.lines[0].box
    # Places are those in the picture as it was sent.
    start = {90: (box.left, 0.17), 180: (1 - box.bottom, 0.17), 270: (1 - box.right, 0.17)}[turn]
    assert start[0] == pytest.approx(start[1], abs=0.06)


def test_two_columns_are_read_row_by_row(eyes: Eyes) -> None:
    picture = Image.new("RGB", (800, 160), "white")
    for x, y, word in (
        (40, 30, "Alpha"),
        (500, 33, "Bravo"),
        (40, 100, "Charlie"),
        (500, 97, "Delta"),
    ):
        ImageDraw.Draw(picture).text((x, y), word, fill="black", font=ImageFont.load_default(26))
    assert words(eyes.look(encoded(picture)).lines) == ["Alpha", "Bravo", "Charlie", "Delta"]


def test_the_same_bytes_are_looked_at_once(eyes: Eyes) -> None:
    content = screen()
    read = eyes.look(content)
    assert eyes.look(content) is read
    assert eyes.look(content, read=False) is read


def test_callers_at_the_same_time_share_one_look(eyes: Eyes) -> None:
    content = encoded(Image.new("RGB", (321, 123), "navy"))
    looks = [eyes.submit(content) for _ in range(5)]
    assert not looks[0].cancel()
    assert len({id(look.result()) for look in looks}) == 1


def test_a_picture_without_words_has_none(eyes: Eyes) -> None:
    assert eyes.look(encoded(Image.new("RGB", (300, 200), "navy"))).lines == ()


def test_a_refusal_does_not_wait_for_a_page_that_is_read(eyes: Eyes) -> None:
    eyes.look(screen(), read=False)
    pages = [eyes.submit(encoded(Image.effect_noise((900, 700 + n), 90))) for n in range(3)]
    with pytest.raises(Unreadable):
        eyes.look(b"no picture")
    assert not pages[-1].done()
    wait(pages)


def test_closed_eyes_say_so() -> None:
    eyes = Eyes()
    eyes.close()
    with pytest.raises(TookTooLong, match="stopping"):
        eyes.look(screen())


def test_whoever_waits_for_a_picture_model_is_told_when_the_eyes_close() -> None:
    eyes, asked, closed = Eyes(), threading.Event(), threading.Event()

    def kind_of(sight: Sight) -> PictureKind:
        asked.set()
        closed.wait(60)
        return "screenshot"

    eyes.asks(kind_of)
    contents = [screen() + bytes(number) for number in range(3)]
    # They are opened: what is left is to ask the model about one after the other.
    looks = [eyes.submit(content) for content in contents]
    wait([eyes.submit(content, read=False) for content in contents])
    assert asked.wait(60)
    eyes.close()
    closed.set()
    for look in looks:
        with pytest.raises(TookTooLong, match="stopping"):
            look.result(60)


def test_the_parent_imports_no_decoder_and_starts_nothing_by_itself() -> None:
    script = "\n".join(
        (
            "import multiprocessing, sys",
            "from knowledge.vision.eyes import Eyes",
            "eyes = Eyes()",
            "heavy = {'PIL', 'numpy', 'cv2', 'openvino', 'rapidocr', 'pypdfium2', 'pebble'}",
            "print(sorted(heavy & set(sys.modules)), multiprocessing.active_children())",
            "eyes.close()",
        )
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.stderr) == ("[] []\n", "")
