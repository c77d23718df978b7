"""What is offered below an answer: to judge it, to see more, to look closer at a moment of a clip.

Knows labels and what a press will mean; what a press does stands in `bot.commands.presses`.
"""

from collections.abc import Callable, Sequence

from bot.language import is_chinese
from bot.records import Picture
from bot.reply.parts import Button
from bot.store import moments
from bot.store.deliveries import Address
from bot.store.moments import Moment
from knowledge.film.records import clock

Issue = Callable[[int, str, str], str]
"""(chat id, action, payload) -> the opaque token of a button."""

ACTIONS = (
    ("right", "👍 Right", "👍 正确"),
    ("wrong", "👎 Wrong", "👎 错误"),
    ("outdated", "🕑 Outdated", "🕑 过时"),
    ("more", "More", "更多"),
)
"""(action, English label, Chinese label) of the buttons under an answer."""

KEPT = (
    ("send_clean", "Send with that taken out", "去掉后发送"),
    ("stay_here", "Keep it here", "留在本机"),
)
"""The same for an answer that something private kept from a better model."""

STOP = (("stop", "⏹ Stop", "⏹ 停止"),)
"""The same for an answer that grows."""

CLOSER = "closer"
MOST_CLOSER = 3
"""Moments that are offered to be looked at closely."""


def judging(address: Address, issue: Issue, language: str) -> tuple[Button, ...]:
    """Return the buttons by which an answer is judged."""
    return _made(ACTIONS, address, issue, language)


def allowing(address: Address, issue: Issue, language: str) -> tuple[Button, ...]:
    """Return the buttons that let a better model be asked, or not."""
    return _made(KEPT, address, issue, language)


def stopping(address: Address, issue: Issue, language: str) -> tuple[Button, ...]:
    """Return the button that stops an answer while it grows."""
    return _made(STOP, address, issue, language)


def passes(offered: Sequence[Button]) -> bool:
    """Tell whether these are buttons of `allowing` or `stopping`, which the next answer does not keep."""
    return any(offered[0].label in row for row in (*KEPT, *STOP))


def _made(
    rows: Sequence[tuple[str, str, str]], address: Address, issue: Issue, language: str
) -> tuple[Button, ...]:
    question = str(address.question_message_id)
    column = 2 if is_chinese(language) else 1
    return tuple(Button(row[column], issue(address.chat_id, row[0], question)) for row in rows)


def closer(stills: Sequence[Picture], address: Address, issue: Issue) -> tuple[Button, ...]:
    """Return a button for each moment that can be looked at more closely."""
    return tuple(
        Button(f"🔍 {clock(still.seconds)}", issue(address.chat_id, CLOSER, moments.dumps(moment)))
        for still in stills[:MOST_CLOSER]
        for moment in [Moment(still.message_id, address.question_message_id, still.seconds)]
    )
