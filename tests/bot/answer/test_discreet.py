"""A model that was talked into reading its instructions out."""

import pytest

from bot.answer.discreet import Discreet
from bot.answer.prompt import instructions
from bot.ports import Task

OURS = instructions(Task.ANSWER)


def heard(said: str, size: int) -> tuple[str, bool]:
    """Return what of an answer is shown, given in pieces, and whether it leaked."""
    listener = Discreet(OURS)
    shown = "".join(listener.add(said[at : at + size]) for at in range(0, len(said), size))
    return shown + listener.rest(), listener.leaked


@pytest.mark.parametrize("size", [1, 7, 5_000])
@pytest.mark.parametrize("said", [OURS, " ".join(OURS.split()), OURS.upper()])
def test_instructions_are_not_shown_however_they_come(said: str, size: int) -> None:
    shown, leaked = heard(f"Of course: {said}", size)
    assert leaked
    assert shown.startswith("Of course: ")
    assert len(shown) < 40


@pytest.mark.parametrize("size", [1, 7, 5_000])
@pytest.mark.parametrize(
    "said",
    [
        "I don't know from these documents.",
        "The DATA sheet says 38 euros [1]. Pictures need no number.",
        "You are the assistant of a team? D",
    ],
)
def test_ordinary_answers_come_whole(said: str, size: int) -> None:
    assert heard(said, size) == (said, False)


def test_the_marker_around_strangers_texts_is_not_shown() -> None:
    assert heard("It says DATA-0123456789ab evidence [1]", 3) == ("It says ", True)
