"""Draw films with known cuts: slides, dialogs, scrolling pages, a camera in a corner, shots of a moving world.

Encoded as H.264 by PyAV, which only tests and measurements use.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

Frame = NDArray[np.uint8]

SIZE = (1280, 720)


@dataclass(frozen=True)
class Drawn:
    """A film that was drawn, and when it cuts, in seconds."""

    name: str
    path: Path
    cuts: tuple[float, ...]
    screen: bool
    """Whether it is a recording of a screen."""


def encode(path: Path, frames: Iterator[Frame], rate: int, **options: str) -> Path:
    """Write frames as a film; `options` are those of libx264."""
    import av

    with av.open(str(path), "w") as film:
        stream = None
        for frame in frames:
            if stream is None:
                stream = film.add_stream("libx264", rate=rate)
                stream.width, stream.height = frame.shape[1], frame.shape[0]
                stream.pix_fmt = "yuv420p"
                stream.options = {"preset": "veryfast", **options}
            for packet in stream.encode(av.VideoFrame.from_ndarray(frame, format="bgr24")):
                film.mux(packet)
        assert stream is not None
        for packet in stream.encode():
            film.mux(packet)
    return path


def page(seed: int, dark: bool = False, height: int = 720) -> Frame:
    """A window full of lines."""
    random = np.random.default_rng(seed)
    ground, ink = ((30, 30, 34), (210, 210, 205)) if dark else ((248, 248, 246), (40, 40, 44))
    frame = np.full((height, 1280, 3), ground, np.uint8)
    cv2.rectangle(frame, (0, 0), (1280, 44), tuple(c // 2 + 60 for c in ground), -1)
    for y in range(90, height - 20, 34):
        length = int(random.integers(8, 60))
        words = "".join(random.choice(list("abcdefghijklmno prstuvw")) for _ in range(length))
        cv2.putText(frame, words, (60, y), cv2.FONT_HERSHEY_SIMPLEX, 0.62, ink, 1, cv2.LINE_AA)
    return frame


def dialog(ground: Frame, text: str, seed: int, dark: bool = False) -> Frame:
    """The same window with a dialog open before it."""
    frame = ground.copy()
    random = np.random.default_rng(seed)
    x, y = int(random.integers(100, 700)), int(random.integers(80, 440))
    face, ink = ((58, 58, 62), (230, 230, 230)) if dark else ((255, 255, 255), (20, 20, 20))
    cv2.rectangle(frame, (x, y), (x + 420, y + 190), face, -1)
    cv2.rectangle(frame, (x, y), (x + 420, y + 190), (120, 120, 120), 2)
    cv2.putText(frame, text, (x + 24, y + 60), cv2.FONT_HERSHEY_SIMPLEX, 0.7, ink, 2, cv2.LINE_AA)
    cv2.rectangle(frame, (x + 280, y + 130), (x + 390, y + 165), (200, 120, 40), -1)
    return frame


def slides(rate: int, seed: int) -> tuple[Iterator[Frame], tuple[float, ...]]:
    """Slides that change at once, every second one by a dissolve of half a second."""
    shown = [page(seed + n, dark=n % 3 == 2) for n in range(7)]
    length, fade = 5 * rate, rate // 2

    def frames() -> Iterator[Frame]:
        for number, slide in enumerate(shown):
            after = shown[number + 1] if number + 1 < len(shown) else slide
            for at in range(length):
                part = (at - length + fade) / fade if number % 2 else 0.0
                yield cv2.addWeighted(slide, 1 - part, after, part, 0) if part > 0 else slide

    return frames(), tuple(5.0 * n - (0.25 if n % 2 == 0 else 0.0) for n in range(1, 7))


def dialogs(rate: int, seed: int, dark: bool = False) -> tuple[Iterator[Frame], tuple[float, ...]]:
    """Dialogs that open and close over a window, while a pointer moves."""
    ground = page(seed, dark)

    def frames() -> Iterator[Frame]:
        for number in range(13):
            open_ = number % 2 == 1
            scene = (
                dialog(ground, f"Error {400 + number}", seed + number, dark) if open_ else ground
            )
            for at in range(int(2.5 * rate)):
                frame = scene.copy()
                x = 100 + (7 * at + 40 * number) % 900
                cv2.circle(frame, (x, 300 + at % 50), 6, (90, 90, 200), -1)
                yield frame

    return frames(), tuple(2.5 * n for n in range(1, 13))


def scrolling(rate: int, seed: int) -> tuple[Iterator[Frame], tuple[float, ...]]:
    """Long pages, scrolled; from one to the next at once."""

    def frames() -> Iterator[Frame]:
        for number in range(5):
            long_ = page(seed + number, dark=number % 2 == 1, height=2400)
            for at in range(6 * rate):
                y = int(np.clip((at / rate - 1.5) * 420, 0, 1600))
                frame = long_[y : y + 720].copy()
                frame[:44] = long_[:44]
                yield frame

    return frames(), tuple(6.0 * n for n in range(1, 5))


def world(seed: int) -> Frame:
    """Something to point a camera at."""
    random = np.random.default_rng(seed)
    rough = random.integers(0, 255, (9, 16, 3), dtype=np.uint8)
    base = cv2.resize(rough, (1600, 900), interpolation=cv2.INTER_CUBIC)
    noise = cv2.resize(random.integers(0, 90, (300, 534), dtype=np.uint8), (1600, 900))
    return cv2.add(base, cv2.cvtColor(np.asarray(noise, np.uint8), cv2.COLOR_GRAY2BGR))


def action(rate: int, seed: int, pace: float = 1.0) -> tuple[Iterator[Frame], tuple[float, ...]]:
    """Shots of a moving camera with something moving in them."""

    def frames() -> Iterator[Frame]:
        for number in range(10):
            place = world(seed + number)
            for at in range(3 * rate):
                turn = pace * at / rate
                x = int(160 + 150 * np.sin(turn + number))
                y = int(90 + 80 * np.cos(turn * 0.8))
                frame = place[y : y + 720, x : x + 1280].copy()
                centre = (int(640 + 400 * np.sin(2 * turn)), int(360 + 200 * np.cos(1.5 * turn)))
                cv2.circle(frame, centre, 90, (30 * number % 255, 200, 90), -1)
                yield frame

    return frames(), tuple(3.0 * n for n in range(1, 10))


def cornered(rate: int, seed: int) -> tuple[Iterator[Frame], tuple[float, ...]]:
    """A screen with a camera picture in its corner that never rests."""
    inner, cuts = dialogs(rate, seed)
    face = cv2.resize(world(seed), (320, 180))

    def frames() -> Iterator[Frame]:
        for at, frame in enumerate(inner):
            frame[520:700, 940:1260] = np.roll(face, 5 * at, axis=1)
            yield frame

    return frames(), cuts


KINDS: dict[
    str, tuple[Callable[[int, int], tuple[Iterator[Frame], tuple[float, ...]]], int, bool]
] = {
    "slides": (slides, 15, True),
    "dialogs": (dialogs, 30, True),
    "dark dialogs": (lambda rate, seed: dialogs(rate, seed, dark=True), 24, True),
    "scrolling": (scrolling, 30, True),
    "camera in a corner": (cornered, 25, True),
    "action": (action, 30, False),
    "fast action": (lambda rate, seed: action(rate, seed, pace=3.0), 25, False),
}


def draw(folder: Path, seed: int) -> Iterator[Drawn]:
    """Draw one film of every kind."""
    for name, (make, rate, screen) in KINDS.items():
        frames, cuts = make(rate, seed)
        path = encode(folder / f"{name}.mp4".replace(" ", "-"), frames, rate)
        yield Drawn(name, path, cuts, screen)
