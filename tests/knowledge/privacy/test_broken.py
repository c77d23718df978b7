"""Where a key ends that was broken over two lines, and what below it is none of it."""

import pytest

from knowledge.privacy import find, in_picture
from knowledge.records import Box, TextLine

FIRST = "aB3dE5fG7hI9jK1lM3nO5pQ7rS9tU1vW3xY5zA7bC9dE1"
STARTS = (
    f"sk-ant-api03-{FIRST}",
    f"$ export MODEL_KEY=sk-proj-{FIRST}",
    f"CLIENT_SECRET={FIRST}",
    f"Secret access key: {FIRST}",
)
RESTS = (
    "--sfG3hI5jK7lM9nO1pQ3",
    "- - s fG3hI5jK7lM9nO1pQ3",
    "-- sf G3hI5jK7lM9nO1pQ3",
    "--sf G3hI5jK7lM9nO1pQ3",
    "_ fG3hI5jK7lM9- nO1pQ3rS",
    "—sfG3hI5jK7lM9nO1pQ3",
    "/ + fG3hI5jK7lM9 AQAA",
    "= f G3hI5jK7lM9nO1pQ3",
)
BELOW = (
    "- then restart the build2Deploy3 service",
    "- ask Jonas about it, he has OAuth2Proxy7",
    "- a Fix3Dbug9 that nobody sees",
    "and the rest of the text goes on here",
    "- VIN WVWZZZ1JZ12345678",
    "- 3f2a9c1d8b7e6f5a4c3d2e1f0a9b8c7d",
    "id 550e8400-e29b-41d4-a716-446655440000",
    "$ ls aB3dE5fG7hI9",
    "- App2Go3Xyz9.tsx",
    "2 of 3",
    "- SHA256:tGS/MWTT/RhRAJsSCoD8mEAtkvifxMgcr3L",
    f"- s {FIRST}{FIRST}",
)


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("rest", RESTS)
def test_a_broken_key_goes_on_behind_marks_and_blanks(start: str, rest: str) -> None:
    text = f"notes\n{start}\n{rest}\nand the words below"
    (one,) = find(text)
    assert text[one.start : one.end].endswith(f"{FIRST}\n{rest}")


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("below", BELOW)
def test_what_stands_below_a_key_and_is_none_of_it_stays(start: str, below: str) -> None:
    text = f"{start}\n{below}\n"
    (one,) = find(text)
    assert text[one.start : one.end].endswith(FIRST)


@pytest.mark.parametrize("rest", RESTS)
def test_the_second_line_of_a_key_is_none_without_the_first(rest: str) -> None:
    assert find(f"see worker-9aB3dE5f\n{rest}\nand the words below") == ()


def test_both_lines_of_a_broken_key_are_covered_in_a_picture() -> None:
    lines = [
        TextLine(text, Box(0.03, top, right, top + 0.04), 0.95)
        for text, top, right in (
            (STARTS[0], 0.1, 0.95),
            (RESTS[1], 0.15, 0.5),
            ("and the words below", 0.2, 0.4),
        )
    ]
    seen = in_picture(lines, aspect=1.5)
    assert [one.line for one in seen] == [0, 1]
    assert seen[1].box.left <= 0.03
    assert seen[1].box.right >= 0.5
