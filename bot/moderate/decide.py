"""Decide what follows from findings under a group's policy.

Pure: judges no message, asks Telegram nothing and remembers nothing. Whether the sender is an
administrator is asked later, at the moment of the act.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from bot.moderate.policy import ANONYMOUS_ADMIN, NEVER, TELEGRAM, Policy, Rung, Step
from bot.records import Action, Finding, Incoming

NONE: Final = Action("none")


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of the sender at the moment of the judgement."""

    newcomer: bool = False
    trusted: bool = False
    strikes: int = 0
    """Removals that stand and that the policy has not forgotten."""
    held: bool = False
    """Whether a mute or ban already keeps them from writing, and the message was sent before it."""


UNKNOWN: Final = Facts()
"""A sender of whom nothing is known and who is not new."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """One finding against its lines: `level` is `none`, `review` or `remove`."""

    finding: Finding
    level: str


def decide(
    findings: Sequence[Finding],
    incoming: Incoming,
    policy: Policy,
    facts: Facts,
    now: int,
) -> Action:
    """Return what the policy asks for; only a check that ran can bring anything about."""
    if incoming.origin.private or spared(incoming, policy, facts):
        return NONE
    weighed = [weigh(finding, policy, facts.newcomer) for finding in findings if not finding.error]
    guilty = [w.finding for w in weighed if w.level != "none"]
    if not guilty:
        return NONE
    removable = [w.finding for w in weighed if w.level == "remove"]
    worst = max(removable or guilty, key=lambda finding: finding.score)
    rung = _rung(guilty, policy, facts) if removable else Rung(Step.NOTE)
    name = str(rung.step)
    if not removable and not policy.watches_only:
        name = "review"
    return Action(
        name,
        message_ids=message_ids(incoming),
        # The reason is a word of ours; what was matched stays with the finding, for the card.
        reason=worst.reason,
        score=round(worst.score, 4),
        findings=tuple(guilty),
        until=now + rung.seconds if rung.seconds else 0,
        policy_version=policy.version,
    )


def weigh(finding: Finding, policy: Policy, newcomer: bool) -> Weighed:
    """Hold one finding against the lines of its category, which are lower for newcomers."""
    if not finding.category:
        return Weighed(finding, "none")
    lines = policy.lines_of(finding.category)
    lower = policy.newcomers.lower_by if newcomer else 0.0
    if lines.remove < NEVER and finding.score >= lines.remove - lower:
        return Weighed(finding, "remove")
    if lines.review < NEVER and finding.score >= lines.review - lower:
        return Weighed(finding, "review")
    return Weighed(finding, "none")


def spared(incoming: Incoming, policy: Policy, facts: Facts) -> bool:
    """Tell whether the policy leaves the sender, or the topic, alone whatever was said."""
    person, exempt = incoming.origin.person.id, policy.exempt
    return (
        (facts.trusted or person in exempt.people or incoming.origin.topic_id in exempt.topics)
        or (person == TELEGRAM and exempt.linked_channel)
        or (person in (ANONYMOUS_ADMIN, incoming.origin.chat_id) and exempt.anonymous_admins)
    )


def message_ids(incoming: Incoming) -> tuple[int, ...]:
    """Return every message that the act concerns: an album goes whole or not at all."""
    return incoming.message_ids or (incoming.origin.message_id,)


def evident(guilty: Iterable[Finding], policy: Policy, strikes: int) -> bool:
    """Tell whether there is enough to touch a person: a high score and independent signs.

    Signs are different checks; that something of the same person was removed before is one more.
    """
    found = list(guilty)
    signs = len({finding.check for finding in found}) + (1 if strikes else 0)
    highest = max((finding.score for finding in found), default=0.0)
    return highest >= policy.person.score and signs >= policy.person.signs


def _rung(guilty: Sequence[Finding], policy: Policy, facts: Facts) -> Rung:
    """Climb one rung for each strike, and stay below those that touch the person without evidence.

    What somebody sent before they were muted is no answer to the mute: it goes, and nothing else follows.
    """
    at = min(facts.strikes, len(policy.ladder) - 1)
    rung = policy.ladder[at]
    if rung.step in (Step.MUTE, Step.BAN) and facts.held:
        return Rung(Step.DELETE)
    if rung.step not in (Step.MUTE, Step.BAN) or evident(guilty, policy, facts.strikes):
        return rung
    lower = [r for r in policy.ladder[:at] if r.step not in (Step.MUTE, Step.BAN)]
    return lower[-1] if lower else Rung(Step.DELETE)
