"""Try another policy on what was judged: who and what it would have acted on, and what admins said of that.

Pure: findings are taken as they were, so that a replay of a month takes moments and asks nobody.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import sqrt

from bot.moderate.decide import Facts, decide
from bot.moderate.policy import Policy
from bot.records import Action, ChatKind, Incoming, Origin, Person
from bot.store.judged import Judged

WILSON_Z = 1.96
"""95 % (E. B. Wilson, 1927)."""


@dataclass(frozen=True, slots=True)
class Would:
    """One message on which the policy would have acted."""

    judged: Judged
    action: Action


@dataclass(frozen=True, slots=True)
class Replay:
    """What a policy would have made of a stretch of time."""

    looked_at: int
    would: tuple[Would, ...] = ()
    missed: tuple[Judged, ...] = ()
    """What administrators had removed and the policy would have left."""
    done: Mapping[int, str] = field(default_factory=dict)
    """By message: what was really done."""

    @property
    def removed(self) -> tuple[Would, ...]:
        return tuple(one for one in self.would if one.action.removes)

    @property
    def wrong(self) -> tuple[Would, ...]:
        """What it would have removed although administrators called that wrong."""
        return tuple(one for one in self.removed if one.judged.label == "wrong")


def replay(rows: Sequence[Judged], policy: Policy, done: Mapping[int, str]) -> Replay:
    """Decide anew about every judged message, in order: a person's strikes count up as they would have."""
    strikes: dict[int, list[int]] = {}
    would: list[Would] = []
    missed: list[Judged] = []
    for row in rows:
        known = [
            at
            for at in strikes.get(row.person_id, ())
            if row.judged_at - at < policy.forget_seconds
        ]
        action = _decide(row, policy, len(known))
        if action.removes:
            strikes[row.person_id] = [*known, row.judged_at]
        if action.name != "none":
            would.append(Would(row, action))
        if not action.removes and row.label == "right":
            missed.append(row)
    return Replay(len(rows), tuple(would), tuple(missed), done)


def _decide(row: Judged, policy: Policy, strikes: int) -> Action:
    if row.spared == "cleared" or (row.spared == "administrator" and policy.exempt.admins):
        return Action("none")
    sender = Person(row.person_id, row.person_name)
    kind = ChatKind.SUPERGROUP
    origin = Origin(row.chat_id, kind, row.message_id, sender, topic_id=row.topic_id)
    facts = Facts(newcomer=row.newcomer, trusted=row.spared == "exempt", strikes=strikes)
    return decide(row.findings, Incoming((), origin, row.text), policy, facts, row.judged_at)


def wilson(right: int, total: int) -> tuple[float, float]:
    """Return the interval of a share at 95 %."""
    if total == 0:
        return 0.0, 1.0
    share, z = right / total, WILSON_Z
    middle = share + z * z / (2 * total)
    spread = z * sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    scale = 1 + z * z / total
    return max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale)


def fitted(would: Sequence[Would], policy: Policy) -> Mapping[str, float | str]:
    """Return new removing lines for the categories in which something was called wrong.

    The line goes just above the highest score that was wrong; where that is above every score there can
    be, the category is only shown to administrators.
    """
    lines: dict[str, float | str] = {}
    for one in would:
        if one.judged.label != "wrong" or not one.action.findings:
            continue
        worst = max(one.action.findings, key=lambda finding: finding.score)
        lower = policy.newcomers.lower_by if one.judged.newcomer else 0.0
        above = round(worst.score + lower + 0.01, 2)
        before = lines.get(worst.category, policy.lines_of(worst.category).remove)
        if before == "never":
            continue
        lines[worst.category] = "never" if above > 1 else max(above, float(before))
    return lines
