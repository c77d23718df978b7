"""Where something came from: chats, people, and the place of a message."""

from dataclasses import dataclass
from enum import StrEnum


class ChatKind(StrEnum):
    """Telegram's chat types (Bot API, Chat.type)."""

    PRIVATE = "private"
    GROUP = "group"
    SUPERGROUP = "supergroup"
    CHANNEL = "channel"


@dataclass(frozen=True, slots=True)
class Person:
    """Who wrote. For a channel or an anonymous admin `id` is the chat's id, which is negative."""

    id: int
    name: str
    username: str | None = None
    language: str = "en"
    """IETF tag as Telegram reports it, for example `zh-hans`."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where something came from, and so where its answer goes."""

    chat_id: int
    chat_kind: ChatKind
    message_id: int
    """The message that is answered: the first part of an album."""
    person: Person
    topic_id: int | None = None
    """`message_thread_id` of a forum topic; None in General and outside forums."""
    chat_title: str = ""

    @property
    def private(self) -> bool:
        return self.chat_kind is ChatKind.PRIVATE
