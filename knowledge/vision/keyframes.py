"""Turn a short video into a few distinct pictures, each with its time.

Decodes once and looks at small grey copies: a frame is taken when the picture has changed and come to rest,
or when nothing was taken for a while. Knows OpenCV's FFmpeg (LGPL build) and nothing else; run in a confined
process. Finds no scenes and names nothing.
"""

import io
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from knowledge.errors import TooLarge, Unreadable

Grey = NDArray[np.int16]
"""(36, 64), 0 to 255."""

LONGEST_SECONDS = 900.0
MOST_PIXELS = 4096 * 2304
"""Of one frame."""

WORK_SECONDS = 75.0
"""Of one core: some fifteen minutes of 720p; what was seen until then is kept."""

MOST_DECODED = 120_000
MOST_LOOKS = 9_000
"""Frames that are decoded, and that are looked at; times that run backwards would know no end."""

MOST_FRAMES = 40
LOOKS_PER_SECOND = 4.0
LONGEST_SIDE = 1_600
SMALL = (64, 36)

CHANGED = 0.04
"""Share of cells that differ before the picture counts as another one: a dialog, a new slide."""

CELL = 20
"""Grey levels by which a cell has to differ; compression alone stays below."""

STILL = 0.02
"""Share of cells that still move in a picture at rest."""

REST_LOOKS = 8
"""A picture that never rests is taken as it is after this many looks."""

COVER_SECONDS = 30.0
"""A frame is looked for at least this often, so that slow change is seen as well."""

NEAR_BITS = 8
"""Frames whose hashes (240 bits) differ by no more are the same picture."""

OPTIONS = "format_whitelist;mov,mp4,m4a,3gp,3g2,mj2,matroska,webm|protocol_whitelist;none"
"""Playlists and the like, which open other files and addresses, are no videos."""

QUIET = "-8"
"""FFmpeg's level of no messages (AV_LOG_QUIET): what is wrong is said in one sentence, by the error."""

DAMAGED = "the video is cut off or damaged, or holds no pictures; save it again in another program and retry"


@dataclass(frozen=True, slots=True)
class KeyFrame:
    """A picture (JPEG) and its time from the start."""

    seconds: float
    picture: bytes


@dataclass(frozen=True, slots=True)
class Video:
    """Distinct frames in order. `seconds` is how far was looked; `cut` where there was more."""

    frames: tuple[KeyFrame, ...]
    seconds: float
    cut: bool = False


@dataclass(frozen=True, slots=True)
class _Look:
    seconds: float
    frame: NDArray[np.uint8]
    small: Grey


def keyframes(content: bytes) -> Video:
    """Look through a video; raise `TooLarge` before its frames are decoded, `Unreadable` if there are none."""
    os.environ["OPENCV_FFMPEG_CAPTURE_OPTIONS"] = OPTIONS
    os.environ["OPENCV_FFMPEG_LOGLEVEL"] = QUIET
    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_ERROR)
    # OpenCV takes any buffered reader; its stubs name only the class it wraps it in.
    source = cast("cv2.IStreamReader", io.BytesIO(content))
    capture = cv2.VideoCapture(source, cv2.CAP_FFMPEG, [cv2.CAP_PROP_N_THREADS, 1])
    try:
        if not capture.isOpened():
            raise Unreadable(DAMAGED)
        _check(capture)
        chosen: list[tuple[KeyFrame, Grey]] = []
        seconds: float | None = None
        for look, taken in _choices(_looks(capture)):
            seconds = look.seconds
            if taken and not any(_near(look.small, small) for _, small in chosen):
                # Encoded at once: a minute of large frames would not fit the memory of this process.
                chosen.append((_encoded(look), look.small))
                chosen = chosen if len(chosen) <= 4 * MOST_FRAMES else chosen[::2]
        if seconds is None:
            raise Unreadable(DAMAGED)
        more = bool(capture.grab())
    finally:
        capture.release()
    return Video(_thinned([frame for frame, _ in chosen]), seconds, cut=more)


def _check(capture: cv2.VideoCapture) -> None:
    width = capture.get(cv2.CAP_PROP_FRAME_WIDTH)
    height = capture.get(cv2.CAP_PROP_FRAME_HEIGHT)
    if width < 1 or height < 1:
        raise Unreadable(DAMAGED)
    if width * height > MOST_PIXELS:
        raise TooLarge(
            f"the video has {width:.0f} x {height:.0f} pixels and at most 4096 x 2304 can be opened; "
            "save a smaller copy"
        )


def _looks(capture: cv2.VideoCapture) -> Iterator[_Look]:
    """Yield some frames a second, small and large, until the end or a limit."""
    due = 0.0
    looks = 0
    started = time.monotonic()
    for _ in range(MOST_DECODED):
        # The process that parses is ended after a longer time, and all would be lost.
        if time.monotonic() - started > WORK_SECONDS or not capture.grab():
            return
        seconds = capture.get(cv2.CAP_PROP_POS_MSEC) / 1000
        if seconds > LONGEST_SECONDS or looks > MOST_LOOKS:
            return
        if looks and seconds < due:
            continue
        found, frame = capture.retrieve()
        if found and frame is not None:
            looks += 1
            due = seconds + 1 / LOOKS_PER_SECOND
            yield _look(seconds, np.asarray(frame, dtype=np.uint8))


def _look(seconds: float, frame: NDArray[np.uint8]) -> _Look:
    scale = LONGEST_SIDE / max(frame.shape[:2])
    if scale < 1:
        size = (max(1, round(frame.shape[1] * scale)), max(1, round(frame.shape[0] * scale)))
        frame = np.asarray(cv2.resize(frame, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    small = cv2.resize(frame, SMALL, interpolation=cv2.INTER_AREA)
    grey = cv2.cvtColor(small, cv2.COLOR_BGR2GRAY) if small.ndim == 3 else small
    return _Look(seconds, frame, np.asarray(grey, dtype=np.int16))


def _choices(looks: Iterator[_Look]) -> Iterator[tuple[_Look, bool]]:
    """Pair each look with whether it should be taken."""
    taken: _Look | None = None
    before: _Look | None = None
    waited = 0
    for look in looks:
        moving = before is not None and _changed(look.small, before.small) > STILL
        if taken is None:
            # A fade from black is no picture yet.
            want = float(look.small.std()) > 4 and not moving
        else:
            want = _changed(look.small, taken.small) > CHANGED
            want = want or look.seconds - taken.seconds >= COVER_SECONDS
        waited = waited + 1 if want and moving else 0
        take = want and (not moving or waited >= REST_LOOKS)
        yield look, take
        before = look
        if take:
            taken, waited = look, 0
    if taken is None and before is not None:
        yield before, True


def _changed(one: Grey, other: Grey) -> float:
    return float(np.mean(np.abs(one - other) > CELL))


def _near(one: Grey, other: Grey) -> bool:
    """Compare by the signs of horizontal differences (dHash, Krawetz 2013) on 16 x 15 cells."""
    bits = [_hash(grey) for grey in (one, other)]
    return (
        int(np.count_nonzero(bits[0] != bits[1])) <= NEAR_BITS and _changed(one, other) <= CHANGED
    )


def _hash(grey: Grey) -> NDArray[np.bool_]:
    cells = cv2.resize(grey.astype(np.float32), (16, 16), interpolation=cv2.INTER_AREA)
    steps = np.diff(np.asarray(cells), axis=1)
    # Flat areas have no direction; a level of noise must not give them one.
    return np.asarray(steps > 2, dtype=np.bool_)


def _thinned(frames: list[KeyFrame]) -> tuple[KeyFrame, ...]:
    """Keep so many, spread over the whole."""
    if len(frames) <= MOST_FRAMES:
        return tuple(frames)
    step = (len(frames) - 1) / (MOST_FRAMES - 1)
    return tuple(frames[round(at * step)] for at in range(MOST_FRAMES))


def _encoded(look: _Look) -> KeyFrame:
    done, picture = cv2.imencode(".jpg", look.frame, [cv2.IMWRITE_JPEG_QUALITY, 90])
    if not done:
        raise Unreadable(DAMAGED)
    return KeyFrame(look.seconds, picture.tobytes())
