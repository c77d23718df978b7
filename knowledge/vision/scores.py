"""Run the network that RapidOCR brings over one line: from its pixels to a score for each letter at each step.

Knows PP-OCRv6 on OpenVINO and nothing of words. The last layer, which turns all scores into chances, is taken off: it
took a ninth of the time, and only the chances of the letters that are read are asked for.
"""

from pathlib import Path

import numpy as np
import openvino  # type: ignore[import-untyped]  # it ships no type information
from numpy.typing import NDArray
from openvino.preprocess import PrePostProcessor  # type: ignore[import-untyped]

Pixels = NDArray[np.uint8]
"""Blue, green, red; shape (height, width, 3)."""

Scores = NDArray[np.float32]
"""Shape (steps, classes); a softmax over the classes makes chances of them."""

Places = NDArray[np.intp]
"""Shape (n,)."""


class Scorer:
    """The loaded network. Not thread safe."""

    def __init__(self, model: Path, threads: int) -> None:
        core = openvino.Core()
        read = core.read_model(model)
        # It was trained at one height and takes others; the number of rows that its last part sees is the same.
        read.reshape([-1, 3, -1, -1])
        letters = read.get_rt_info()["framework"]["character"].value.splitlines()
        # Class 0 is the blank between two letters, the last one the space.
        self.characters = ("", *letters, " ")
        config = {"INFERENCE_NUM_THREADS": threads, "NUM_STREAMS": 1}
        compiled = core.compile_model(_from_bytes(_to_scores(read)), "CPU", config)
        self._request = compiled.create_infer_request()

    def scores(self, line: Pixels) -> Scores:
        """Return what holds until the next call: for every 8 pixels of the width a score of each of `characters`."""
        # Copies of a row for each step are the size of the network itself.
        self._request.infer([line[None]], share_inputs=True, share_outputs=True)
        scores: Scores = self._request.get_output_tensor().data[0]
        return scores


def chances(scores: Scores, steps: Places, classes: Places) -> NDArray[np.float32]:
    """Return the chance of the best class at each of some steps, shape (n,)."""
    best = scores[steps, classes]
    parts = np.empty(scores.shape[1], np.float32)
    sums = np.empty(len(steps), np.float32)
    # One row at a time stays in the cache.
    for at, step in enumerate(steps):
        np.subtract(scores[step], best[at], out=parts)
        sums[at] = np.add.reduce(np.exp(parts, out=parts))
    return np.float32(1) / sums


def _to_scores(model: openvino.Model) -> openvino.Model:
    last = model.get_results()[0].input_value(0).get_node()
    if last.get_type_name() != "Softmax":
        raise ValueError(f"the recogniser ends in {last.get_type_name()!r}; install RapidOCR 3.10")
    return openvino.Model([last.input_value(0)], model.get_parameters(), "scores")


def _from_bytes(model: openvino.Model) -> openvino.Model:
    """Let the network take pixels as they are, and scale them from -1 to 1 itself."""
    steps = PrePostProcessor(model)
    steps.input().tensor().set_element_type(openvino.Type.u8).set_layout(openvino.Layout("NHWC"))
    steps.input().preprocess().convert_element_type(openvino.Type.f32).mean(127.5).scale(127.5)
    steps.input().model().set_layout(openvino.Layout("NCHW"))
    return steps.build()
