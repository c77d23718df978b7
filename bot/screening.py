"""Judge what is said in a group and act on it: on the words at sight, on everything once it is looked at.

Knows checks and moderation by what they give; answers nobody.
"""

from dataclasses import dataclass

from bot.moderate.decide import NONE
from bot.records import Action, Incoming, Question, Verdict
from bot.review.docket import Docket
from bot.review.moderation import Moderation


@dataclass(frozen=True, slots=True)
class Screening:
    """What every message passes, whether it is meant for the bot or not."""

    moderation: Moderation
    docket: Docket

    async def overhear(self, incoming: Incoming) -> Action:
        """Judge talk that is not meant for the bot, and say nothing unless it acted."""
        action, seen = await self.at_sight(incoming)
        if action.removes:
            return action
        question = await self.moderation.opener.open(incoming)
        opened = question.pictures or question.clips or question.quoted
        return await self.moderate(question, await self.inspect(question, None if opened else seen))

    async def at_sight(self, incoming: Incoming) -> tuple[Action, Verdict | None]:
        """Act on the words where the rest takes time: a scam does not stand while its video loads.

        Return also what was seen of them, None where nothing was looked at yet.
        """
        slow = incoming.attachments or self.moderation.inspector.asks_elsewhere
        said = incoming.text or incoming.links or incoming.aside.texts
        if incoming.origin.private or not (slow and said):
            return NONE, None
        words = Question(incoming, incoming.text)
        seen = await self.moderation.inspector.glance(words)
        return await self.moderate(words, seen, partly=True), seen

    async def inspect(self, question: Question, seen: Verdict | None = None) -> Verdict:
        """Let every check look; `seen` is what a glance at the very same gave."""
        return await self.moderation.inspector.inspect(question, seen)

    async def moderate(
        self, question: Question, verdict: Verdict, *, partly: bool = False
    ) -> Action:
        """Act on a verdict as the group's policy says, and tell whom it concerns.

        `partly`: more of the message is still to be looked at, so only what is enough to act counts.
        """
        action = await self.moderation.enforcer.enforce(question.incoming, verdict, partly=partly)
        await self.docket.tell(question, action)
        return action
