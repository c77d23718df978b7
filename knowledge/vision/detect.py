"""Find where on a picture lines are written, with the detector that RapidOCR brings.

Knows PP-OCRv6 (Liao et al., Real-time Scene Text Detection with Differentiable Binarization, AAAI 2020) on OpenVINO.
A picture is looked at tile by tile, all of one size: prepared for any size the model is slower by a third, keeps what
it prepared for each, and took 1.3 GB after sixty pictures.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
import openvino  # type: ignore[import-untyped]  # it ships no type information
from numpy.typing import NDArray
from rapidocr.ch_ppocr_det.utils import DBPostProcess

Pixels = NDArray[np.uint8]
"""Blue, green, red; shape (height, width, 3)."""

Chances = NDArray[np.float32]
"""That a pixel belongs to writing; shape (height, width)."""

Corners = NDArray[np.float32]
"""Of a line, clockwise from where its writing begins; shape (4, 2), in pixels."""

TILE, SMALL_TILE = 768, 256
"""Pixels on a side. The first holds RapidOCR's own least side; the other is for icons and other parts of screens."""

OVERLAP = 96
"""Pixels that neighbouring tiles share: each is believed up to the middle, where it sees 48 pixels further."""

PIECE = 0.6
"""Part of the height of large writing that a piece of it in one tile has at least."""

FAINT = 16
"""Levels out of 255 that a tile must span: in an even one the model sees thousands of specks."""


class Detector:
    """The loaded model. Not thread safe."""

    def __init__(self, model: Path, threads: int) -> None:
        core = openvino.Core()
        read = core.read_model(model)
        config = {"INFERENCE_NUM_THREADS": threads, "NUM_STREAMS": 1}
        self._requests = {}
        for side in (SMALL_TILE, TILE):
            read.reshape([1, 3, side, side])
            self._requests[side] = core.compile_model(read, "CPU", config).create_infer_request()
        # RapidOCR's own choices for this model, with three times as many candidates: a sky beside the writing may
        # be full of specks.
        self._boxes = DBPostProcess(
            thresh=0.3, box_thresh=0.5, max_candidates=3000, unclip_ratio=1.6, use_dilation=True
        )

    def find(self, pixels: Pixels) -> list[Corners]:
        """Return the corners of all lines, in no order."""
        found = self._by_tiles(pixels)
        scale = TILE / max(pixels.shape[:2])
        if scale >= 1:
            return found
        # Letters that no tile holds whole are seen from further away.
        small = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        large = [corners / scale for corners in self._by_tiles(np.asarray(small, np.uint8))]
        large = [one for one in large if _height(one) > OVERLAP and _is_one(one, found)]
        return large + [one for one in found if not any(_lies_in(one, each) for each in large)]

    def _by_tiles(self, pixels: Pixels) -> list[Corners]:
        height, width = pixels.shape[:2]
        side = SMALL_TILE if max(height, width) <= SMALL_TILE else TILE
        whole = np.zeros((max(height, side), max(width, side)), np.float32)
        down, right = len(whole) - height, whole.shape[1] - width
        filled = np.pad(pixels, ((0, down), (0, right), (0, 0)), "edge")
        for top, rows in _spans(len(whole), side):
            for left, columns in _spans(whole.shape[1], side):
                tile = filled[top : top + side, left : left + side]
                if int(tile.max()) - int(tile.min()) < FAINT:
                    continue
                seen = self._look(tile)
                whole[rows, columns] = seen[
                    rows.start - top : rows.stop - top, columns.start - left : columns.stop - left
                ]
        found, _ = self._boxes(whole[None, None], whole.shape)
        places = [np.asarray(corners, np.float32) for corners in found]
        edge = np.array((width, height), np.float32)
        return [np.minimum(corners, edge) for corners in places if (corners[0] < edge).all()]

    def _look(self, tile: Pixels) -> Chances:
        request = self._requests[len(tile)]
        scaled = tile.astype(np.float32) / 127.5 - 1.0
        request.infer([scaled.transpose(2, 0, 1)[None]])
        chances: Chances = request.get_output_tensor().data[0, 0]
        return chances


def _height(line: Corners) -> float:
    return float(min(np.linalg.norm(line[0] - line[1]), np.linalg.norm(line[0] - line[3])))


def _is_one(large: Corners, found: Sequence[Corners]) -> bool:
    """Tell whether what was found in it is of its height: else it is a column of small lines, seen from far away."""
    within = [_height(line) for line in found if _lies_in(line, large)]
    return bool(within) and min(within) > PIECE * _height(large)


def _lies_in(line: Corners, large: Corners) -> bool:
    x, y = line.mean(axis=0)
    return cv2.pointPolygonTest(large, (float(x), float(y)), measureDist=False) >= 0


def _spans(length: int, side: int) -> Iterator[tuple[int, slice]]:
    """Yield where each tile starts, evenly from edge to edge, and which pixels are taken from it."""
    count = 1 + max(0, -(-(length - side) // (side - OVERLAP)))
    starts = [round(at * (length - side) / max(1, count - 1)) for at in range(count)]
    seams = [(before + side + after) // 2 for before, after in pairwise(starts)]
    for start, begin, end in zip(starts, (0, *seams), (*seams, length), strict=True):
        yield start, slice(begin, end)
