"""What a command answers with, and what the commands work with."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.media.fetch import Files
from bot.media.open import Opener
from bot.records import Incoming
from bot.retrieve.scope import Scopes
from bot.review.moderation import Moderation
from bot.safety.banning import Banning
from bot.say import Notice
from bot.stops import Stops
from bot.store.conversations import Conversations
from bot.store.feedback import Feedback
from bot.store.held import Held
from bot.store.kept import Kept
from bot.store.looked import LookedAt
from bot.store.outbox import Outbox
from bot.store.presses import Buttons
from bot.store.privacy import Privacies
from bot.store.sent import Departures
from bot.store.spaces import Spaces
from bot.store.spendings import Spendings
from bot.store.traces import Traces
from bot.workers import Workers
from knowledge import KnowledgeBase

IsAdmin = Callable[[int, int], Awaitable[bool | None]]
"""(chat id, person id) -> whether that person administers the chat now, None if Telegram is mute."""

Status = Callable[[Notice], None]
"""Shows a sentence in the chat until the outcome takes its place."""


@dataclass(frozen=True, slots=True)
class Response:
    """A sentence of the bot's own, with pictures (bytes, caption) where they help."""

    notice: Notice
    pictures: tuple[tuple[bytes, str], ...] = ()
    to_chat: bool = False
    """After a press: say it to everybody in the chat, not only to the one who pressed."""
    again: Incoming | None = None
    """After a press: answer this question once more, with what is private taken out."""
    spent: bool = False
    """After a press: the button has done its work and is taken away."""
    buttons: tuple[tuple[str, str], ...] = ()
    """(label, token) under it."""
    in_place: bool = False
    """After a press: it takes the place of the message that carried the button."""
    ask: Incoming | None = None
    """After a press: a question that is to be answered."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything the commands reach for."""

    knowledge: KnowledgeBase
    workers: Workers
    files: Files
    opener: Opener
    scopes: Scopes
    spaces: Spaces
    conversations: Conversations
    traces: Traces
    buttons: Buttons
    feedback: Feedback
    privacies: Privacies
    departures: Departures
    held: Held
    outbox: Outbox
    spendings: Spendings
    kept: Kept
    looked: LookedAt
    is_admin: IsAdmin
    stops: Stops
    moderation: Moderation
    bans: Banning
    knows_faces: bool
    """Whether faces can be found in pictures here."""
