"""Files that break a rule or two: what is whole in them is read all the same."""

import struct
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]  # ships no types

from knowledge.errors import Unreadable
from knowledge.film.boxes import tracks
from knowledge.film.lottie import unpack
from knowledge.parse import parse
from knowledge.parse.shown import shown
from tests.knowledge.fakes import write
from tests.knowledge.parse.drawing import drawn, lines
from tests.knowledge.parse.filming import film


def texts(name: str, content: bytes) -> list[str]:
    return [block.text for block in parse(name, content).blocks]


def test_a_value_longer_than_any_cell_does_not_cost_the_table() -> None:
    long, short = texts("a.csv", b"name,blob\nx," + b"A" * 300_000 + b"\ny,2\n")
    assert long.startswith("name: x\nblob: AAAA")
    assert short == "name | blob\ny | 2"


def test_a_numbered_list_may_begin_at_nought() -> None:
    assert texts("a.md", b"0. zero\n1. one\n") == ["0. zero\n1. one"]
    assert texts("b.md", b"7. seven\n8. eight\n") == ["7. seven\n8. eight"]


@pytest.mark.parametrize("charset", ["utf-16", "UTF-16LE", "utf-32", "unicode", "undefined", "x"])
def test_a_page_that_names_an_encoding_it_cannot_have_is_read(charset: str) -> None:
    page = f'<html><head><meta charset="{charset}"></head><body><p>Grüße!</p></body></html>'
    for content in (page.encode(), page.encode() + b" "):
        assert texts("a.html", content) == ["Grüße!"]


@pytest.mark.parametrize("charset", ["utf-7", "unicode_escape", "undefined", "a\0b", "nobody's"])
def test_a_mail_of_whatever_encoding_can_be_kept(charset: str) -> None:
    head = f'From: a@b.c\r\nContent-Type: text/plain; charset="{charset}"\r\n\r\n'
    _, said = texts("a.eml", head.encode() + b"Hi +2AA- and \\ud800 there\r\n")
    assert said.encode().startswith(b"Hi ")
    assert said.endswith("there")


@pytest.mark.parametrize("cut", ["title", "bookmark"])
def test_a_name_that_was_cut_within_a_letter_does_not_cost_the_pdf(cut: str) -> None:
    def page(canvas: Canvas) -> None:
        canvas.bookmarkPage("here")
        canvas.addOutlineEntry("ABCDEFGHIJKL" if cut == "bookmark" else "Backups", "here")
        lines(canvas, (50, 440, 20, "Backups"), (50, 400, 10, "The nightly job copies."))

    content = drawn(page, title="ABCDEFGHIJKL" if cut == "title" else "")
    # The first half of an emoji at the end, in UTF-16.
    broken = content.replace(b"(ABCDEFGHIJKL)", b"<FEFF0041D83D>")
    assert broken != content
    parsed = parse("a.pdf", broken)
    assert parsed.title == "Backups"
    assert [block.text for block in parsed.blocks] == ["Backups", "The nightly job copies."]


def test_a_transcript_that_is_no_text_does_not_cost_the_video(tmp_path: Path) -> None:
    content = film(tmp_path / "tour.mp4", [("Sign in", 3)])
    write(tmp_path, {"tour.vtt": bytes(range(256)) * 20})
    parsed = parse("tour.mp4", content, tmp_path)
    assert len(parsed.blocks) == 1
    (warning,) = parsed.warnings
    assert warning.startswith("the transcript 'tour.vtt' was left out: this is not text")


@pytest.mark.parametrize(
    ("value", "seen"),
    [
        (timedelta(minutes=-30), "-0:30:00"),
        (timedelta(hours=-26, seconds=-1), "-26:00:01"),
        (timedelta(hours=26), "26:00:00"),
    ],
)
def test_a_span_of_time_may_be_negative(value: timedelta, seen: str) -> None:
    assert shown(value, "[h]:mm:ss") == seen


def box(name: str, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return struct.pack(">I4s", len(body) + 8, name.encode()) + body


def test_a_sample_beyond_all_numbers_is_not_in_the_film() -> None:
    def table(name: str, *numbers: int) -> bytes:
        return box(name, struct.pack(f">{len(numbers) + 1}I", 0, *numbers))

    stbl = box(
        "stbl",
        table("stsd", 1),
        table("stts", 1, 2, 1),
        table("stsc", 1, 1, 1, 1),
        table("stsz", 0, 2, 100, 4),
        # Added to its size, the first place is beyond the largest number of 64 bits.
        box("co64", struct.pack(">IIQQ", 0, 2, 2**63 - 10, 8)),
    )
    mdhd = table("mdhd", 0, 0, 1_000, 2, 0)
    mdia = box("mdia", mdhd, table("hdlr", 0, 0, 0), box("minf", stbl))
    (track,) = tracks(box("moov", box("trak", mdia)))
    assert track.offsets.tolist() == [8]
    assert np.array_equal(track.sizes, [4])


def test_a_sticker_of_endless_numbers_is_refused() -> None:
    import gzip

    with pytest.raises(Unreadable):
        unpack(gzip.compress(b'{"w": 1' + b"0" * 400 + b', "layers": []}'))
