"""Numbers as people and models write them, however long."""

from bot.answer.numbers import numbers, values


def test_a_row_of_hundreds_of_digits_is_no_number() -> None:
    assert list(numbers("9" * 400)) == []
    assert values(f"between 1,250 and {'9' * 400}") == {1250.0, 1.25}
    assert values(f"{'9' * 308} bn") == {float("9" * 308)}
