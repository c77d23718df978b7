"""Keep a model that was talked over from reading its instructions out.

Turns pieces of an answer into those that may be shown: what could be the beginning of an instruction waits until it
is something else. Knows words, no model.
"""

import re
from typing import Final

SUSPECT: Final = 24
"""Characters in common with the instructions from which on words wait; a term or a polite phrase is shorter."""

READ_OUT: Final = 72
"""Characters in common that nobody writes by chance."""

STEP: Final = 48

MARKER: Final = re.compile(r"DATA-[0-9a-f]{12}")
"""What fences strangers' texts in a prompt; `bot.answer.prompt` makes it up."""

_MARKER_BEGINS: Final = re.compile(r"D(?:A(?:T(?:A(?:-[0-9a-f]{0,11})?)?)?)?\Z")


class Discreet:
    """Listens to one answer."""

    def __init__(self, instructions: str) -> None:
        self._secret = _squeezed(instructions)
        self._said = ""
        self._shown = 0
        self.leaked = False
        """Whether the instructions were read out; from there on nothing is shown."""

    def add(self, piece: str) -> str:
        """Take in what the model says next; return what may be shown now."""
        # Only the end of what was said is compared, so a long piece is taken in bit by bit.
        bits = (piece[at : at + STEP] for at in range(0, len(piece), STEP))
        return "".join(map(self._take, bits)) if self._secret else piece

    def rest(self) -> str:
        """Return what still waits once the model is done."""
        return self._ready(len(self._said))

    def _take(self, bit: str) -> str:
        if self.leaked:
            return ""
        self._said += bit
        alike = self._alike()
        found = MARKER.search(self._said, max(0, self._shown - 20))
        if found or alike >= READ_OUT:
            self.leaked = True
            self._said = self._said[
                : min(found.start() if found else len(self._said), self._back(alike))
            ]
        return self._ready(len(self._said) if self.leaked else self._safe(alike))

    def _safe(self, alike: int) -> int:
        end = self._back(alike) if alike >= SUSPECT else len(self._said)
        begun = _MARKER_BEGINS.search(self._said)
        return min(end, begun.start()) if begun else end

    def _ready(self, end: int) -> str:
        ready = self._said[self._shown : end] if end > self._shown else ""
        self._shown = max(self._shown, end)
        return ready

    def _alike(self) -> int:
        """Return how many of the last characters stand in the instructions, white space counted as one."""
        tail = _squeezed(self._said[-4 * READ_OUT :])
        low, high = 0, min(len(tail), READ_OUT)
        while low < high:
            middle = (low + high + 1) // 2
            if tail[-middle:] in self._secret:
                low = middle
            else:
                high = middle - 1
        return low

    def _back(self, count: int) -> int:
        """Return the place that many squeezed characters before the end."""
        at = len(self._said)
        while at and len(_squeezed(self._said[at:])) < count:
            at -= 1
        return at


def _squeezed(text: str) -> str:
    return re.sub(r"[\s*`>-]+", " ", text).casefold()
