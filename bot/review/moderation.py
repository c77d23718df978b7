"""Everything that moderation is made of, for whoever drives it: the pipeline, commands and buttons."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.media.open import Opener
from bot.moderate.books import Books
from bot.moderate.enforce import Enforcer
from bot.moderate.hands import Hands
from bot.moderate.standing import Standing
from bot.moderate.undo import Undoer
from bot.ports import Lessons
from bot.records import Finding, Question
from bot.reply.replies import Replies
from bot.reply.sentences import named
from bot.safety.inspect import Inspector
from bot.store.presses import Buttons
from bot.store.spaces import Spaces


@dataclass(frozen=True, slots=True)
class Moderation:
    """The parts, put together in `bot.guard`."""

    books: Books
    enforcer: Enforcer
    undoer: Undoer
    hands: Hands
    standing: Standing
    inspector: Inspector
    opener: Opener
    replies: Replies
    buttons: Buttons
    spaces: Spaces
    lessons: tuple[Lessons, ...]
    blur: Callable[[bytes], Awaitable[bytes]]
    """Makes a picture unrecognisable but for its layout."""

    def language(self, chat_id: int, otherwise: str = "en") -> str:
        """Return the language that a group's administrators read."""
        return self.books.policies.latest(chat_id).language or otherwise

    async def blurred(self, question: Question) -> tuple[tuple[bytes, str], ...]:
        """Return the pictures of a message as administrators may see them on a card."""
        own = [picture for picture in question.pictures if not picture.from_reply]
        return tuple([(await self.blur(p.sight.content), "") for p in own[:MOST_PICTURES]])

    def title(self, chat_id: int) -> str:
        """Return what a group is called."""
        return self.spaces.title(chat_id)


MOST_PICTURES = 10
"""An album (Bot API, sendMediaGroup)."""


def evidence(findings: tuple[Finding, ...], language: str) -> str:
    """List findings as a card shows them: what, how sure, seen by which check, in what."""
    lines = []
    for finding in sorted(findings, key=lambda f: -f.score):
        said = f"• {named(finding.reason, language)} {finding.score:.2f} ({finding.check})"
        lines.append(said + (f": {finding.detail[:120]}" if finding.detail else ""))
    return "\n".join(lines)
