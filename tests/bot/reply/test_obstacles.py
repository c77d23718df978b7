"""What was done and why not more: said in the reader's language, and with advice only where it helps."""

import re

import pytest

from bot.records import Finding
from bot.reply.sentences import sentence
from bot.review.cards import hindered
from bot.review.moderation import evidence
from bot.say import Notice, Say


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


@pytest.mark.parametrize(
    ("done", "language", "told"),
    [
        ("mute", "en", "done: mute."),
        ("delete (could not mute: missing right)", "en", "delete (could not mute: missing right)."),
        ("mute", "zh", "已执行：删除并禁言。"),
        ("delete (could not mute: missing right)", "zh", "已执行：删除（无法禁言：缺少权限）。"),
    ],
)
def test_a_card_tells_what_was_done(done: str, language: str, told: str) -> None:
    values = {"title": "Bakers", "name": "Eve", "text": "Buy", "lines": "•", "done": done}
    said = sentence(Notice(Say.CARD_REMOVED, values), language)
    assert told in re.sub(r"&#(\d+);", lambda found: chr(int(found[1])), said)


def test_what_a_card_rests_on_is_named_in_its_language() -> None:
    found = (Finding("links", "link", True, 0.91, "bit.ly", kind="newcomer link"),)
    assert evidence(found, "en") == "• newcomer link 0.91 (links): bit.ly"
    assert evidence(found, "zh-hans") == "• 新成员最初的消息里有链接 0.91 (links): bit.ly"
