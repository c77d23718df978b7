"""Every category and every kind that a check can name is known, and has words in both languages."""

from collections.abc import Mapping

import pytest

from bot.categories import Category, category_of
from bot.reply import reasons
from bot.safety.rules import load

KINDS = {phrase.kind for phrase in (*load().abuse, *load().dangerous, *load().links.bad)} | {
    *(
        "invite",
        "ip_host",
        "shortener",
        "lookalike",
        "mismatch",
        "newcomer_link",
        "newcomer_forward",
    )
}


@pytest.mark.parametrize("words", [reasons.ENGLISH, reasons.CHINESE], ids=["English", "Chinese"])
def test_each_reason_has_words(words: Mapping[str, str]) -> None:
    named = {name.replace("_", " ") for name in (*Category, *KINDS)}
    assert named <= words.keys()


def test_each_kind_of_the_rules_belongs_to_a_category() -> None:
    assert {kind: category_of(kind) in Category for kind in KINDS} == dict.fromkeys(KINDS, True)
    assert category_of("invite") is Category.LINK
    with pytest.raises(ValueError, match="unheard_of"):
        category_of("unheard_of")
