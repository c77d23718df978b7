"""One thread that answers waiting questions, as many together as came together.

Knows how to wait, to batch and to let go; what a model is, its `Speaker` knows.
"""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from bot.errors import ModelFailed
from bot.ports import Prompt
from bot.records import Usage

logger = logging.getLogger(__name__)

GATHER_SECONDS = 0.005
"""How long the first question waits for company; a person does not notice, and an album's askers come in less."""

TOGETHER = 8
"""Most questions that are answered in one batch; each takes its own share of memory."""

LONG_CHARACTERS = 3_000
"""Questions whose documents differ by more are not batched: the shorter would be padded to the longer."""

Item = str | Usage | ModelFailed


@dataclass(eq=False, slots=True)
class Ask:
    """A question that waits for its words; `tell` is called from the line's thread."""

    prompt: Prompt
    tell: Callable[[Item], None]
    stopped: threading.Event = field(default_factory=threading.Event)

    @property
    def shape(self) -> tuple[int, int]:
        """Questions of one shape are worth a batch."""
        length = sum(len(passage.text) for passage in self.prompt.evidence.passages)
        return len(self.prompt.question.pictures), length // LONG_CHARACTERS


class Speaker(Protocol):
    """A loaded model."""

    def answer(self, asks: Sequence[Ask], moved: Callable[[], None]) -> None:
        """Tell each its words and then its `Usage`, or a failure; call `moved` with every step."""

    def release(self) -> None:
        """Give its memory back."""


class Line:
    """Where questions wait; `load` brings the model when the first one comes."""

    def __init__(self, load: Callable[[], Speaker], idle_seconds: float) -> None:
        self._load = load
        self._idle_seconds = idle_seconds
        self._waiting: deque[Ask] = deque()
        self._working: Sequence[Ask] = ()
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None
        self._stop = threading.Event()
        self.loading = False
        self._moved_at = time.monotonic()
        self.loaded = False
        """Whether the model is in memory."""

    def put(self, ask: Ask) -> None:
        """Take a question; the thread is started where none runs."""
        with self._changed:
            self._waiting.append(ask)
            if self._thread is None:
                self._moved()
                # Each thread has its own: one that is being closed must not hear of its successor.
                self._stop = threading.Event()
                self._thread = threading.Thread(
                    target=self._run, args=(self._stop,), name="llava", daemon=True
                )
                self._thread.start()
            self._changed.notify_all()

    def silent_seconds(self) -> float:
        """Return how long nobody was told anything; a model that is being loaded is not silent."""
        return 0.0 if self.loading else time.monotonic() - self._moved_at

    def close(self) -> None:
        """Stop what is being said and let the model go; blocking until it is gone."""
        with self._changed:
            thread, self._thread = self._thread, None
            self._stop.set()
            for ask in self._working:
                ask.stopped.set()
            _fail(self._waiting, ModelFailed("the local model was closed; ask again"))
            self._waiting.clear()
            self._changed.notify_all()
        if thread is not None:
            thread.join()

    def _moved(self) -> None:
        self._moved_at = time.monotonic()

    def _run(self, stop: threading.Event) -> None:
        speaker: Speaker | None = None
        while (asks := self._take(stop, patient=speaker is None)) is not None:
            if not asks:
                # Nobody asked for a while: others on this machine need the memory.
                self._released(speaker)
                speaker = None
                continue
            self._moved()
            try:
                speaker = speaker or self._loaded()
                speaker.answer(asks, self._moved)
            except ModelFailed as error:
                _fail(asks, error)
            except Exception:
                logger.exception("the local model broke")
                _fail(asks, ModelFailed("the local model broke; its log says why"))
            self._working = ()
        self._released(speaker)

    def _released(self, speaker: Speaker | None) -> None:
        if speaker is not None:
            speaker.release()
        self.loaded = False

    def _loaded(self) -> Speaker:
        self.loading = True
        try:
            speaker = self._load()
        finally:
            self.loading = False
            self._moved()
        self.loaded = True
        return speaker

    def _take(self, stop: threading.Event, *, patient: bool) -> Sequence[Ask] | None:
        """Return what is to be answered together; nothing after an idle time, None at the end."""
        with self._changed:
            while not stop.is_set():
                if not self._changed.wait_for(
                    lambda: self._waiting or stop.is_set(), None if patient else self._idle_seconds
                ):
                    return ()
                self._changed.wait_for(lambda: len(self._waiting) >= TOGETHER, GATHER_SECONDS)
                self._working = self._next()
                if self._working and not stop.is_set():
                    return self._working
        return None

    def _next(self) -> Sequence[Ask]:
        """Take the first that still waits out of the row, and those behind it that have its shape."""
        waiting = [ask for ask in self._waiting if not ask.stopped.is_set()]
        together = [ask for ask in waiting if ask.shape == waiting[0].shape][:TOGETHER]
        self._waiting = deque(ask for ask in waiting if ask not in together)
        return together


def _fail(asks: Iterable[Ask], error: ModelFailed) -> None:
    for ask in asks:
        ask.tell(error)
