"""The tables that moderation reads and writes, together, and the policy that holds in a group."""

import logging
from dataclasses import dataclass

from bot.errors import BadInput
from bot.moderate import document
from bot.moderate.decide import Facts, message_ids
from bot.moderate.policy import Newcomers, Policy
from bot.records import Incoming
from bot.store.acts import Acts
from bot.store.audit import Audit
from bot.store.baselines import Baselines
from bot.store.judged import Ledger
from bot.store.members import Member, Members
from bot.store.policies import Policies
from bot.store.removed import Removed

logger = logging.getLogger(__name__)

REGULAR_DAYS = 3
"""Who wrote something clean, and longer than a greeting, on so many different days is a regular."""


@dataclass(frozen=True, slots=True)
class Books:
    """All that moderation remembers."""

    policies: Policies
    acts: Acts
    judged: Ledger
    members: Members
    removed: Removed
    baselines: Baselines
    audit: Audit

    def policy(self, chat_id: int) -> Policy:
        """Return the policy that holds in a group now."""
        version = self.policies.latest(chat_id)
        try:
            return document.read(version.document, version.number)
        except BadInput as error:
            # Written by another version of this program: nobody may suffer from what is not understood.
            logger.warning("chat %d: policy %d: %s", chat_id, version.number, error)
            return document.preset("watch")

    def facts(self, incoming: Incoming, policy: Policy) -> Facts:
        """Return what is known of a sender now."""
        origin, now = incoming.origin, self.audit.now
        member = self.members.get(origin.chat_id, origin.person.id)
        since = now - policy.forget_seconds
        strikes = self.acts.strikes(origin.chat_id, origin.person.id, since)
        said_at = incoming.aside.sent_at or now
        return Facts(
            newcomer=is_newcomer(member, policy.newcomers, now),
            trusted=member.trusted_by is not None,
            # A part that came late to an album that went before is no further offence.
            strikes=sum(not strike.about(message_ids(incoming)) for strike in strikes),
            held=any(strike.held(said_at, now) for strike in strikes),
        )

    def is_regular(self, chat_id: int, person_id: int) -> bool:
        """Tell whether somebody has standing: trusted, or of good conduct on several days."""
        member = self.members.get(chat_id, person_id)
        if member.trusted_by is not None:
            return True
        return member.days >= REGULAR_DAYS and not self.acts.standing(chat_id, person_id)

    def spoke(self, incoming: Incoming) -> None:
        """Count a clean message; an edit is no further one."""
        if not incoming.edited:
            origin = incoming.origin
            self.members.spoke(origin.chat_id, origin.person.id, incoming.text)


def is_newcomer(member: Member, rule: Newcomers, now: int) -> bool:
    """Tell whether somebody has said little yet, or came a short while ago."""
    fresh = member.joined_at > 0 and now - member.joined_at < rule.hours * 3_600
    return fresh or member.messages < rule.messages
