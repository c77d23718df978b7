"""Numbers in an answer lead to passages, or are gone."""

import pytest
from answering import LEAVE, VPN, passage

from bot.answer.citations import settle, strip

PASSAGES = (passage(1, LEAVE), passage(2, VPN))


@pytest.mark.parametrize(
    ("said", "kept", "numbers"),
    [
        ("25 days [1].", "25 days [1].", [1]),
        ("25 days [1, 2].", "25 days [1][2].", [1, 2]),
        ("25 days [2][1].", "25 days [2][1].", [1, 2]),
        ("25 days [3].", "25 days.", []),
        ("25 days [1, 7].", "25 days [1].", [1]),
        ("25 days [1][1].", "25 days [1][1].", [1]),
        ("25 天【1】。", "25 天[1]。", [1]),
        ("共 25 天。 [1][2]", "共 25 天。[1][2]", [1, 2]),
        ("25 days 【1†source】.", "25 days [1].", [1]),
        ("25 days [^1].", "25 days [1].", [1]),
        ("25 days [1](http://evil.example/?d=1).", "25 days [1].", [1]),
        ("[9]", "", []),
        (
            "Use `a[1]` and\n```\nb[2] = [3]\n```\nnow [2]",
            "Use `a[1]` and\n```\nb[2] = [3]\n```\nnow [2]",
            [2],
        ),
        ("See [the page](http://x) [a] [] [1a]", "See [the page](http://x) [a] [] [1a]", []),
        ("", "", []),
    ],
)
def test_only_numbers_that_exist_are_kept(said: str, kept: str, numbers: list[int]) -> None:
    text, citations = settle(said, PASSAGES)
    assert text == kept
    assert [citation.number for citation in citations] == numbers
    assert all(citation.passage is PASSAGES[citation.number - 1] for citation in citations)
    assert all(citation.crop is None for citation in citations)


def test_the_quote_is_the_sentence_that_carries_the_claim() -> None:
    _, citations = settle(
        "Hello. Five unused days go to March [1]. An expired certificate gives ERR-4012 [2].",
        PASSAGES,
    )
    assert [citation.quote for citation in citations] == [
        "Up to five unused days move to March.",
        "The VPN client shows ERR-4012 when the certificate has expired.",
    ]


def test_an_earlier_answer_loses_its_numbers() -> None:
    assert strip("25 days [1]. See [4][5].") == "25 days. See."
