"""Tokens of one answer into words, as soon as they are whole."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from bot.answer.llava.line import Ask
from bot.records import Usage

if TYPE_CHECKING:
    from tokenizers import Tokenizer
    from torch import Tensor


class Said:
    """One row of a batch: what was said to it, and whether it is over."""

    def __init__(self, ask: Ask, model: str, tokenizer: "Tokenizer", read: int) -> None:
        from tokenizers.decoders import DecodeStream

        self.ask = ask
        self.begun = False
        """Whether its asker was told a word."""
        self._model = model
        self._tokenizer = tokenizer
        self._stream = DecodeStream(skip_special_tokens=True)
        self._read = read
        self._written = 0
        self._ended = False

    @property
    def over(self) -> bool:
        """Tell whether nobody waits for more of it."""
        return self._ended or self.ask.stopped.is_set()

    def add(self, token: int, stops: frozenset[int]) -> None:
        """Take in the next token; one of `stops` ends it."""
        if self.over:
            return
        self._written += 1
        if token in stops:
            self.end()
            return
        # A letter of several tokens comes with its last one.
        piece = self._stream.step(self._tokenizer, token)
        if piece:
            piece = piece if self.begun else piece.lstrip()
        if piece:
            self.begun = True
            self.ask.tell(piece)

    def end(self) -> None:
        """Tell what it took, once."""
        if not self._ended:
            self._ended = True
            self.ask.tell(Usage(self._model, "local", self._read, self._written))


class Listener:
    """What `generate` hands each step's tokens to, a row for each answer."""

    def __init__(
        self, said: Sequence[Said], stops: frozenset[int], moved: Callable[[], None]
    ) -> None:
        self._said = said
        self._stops = stops
        self._moved = moved
        self._read = False

    def put(self, tokens: "Tensor") -> None:
        """Take the prompts first, (rows, tokens), then with every step a token for each row, (rows,)."""
        if self._read:
            for one, token in zip(self._said, tokens.tolist(), strict=True):
                one.add(token, self._stops)
        self._read = True
        self._moved()

    def end(self) -> None:
        """Tell those that were cut off at the longest answer what they took."""
        for one in self._said:
            one.end()
