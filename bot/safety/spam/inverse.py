"""The inverse that a fit rests on, a few rows at a time: one more lesson leaves almost all of it standing.

With `L` the Cholesky factor of the lessons' likeness, what is kept are the rows of `L^-1`, in panels of
STEP rows. Each panel follows from the rows before it by the same products in the same order, whether
all are worked out at once or one was kept from an earlier lesson, and so comes out the same to the last bit.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.safety.spam.model import Numbers, Weights

NOISE: Final = 0.05
"""How little a single lesson is trusted: added to its likeness to itself, which is about 2."""

STEP: Final = 16
"""Rows of a panel. With more, OpenBLAS shares each product among threads, whose waiting for one another on
a busy machine takes a hundred times as long as the product."""

Panel = Numbers
"""(at most STEP, rows up to its last one) of the inverse of the factor, which is lower triangular."""


def panels(likeness: Weights, known: Sequence[Panel] = ()) -> tuple[Panel, ...]:
    """Work out all panels; `known` are those of the first rows, of which only whole ones are used.

    `likeness` is (rows, rows). Raises `ArithmeticError` where it is no likeness.
    """
    found = [panel for panel in known if len(panel) == STEP]
    for begin in range(len(found) * STEP, len(likeness), STEP):
        found.append(_panel(likeness[begin : begin + STEP], found))
    return tuple(found)


def solve(inverse: Sequence[Panel], truth: Numbers) -> tuple[Numbers, Numbers]:
    """Return each row's share in the weights, and the diagonal of the inverse."""
    shares, certainty = np.zeros(len(truth)), np.zeros(len(truth))
    for panel in inverse:
        until = panel.shape[1]
        shares[:until] += panel.T @ (panel @ truth[:until])
        certainty[:until] += np.einsum("ij,ij->j", panel, panel)
    return shares, certainty


def _panel(rows: Weights, before: Sequence[Panel]) -> Panel:
    """Work out the next panel from its rows of likeness and the panels before it."""
    begin = len(before) * STEP
    left = rows[:, :begin].astype(np.float64)
    across, back = np.empty_like(left), np.zeros_like(left)
    for panel in before:
        until = panel.shape[1]
        here = slice(until - STEP, until)
        across[:, here] = left[:, :until] @ panel.T
        back[:, :until] += across[:, here] @ panel
    corner = rows[:, begin : begin + len(rows)].astype(np.float64)
    corner[np.diag_indices_from(corner)] += NOISE
    own = _inverse_factor(corner - across @ across.T)
    return np.hstack([-(own @ back), own])


def _inverse_factor(square: Numbers) -> NDArray[np.float64]:
    try:
        return np.tril(np.linalg.inv(np.linalg.cholesky(square)))
    except np.linalg.LinAlgError as error:
        raise ArithmeticError("the lessons' likeness to one another has no inverse") from error
