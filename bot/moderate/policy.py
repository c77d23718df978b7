"""Decide what follows from a verdict under a group's policy.

Neither judges a message nor touches Telegram; whether the sender is an administrator is asked
later, at the moment of the act.
"""

from typing import Final

from bot.records import Action, Finding, Incoming, Verdict

NOTED_ONLY: Final = frozenset({"weapons", "drugs", "self_harm", "crime"})
"""Asking the bot for these is refused; nobody's message is removed for a question they put to it."""

TELEGRAM: Final = 777000
"""Posts of a linked channel appear in its group under this account (Bot API, User)."""

ANONYMOUS_ADMIN: Final = 1087968824
"""`GroupAnonymousBot`, under which administrators write who hide their names."""

NONE: Final = Action("none")


def decide(verdict: Verdict, incoming: Incoming, mode: str) -> Action:
    """Return `delete`, `note`, or `none`; only a group's policy `delete` ever deletes."""
    if incoming.origin.private or not verdict.convicts or _spared(incoming):
        return NONE
    guilty = [finding for finding in verdict.findings if finding.flagged and not finding.error]
    removable = any(finding.category not in NOTED_ONLY for finding in guilty)
    name = "delete" if mode == "delete" and removable else "note"
    return Action(name, message_ids=message_ids(incoming), reason=_reason(guilty))


def message_ids(incoming: Incoming) -> tuple[int, ...]:
    """Return every message that the act concerns: an album goes whole or not at all."""
    return incoming.message_ids or (incoming.origin.message_id,)


def _spared(incoming: Incoming) -> bool:
    person = incoming.origin.person.id
    return person in (TELEGRAM, ANONYMOUS_ADMIN, incoming.origin.chat_id)


def _reason(guilty: list[Finding]) -> str:
    worst = max(guilty, key=lambda finding: finding.score)
    # The category is a word of ours; what was matched stays with the finding, for the trace.
    return worst.category.replace("_", " ")
