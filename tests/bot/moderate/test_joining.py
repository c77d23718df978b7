"""Which answers of people who ask to join are right."""

import pytest

from bot.review import joining


@pytest.mark.parametrize(
    ("said", "answers", "right"),
    [
        ("Bread, of course", ("bread",), True),
        ("Rolls", ("bread",), False),
        ("cafe\u0301 au lait", ("Caf\u00e9",), True),
        ("ＷｉＦｉ", ("wifi",), True),
        ("dunno", (), False),
        # An empty answer in a policy would let in whoever says anything.
        ("dunno", ("", " "), False),
    ],
)
def test_an_answer_holds_a_right_one(said: str, answers: tuple[str, ...], right: bool) -> None:
    assert joining.fits(said, answers) is right
