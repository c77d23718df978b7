"""Why an act could not be carried out: said in the reader's language, and with advice only where it helps."""

import pytest

from bot.reply.sentences import sentence
from bot.review.cards import hindered


@pytest.mark.parametrize(
    ("obstacle", "language", "told"),
    [
        ("could not delete: missing right", "en", "missing right. Please make me an administrator"),
        ("could not delete: older than 48 hours", "en", "I could not do that: could not delete: "),
        ("could not ban: missing right", "zh-hans", "我做不到：无法封禁：缺少权限。请让我成为"),
        ("could not mute: an administrator", "zh", "我做不到：无法禁言：对方是管理员。"),
    ],
)
def test_an_obstacle_is_told_with_what_helps_against_it(
    obstacle: str, language: str, told: str
) -> None:
    said = sentence(hindered(obstacle), language)
    assert told in said
    assert ("administrator who may" in said or "可以删除" in said) == obstacle.endswith("right")
