"""How questions wait for a model that answers some at a time, without any model."""

import threading
from collections.abc import Callable, Sequence

from answering import LEAVE, asked, passage, picture

from bot.answer.llava.line import TOGETHER, Ask, Item, Line
from bot.errors import ModelFailed
from bot.ports import Prompt
from bot.records import Usage


class Echo:
    """Repeats each question once `free` is set; breaks at the word "break"."""

    def __init__(self) -> None:
        self.free = threading.Event()
        self.free.set()
        self.begun = threading.Event()
        self.batches: list[list[str]] = []
        self.released = threading.Event()

    def answer(self, asks: Sequence[Ask], moved: Callable[[], None]) -> None:
        texts = [ask.prompt.question.text for ask in asks]
        self.batches.append(texts)
        self.begun.set()
        assert self.free.wait(10)
        if "break" in texts:
            raise ZeroDivisionError
        for ask in asks:
            ask.tell(ask.prompt.question.text)
            ask.tell(Usage("echo", "local"))

    def release(self) -> None:
        self.released.set()


class Asked:
    """One question, and what its asker has heard; `done` is set at the end."""

    def __init__(self, prompt: Prompt) -> None:
        self.heard: list[Item] = []
        self.done = threading.Event()
        self.ask = Ask(prompt, self._tell)

    def _tell(self, item: Item) -> None:
        self.heard.append(item)
        if not isinstance(item, str):
            self.done.set()


def test_questions_of_one_shape_are_answered_together_and_others_apart() -> None:
    echo = Echo()
    echo.free.clear()
    line = Line(lambda: echo, 60)
    first = Asked(asked("first"))
    line.put(first.ask)
    assert echo.begun.wait(10)
    texts = [asked(str(number)) for number in range(TOGETHER + 1)]
    prompts = [*texts[:3], asked("seen", pictures=[picture()]), *texts[3:]]
    prompts.append(asked("long", passage(1, LEAVE * 40)))
    waiting = [Asked(prompt) for prompt in prompts]
    for one in waiting:
        line.put(one.ask)
    echo.free.set()
    assert all(one.done.wait(10) for one in waiting)
    together = [str(number) for number in range(TOGETHER)]
    assert echo.batches == [["first"], together, ["seen"], [str(TOGETHER)], ["long"]]
    line.close()


def test_whoever_left_before_the_turn_came_is_not_answered() -> None:
    echo = Echo()
    echo.free.clear()
    line = Line(lambda: echo, 60)
    first, gone, last = (Asked(asked(text)) for text in ("first", "gone", "last"))
    line.put(first.ask)
    assert echo.begun.wait(10)
    line.put(gone.ask)
    line.put(last.ask)
    gone.ask.stopped.set()
    echo.free.set()
    assert last.done.wait(10)
    assert (echo.batches, gone.heard) == ([["first"], ["last"]], [])
    line.close()


def test_a_model_that_breaks_fails_its_questions_and_answers_the_next() -> None:
    echo = Echo()
    line = Line(lambda: echo, 60)
    for text, kind in (("break", ModelFailed), ("go on", Usage)):
        one = Asked(asked(text))
        line.put(one.ask)
        assert one.done.wait(10)
        assert isinstance(one.heard[-1], kind)
    line.close()


def test_a_model_that_cannot_be_loaded_fails_each_question_with_its_reason() -> None:
    def load() -> Echo:
        raise ModelFailed("there is no memory for it")

    line = Line(load, 60)
    for _ in range(2):
        one = Asked(asked("hello"))
        line.put(one.ask)
        assert one.done.wait(10)
        assert str(one.heard[0]) == "there is no memory for it"
    line.close()


def test_an_idle_model_is_released_and_loaded_for_the_next_question() -> None:
    echoes: list[Echo] = []

    def load() -> Echo:
        echoes.append(Echo())
        return echoes[-1]

    line = Line(load, 0.01)
    for number in range(2):
        one = Asked(asked("hello"))
        line.put(one.ask)
        assert one.done.wait(10)
        assert echoes[number].released.wait(10)
    assert len(echoes) == 2
    line.close()


def test_closing_ends_what_is_said_and_releases_the_model() -> None:
    echo = Echo()
    line = Line(lambda: echo, 60)
    one = Asked(asked("hello"))
    line.put(one.ask)
    assert one.done.wait(10)
    line.close()
    assert echo.released.is_set()
    again = Asked(asked("again"))
    line.put(again.ask)
    assert again.done.wait(10)
    line.close()
