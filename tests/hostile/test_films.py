"""Clips that lie, and clips that are only unusual: each is seen rightly or refused in one sentence."""

import io
import struct
from dataclasses import dataclass

import pytest
from PIL import Image

from knowledge.errors import TooLarge, Unreadable
from knowledge.film.records import Video
from knowledge.vision.eyes import Eyes
from tests.hostile import clips
from tests.hostile.clips import BLUE, GREY, RED, RED_THEN_BLUE, clip, evenly, patched
from tests.hostile.measured import one_sentence, peak_bytes

MOST_BYTES = 200 * 2**20
"""That the process which watches may ever hold."""


@dataclass(frozen=True)
class Still:
    """A still as somebody sees it: its time, its sides, and the colours of its two halves."""

    seconds: float
    width: int
    height: int
    upper: clips.Colour
    lower: clips.Colour


def stills(video: Video) -> list[Still]:
    seen = []
    for frame in video.frames:
        picture = Image.open(io.BytesIO(frame.picture)).convert("RGB")
        ends = picture.resize((1, 8), Image.Resampling.BOX)
        upper, lower = ends.getpixel((0, 0)), ends.getpixel((0, 7))
        assert isinstance(upper, tuple)
        assert isinstance(lower, tuple)
        seen.append(Still(frame.seconds, *picture.size, upper[:3], lower[:3]))
    return seen


def like(one: clips.Colour, other: clips.Colour) -> bool:
    return all(abs(a - b) < 40 for a, b in zip(one, other, strict=True))


def shows(video: Video, *colours: clips.Colour) -> bool:
    """Tell whether the stills show these colours, in this order."""
    seen = stills(video)
    return len(seen) == len(colours) and all(
        like(still.lower, colour) for still, colour in zip(seen, colours, strict=True)
    )


def number(value: int) -> bytes:
    return struct.pack(">I", value)


def lying() -> dict[str, bytes]:
    """Return the same clip under headers that lie of its length."""
    good, other = clip(RED_THEN_BLUE), clip(RED_THEN_BLUE, container="matroska")
    told = {}
    for seconds in (0, 2**31 - 1, 2**32 - 1):
        whole = patched(patched(good, b"mvhd", 16, number(seconds)), b"tkhd", 20, number(seconds))
        told[f"a duration of {seconds}"] = patched(whole, b"mdhd", 16, number(seconds))
    many = number(2**31)
    told["2^31 frames"] = patched(patched(good, b"stsz", 8, many), b"stts", 8, many)
    told["2^32 places"] = patched(good, b"stco", 4, number(2**32 - 1))
    told["no ticks a second"] = patched(good, b"mdhd", 12, bytes(4))
    index = good.index(b"moov") - 4
    told["an index beyond the end"] = good[:index] + number(2**32 - 1) + good[index + 4 :]
    told["an index of 2^63 bytes"] = (
        good[:index] + struct.pack(">I4sQ", 1, b"moov", 2**63) + good[index + 8 :]
    )
    for name, value in (("not a number", float("nan")), ("without end", float("inf"))):
        told[f"a duration {name}"] = patched(other, b"\x44\x89\x88", 0, struct.pack(">d", value))
    return told


def test_what_a_header_claims_of_time_changes_nothing_that_is_seen(eyes: Eyes) -> None:
    for name, content in lying().items():
        video = eyes.watch(content).result()
        assert shows(video, RED, BLUE), name
        assert 0 < video.seconds < 86_400, name


def test_a_clip_whose_clock_stands_still_is_seen_to_its_end(eyes: Eyes) -> None:
    standing = patched(clip(RED_THEN_BLUE), b"stts", 12, bytes(4))
    assert shows(eyes.watch(standing).result(), RED, BLUE)


def test_pictures_too_large_are_refused_whatever_the_header_says(eyes: Eyes) -> None:
    eyes.watch(clip(RED_THEN_BLUE)).result()
    before = peak_bytes()
    small = struct.pack(">H", 64)
    film = clips.huge(8192, "matroska")
    hidden = patched(patched(film, b"\xb0\x82", 0, small), b"\xba\x82", 0, small)
    for content in (clips.huge(8192), film, hidden):
        with pytest.raises(TooLarge, match="8192 x 8192 pixels") as caught:
            eyes.watch(content).result()
        assert one_sentence(caught.value)
    after = peak_bytes()
    assert all(after[pid] <= MOST_BYTES for pid in after if pid in before and pid)


def test_ten_hours_are_seen_to_the_end(eyes: Eyes) -> None:
    grey = clips.repeated(clip(evenly(3, ((0, GREY),))), 1_500, 24.0)
    video = eyes.watch(grey).result()
    assert video.seconds == pytest.approx(36_000, abs=30)
    assert not video.cut
    assert shows(video, GREY)


def test_pictures_at_odd_times_keep_their_times(eyes: Eyes) -> None:
    odd = [(0.0, RED), (0.1, RED), (0.4, RED), (1.5, RED), (1.6, BLUE), (2.9, BLUE), (6.0, BLUE)]
    video = eyes.watch(clip(odd)).result()
    assert shows(video, RED, BLUE)
    assert video.cuts == (pytest.approx(1.55, abs=0.1),)


def test_a_clip_that_is_to_be_turned_is_seen_upright(eyes: Eyes) -> None:
    turned = patched(clip(RED_THEN_BLUE), b"tkhd", 40, clips.TURNED)
    for still in stills(eyes.watch(turned).result()):
        assert (still.width, still.height) == (clips.SIZE[1], clips.SIZE[0])
        # The bar that lay along the top lies along a side now.
        assert like(still.upper, still.lower)


def test_of_two_pictures_at_a_time_the_one_that_players_show_is_seen(eyes: Eyes) -> None:
    both = clip(RED_THEN_BLUE, evenly(4, ((0, GREY),)))
    assert shows(eyes.watch(both).result(), RED, BLUE)


def test_what_stands_only_in_the_last_half_second_is_seen(eyes: Eyes) -> None:
    video = eyes.watch(clip(evenly(10, ((0, GREY), (9.6, RED))))).result()
    assert shows(video, GREY, RED)
    assert video.frames[-1].seconds > 9.5


def test_a_clip_that_breaks_off_is_seen_as_far_as_it_goes(eyes: Eyes) -> None:
    good = clips.index_first(clip(RED_THEN_BLUE))
    assert shows(eyes.watch(good[: len(good) * 9 // 10]).result(), RED, BLUE)
    assert shows(eyes.watch(good[: len(good) * 6 // 10]).result(), RED)


def no_films() -> dict[str, bytes]:
    good = clip(RED_THEN_BLUE)
    index = good.index(b"moov") - 4
    start = clips.box("ftyp", b"isom\0\0\2\0isom")
    return {
        "nothing": b"",
        "no index": good[: len(good) // 2],
        "pictures beyond the end": patched(good, b"stco", 8, number(2**32 - 9)),
        "sound alone": clip(sounding=True),
        "an index of seven bytes": good[:index] + number(7) + good[index + 4 :],
        "boxes in boxes": start
        + clips.box("moov", clips.box("trak", clips.nested("mdia", 100_000))),
        "a playlist": b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n",
    }


def test_what_is_no_film_is_said_to_be_none(eyes: Eyes) -> None:
    for name, content in no_films().items():
        with pytest.raises(Unreadable) as caught:
            eyes.watch(content).result()
        assert one_sentence(caught.value), name


def test_animations_that_unpack_to_gigabytes_are_refused_and_long_ones_are_not(eyes: Eyes) -> None:
    for content in (
        clips.gif((65_535, 65_535), [(1, 1)] * 20),
        clips.gif((12_000, 12_000), [(12_000, 12_000)] * 50),
    ):
        with pytest.raises(Unreadable) as caught:
            eyes.watch(content).result()
        assert one_sentence(caught.value)
    assert eyes.watch(clips.gif((64, 64), [(1, 1)] * 500)).result().frames


def test_clips_are_known_again_under_headers_that_lie(eyes: Eyes) -> None:
    for name, content in {"the truth": clip(RED_THEN_BLUE), **lying()}.items():
        # Without a clock each of the forty pictures stands for itself.
        assert len(eyes.sample(content)) in (20, 40), name
