"""Turn a film's bytes into looks: small grey copies of its pictures, with their times.

Decodes once, on one thread, and skips in MP4 what no other picture needs. Wraps OpenCV's FFmpeg (LGPL build); run in a
confined process.
"""

import io
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from knowledge.errors import TooLarge, Unreadable
from knowledge.film.boxes import Track, tracks
from knowledge.film.copy import LAST_SECONDS, copy, spared, window

Pixels = NDArray[np.uint8]

MOST_PIXELS = 4096 * 2304
"""Of one picture."""

LOOKS_PER_SECOND = 10.0
MOST_LOOKS = 3_000
"""Of one film: those of five minutes; of a longer one they lie further apart."""
EARLY_SECONDS = 0.002
"""A picture is due that comes so little before its time: times are rounded."""
END_SECONDS = 0.1
"""So long before the end every picture is looked at, the last one among them."""

SMALL = (96, 54)
FINE_WIDTH = 288
"""Three times that of a small one, which is averaged fastest."""

STANDING_SECONDS = 0.04
"""From one picture to the next where a film names no times: 25 a second."""

LONGEST_SIDE = 1_600
JPEG_QUALITY = 92

WORK_SECONDS = 75.0
"""Of the processor; what was seen until then is kept."""
CLOCK_SECONDS = 100.0
"""The same by the clock, on a machine that has other work."""

MOST_DECODED_PIXELS = 12e9
"""Some seven minutes of 720p. Of a longer film only the pictures are decoded that need no other."""
SYNC_SECONDS = 15.0
"""Where those lie further apart than this, all are decoded, as far as time goes."""

MOST_DECODED = 200_000
"""Times that run backwards would know no end."""

OPTIONS = "format_whitelist;mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,gif|protocol_whitelist;none"
"""Playlists and the like, which open other files and addresses, are no films."""

QUIET = "-8"
"""FFmpeg's level of no messages (AV_LOG_QUIET): what is wrong is said in one sentence, by the error."""

DAMAGED = "the video is cut off or damaged, or holds no pictures; save it again in another program and retry"


@dataclass(frozen=True, slots=True)
class Look:
    """One picture, small. `fine` is grey (about 162, 288), `small` (54, 96), `tint` (54, 96, 2)."""

    seconds: float
    fine: Pixels
    small: NDArray[np.int16]
    tint: NDArray[np.int16]


class Film:
    """An open film: `with Film(content) as film`."""

    def __init__(
        self, content: bytes, first: float = 0.0, last: float | None = None, *, every: bool = False
    ) -> None:
        """Open it, or what lies between two times; raise `TooLarge` before a picture is decoded.

        `every`: decode those pictures of a short film, too, that no other one needs.
        """
        self.seconds, readable, self._offset = _prepared(content, first, last, every)
        os.environ["OPENCV_FFMPEG_CAPTURE_OPTIONS"] = OPTIONS
        os.environ["OPENCV_FFMPEG_LOGLEVEL"] = QUIET
        cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_ERROR)
        self._first, self._last = first, last
        # OpenCV takes any buffered reader; its stubs name only the class it wraps it in.
        self._source = cast("cv2.IStreamReader", io.BytesIO(readable))
        self._capture = cv2.VideoCapture(self._source, cv2.CAP_FFMPEG, [cv2.CAP_PROP_N_THREADS, 1])
        self._shown: Pixels | None = None
        self.more = False
        """Whether there was more than could be looked at."""
        try:
            self._must_hold_pictures()
        except Unreadable:
            self._capture.release()
            raise

    def _must_hold_pictures(self) -> None:
        if not self._capture.isOpened():
            raise Unreadable(DAMAGED)
        width = self._capture.get(cv2.CAP_PROP_FRAME_WIDTH)
        _check(width, self._capture.get(cv2.CAP_PROP_FRAME_HEIGHT))

    def __enter__(self) -> "Film":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._capture.release()

    def looks(self, per_second: float = LOOKS_PER_SECOND) -> Iterator[Look]:
        """Yield some looks a second, at the end all, until there are no more or a limit is reached."""
        whole = self._last is None
        step = max(1 / per_second, self.seconds / MOST_LOOKS if whole else 0.0)
        due, seconds, work, clock = self._first, -1.0, time.thread_time(), time.monotonic()
        for number in range(MOST_DECODED):
            if not self._capture.grab():
                return
            told = self._capture.get(cv2.CAP_PROP_POS_MSEC) / 1000 + self._offset
            # Where the film's clock stands still, what follows is shown all the same.
            seconds = told if told > seconds else seconds + STANDING_SECONDS
            if self._last is not None and seconds > self._last:
                return
            if number and seconds < due and seconds < self.seconds - END_SECONDS:
                continue
            # The process that looks is ended after a longer time, and all would be lost.
            if time.thread_time() - work > WORK_SECONDS or time.monotonic() - clock > CLOCK_SECONDS:
                break
            due = seconds + step - EARLY_SECONDS
            self._shown = frame = self._frame()
            if frame is not None:
                yield look_at(seconds, frame)
        self.more = True

    def picture(self, longest_side: int = LONGEST_SIDE) -> bytes:
        """Return the picture of the last look as JPEG, upright."""
        frame = self._shown
        if frame is None:
            raise Unreadable(DAMAGED)
        return encoded(frame, longest_side)

    def _frame(self) -> Pixels | None:
        found, frame = self._capture.retrieve()
        if not found or frame is None:
            return None
        if frame.ndim == 2:
            frame = cv2.cvtColor(frame, cv2.COLOR_GRAY2BGR)
        return np.asarray(frame, np.uint8)


def _prepared(
    content: bytes, first: float, last: float | None, every: bool
) -> tuple[float, bytes, float]:
    """Return how long the film is (0 if unknown), what of it is to be decoded, and where that begins."""
    films = [track for track in tracks(content) if track.kind == "vide"]
    if not films:
        return 0.0, content, 0.0
    # The first track is the one that players show; a cover picture is no film.
    track = next((one for one in films if len(one.sizes) > 1), films[0])
    _check(track.width, track.height)
    if len(track.sizes) == 0:
        raise Unreadable(DAMAGED)
    if last is None:
        return track.seconds, copy(content, track, _decoded(content, track, every)), 0.0
    mask = window(track, first, last)
    if not mask.any():
        return track.seconds, content, 0.0
    return track.seconds, copy(content, track, mask), _begin(track, mask)


def _decoded(content: bytes, track: Track, every: bool) -> NDArray[np.bool_]:
    """Mark the samples that are to be decoded."""
    keep = np.ones(len(track.sizes), np.bool_) if every else spared(content, track)
    pixels = int(keep.sum()) * track.width * track.height
    end = window(track, track.seconds - LAST_SECONDS, track.seconds)
    dense = int(track.sync.sum()) * SYNC_SECONDS >= track.seconds
    return np.asarray(
        track.sync | end if pixels > MOST_DECODED_PIXELS and dense else keep, np.bool_
    )


def _begin(track: Track, mask: NDArray[np.bool_]) -> float:
    return float(track.times[mask].min()) / track.ticks


def _check(width: float, height: float) -> None:
    if width < 1 or height < 1:
        raise Unreadable(DAMAGED)
    if width * height > MOST_PIXELS:
        raise TooLarge(
            f"the video has {width:.0f} x {height:.0f} pixels and at most 4096 x 2304 can be opened; "
            "save a smaller copy"
        )


def encoded(frame: Pixels, longest_side: int) -> bytes:
    """Return a picture (height, width, blue green red) as JPEG, no side longer than that."""
    scale = longest_side / max(frame.shape[:2])
    if scale < 1:
        size = (max(1, round(frame.shape[1] * scale)), max(1, round(frame.shape[0] * scale)))
        frame = np.asarray(cv2.resize(frame, size, interpolation=cv2.INTER_AREA), np.uint8)
    done, picture = cv2.imencode(".jpg", frame, [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])
    if not done:
        raise Unreadable(DAMAGED)
    return picture.tobytes()


def look_at(seconds: float, frame: Pixels) -> Look:
    """Return a picture (height, width, blue green red) as what films are judged by."""
    # What is averaged afterwards needs no more than every nth pixel.
    height = max(1, round(FINE_WIDTH * frame.shape[0] / frame.shape[1]))
    size = (FINE_WIDTH, min(height, 4 * FINE_WIDTH))
    thin = np.asarray(cv2.resize(frame, size, interpolation=cv2.INTER_NEAREST), np.uint8)
    fine = np.asarray(cv2.cvtColor(thin, cv2.COLOR_BGR2GRAY), np.uint8)
    cells = cv2.resize(thin, SMALL, interpolation=cv2.INTER_AREA)
    small = np.asarray(cv2.cvtColor(cells, cv2.COLOR_BGR2GRAY), np.int16)
    colours = np.asarray(cells, np.int16)
    return Look(seconds, fine, small, colours[:, :, 1:] - colours[:, :, :1])
