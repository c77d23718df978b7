"""Short videos drawn for the test, with and without a transcript beside them."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from knowledge import KnowledgeBase
from knowledge.errors import TooLarge, Unreadable
from knowledge.film.keyframes import keyframes
from knowledge.parse import parse
from knowledge.records import Parsed
from tests.drawn.films import dialog, encode, page, world
from tests.knowledge.fakes import KnowingEyes
from tests.knowledge.parse.filming import film, screen

SCREENS = ("Sign in", "Choose a door", "Door 4 is open")


def seen(parsed: Parsed) -> list[str]:
    return [block.text or block.caption for block in parsed.blocks]


@pytest.mark.parametrize("ending", [".mp4", ".mov", ".webm", ".mkv"])
def test_each_screen_is_one_picture_with_its_time(tmp_path: Path, ending: str) -> None:
    content = film(tmp_path / f"tour{ending}", [(text, 4) for text in SCREENS])
    frames = keyframes(content).frames
    assert len(frames) == 3
    for at, frame in enumerate(frames):
        assert 4 * at <= frame.seconds < 4 * at + 2
        pixels = cv2.imdecode(np.frombuffer(frame.picture, np.uint8), cv2.IMREAD_COLOR)
        difference = np.abs(pixels.astype(int) - screen(SCREENS[at]).astype(int))
        assert difference.mean() < 12


def test_a_screen_that_comes_back_is_not_shown_again(tmp_path: Path) -> None:
    first, second, _ = SCREENS
    shots = [(first, 3), (second, 3), (first, 3), (second, 3)]
    assert len(keyframes(film(tmp_path / "loop.mp4", shots)).frames) == 2


def test_a_dialog_as_pale_as_the_window_behind_it_is_a_picture_of_its_own(tmp_path: Path) -> None:
    window = page(21)
    path = tmp_path / "dialog.mp4"
    shown = [window, dialog(window, "Error 405", 26), window]
    encode(path, (frame for frame in shown for _ in range(20)), rate=10)
    seen = keyframes(path.read_bytes())
    assert [round(seconds, 1) for seconds in seen.cuts] == pytest.approx([2.0, 4.0], abs=0.3)
    assert len(seen.frames) == 2


def test_a_camera_that_turns_fast_cuts_where_another_place_is_shown_and_nowhere_else(
    tmp_path: Path,
) -> None:
    places = [cv2.resize(world(seed), (480, 270)) for seed in (30, 31, 32, 33)]
    corners = [
        (int(80 + 75 * np.sin(0.25 * at)), int(45 + 40 * np.cos(0.2 * at))) for at in range(30)
    ]
    path = tmp_path / "turning.mp4"
    shots = (place[y : y + 180, x : x + 320].copy() for place in places for x, y in corners)
    encode(path, shots, rate=10)
    assert keyframes(path.read_bytes()).cuts == pytest.approx([3.0, 6.0, 9.0], abs=0.2)


def test_of_a_long_film_as_many_pictures_more_are_kept_as_are_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "long.mp4"
    shown = [screen(f"{'step ' * at}{at}") for at in range(10)]
    encode(path, (frame for frame in shown for _ in range(20)), rate=1)
    content = path.read_bytes()
    assert len(keyframes(content, 2).frames) == 2
    assert len(keyframes(content, 2, stretches=2).frames) == 4
    assert len(keyframes(content, 2, stretches=9).frames) == 6


def test_what_is_said_stands_between_the_pictures_it_belongs_to(tmp_path: Path) -> None:
    content = film(tmp_path / "tour.mp4", [(text, 4) for text in SCREENS])
    (tmp_path / "tour.vtt").write_text(
        "WEBVTT\n\nNOTE made by hand\n\n1\n00:01.000 --> 00:02.000\n<v Ada>Use your <i>badge</i>.\n\n"
        "00:02.500 --> 00:03.000\nThen wait.\n\n00:05.500 --> 00:06.000 align:start\nTake the fourth.\n\n"
        "00:00:10.000 --> 00:00:11.000\nGo in.\n"
    )
    parsed = parse("tour.mp4", content, tmp_path)
    assert seen(parsed) == [
        "tour.mp4 at 0:00",
        "[0:01] Ada: Use your badge. Then wait.",
        "tour.mp4 at 0:04",
        "[0:05] Take the fourth.",
        "tour.mp4 at 0:08",
        "[0:10] Go in.",
    ]


def test_a_transcript_without_its_video_is_a_text_with_times() -> None:
    lines = [
        f"{n}\n00:0{n // 6}:{n % 6}0,000 --> 00:0{n // 6}:{n % 6}5,000\nSentence {n}.\n"
        for n in range(12)
    ]
    assert seen(parse("talk.srt", "\n".join(lines).encode())) == [
        "[0:00] " + " ".join(f"Sentence {n}." for n in range(5)),
        "[0:50] " + " ".join(f"Sentence {n}." for n in range(5, 10)),
        "[1:40] Sentence 10. Sentence 11.",
    ]


def test_a_new_transcript_is_learned_and_the_video_is_one_document(
    tmp_path: Path, base: KnowledgeBase, eyes: KnowingEyes
) -> None:
    folder = tmp_path / "films"
    folder.mkdir()
    film(folder / "tour.mp4", [(text, 2) for text in SCREENS])
    (folder / "tour.srt").write_text("1\n00:00:01,000 --> 00:00:02,000\nOld words.\n")
    assert base.learn([folder], "team").added == ("tour.mp4",)
    assert base.learn([folder], "team").unchanged == ("tour.mp4",)
    (folder / "tour.srt").write_text("1\n00:00:01,000 --> 00:00:02,000\nNew words.\n")
    assert base.learn([folder], "team").changed == ("tour.mp4",)


def test_too_large_and_broken_videos_are_refused(tmp_path: Path) -> None:
    content = film(tmp_path / "large.mp4", [("x", 0.2)], (4200, 2400))
    with pytest.raises(TooLarge, match=r"4200 x 2400 pixels .* save a smaller copy"):
        keyframes(content)
    good = film(tmp_path / "good.mp4", [("x", 1)])
    for broken in (good[:60], good[: len(good) // 2], b"\x1a\x45\xdf\xa3" + bytes(900)):
        with pytest.raises(Unreadable, match="; save it again"):
            keyframes(broken)
