"""The things in a local Telegram: people, memberships, messages and what hangs on them.

Knows neither the Bot API's JSON (`wire`) nor the page's (`view`).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import count

Json = Mapping[str, object]


class ChatType(StrEnum):
    """Bot API, Chat.type."""

    PRIVATE = "private"
    GROUP = "group"
    SUPERGROUP = "supergroup"


class Status(StrEnum):
    """Bot API, ChatMember.status."""

    CREATOR = "creator"
    ADMINISTRATOR = "administrator"
    MEMBER = "member"
    RESTRICTED = "restricted"
    LEFT = "left"
    KICKED = "kicked"


@dataclass(frozen=True, slots=True)
class Person:
    """A user, or the bot."""

    id: int
    first_name: str
    username: str | None = None
    language_code: str | None = None
    is_bot: bool = False
    last_name: str | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """What a person is in one chat."""

    person: Person
    status: Status
    rights: frozenset[str] = frozenset()
    """An administrator's rights, or what a restricted person may still do."""
    until: int = 0
    """Unix time at which a restriction or ban ends; 0 is never."""
    in_chat: bool = True
    """Whether a restricted person is still inside."""

    @property
    def is_admin(self) -> bool:
        return self.status in (Status.CREATOR, Status.ADMINISTRATOR)

    @property
    def is_present(self) -> bool:
        if self.status is Status.RESTRICTED:
            return self.in_chat
        return self.status not in (Status.LEFT, Status.KICKED)

    def at(self, now: float) -> "Member":
        """Apply the end of a restriction or ban."""
        if not self.until or now < self.until:
            return self
        present = self.status is Status.RESTRICTED and self.in_chat
        return Member(self.person, Status.MEMBER if present else Status.LEFT)


@dataclass(frozen=True, slots=True)
class Entity:
    """A marked stretch of text; `offset` and `length` count UTF-16 units."""

    type: str
    offset: int
    length: int
    attributes: Json = field(default_factory=dict)
    """What only some types carry: `url`, `language`, `user`, `custom_emoji_id`."""

    @property
    def end(self) -> int:
        return self.offset + self.length


@dataclass(frozen=True, slots=True)
class Media:
    """The file on a message."""

    kind: str
    file_id: str
    """Of the whole file; for a photo the largest size."""
    fields: Json
    """As the Bot API shows it, for example `{"photo": [...]}`."""
    path: str
    name: str
    size: int
    width: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True)
class Content:
    """What a message says: text or caption, a file, or something special."""

    text: str = ""
    entities: tuple[Entity, ...] = ()
    media: Media | None = None
    special: Json = field(default_factory=dict)
    """Location, contact, poll, dice, or the fields of a service message."""
    service: bool = False


@dataclass(frozen=True, slots=True)
class Version:
    """A text that was visible, and since when."""

    text: str
    date: float


@dataclass(frozen=True, slots=True)
class Message:
    """One message; an edit makes a new record under the same id."""

    chat_id: int
    id: int
    date: int
    sender: Person
    content: Content
    sender_chat: Json | None = None
    reply_to: int | None = None
    quote: Json | None = None
    thread: int | None = None
    album_id: str | None = None
    origin: Json | None = None
    """Bot API, Message.forward_origin."""
    markup: Json | None = None
    """An inline keyboard; other kinds of markup are not kept."""
    edited: int | None = None
    deleted: bool = False
    reactions: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    """Person id to emoji."""
    versions: tuple[Version, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """A text that the bot is still writing."""

    draft_id: int
    content: Content
    thread: int | None
    began: float
    serial: int
    can_stop: bool = False
    keep_on_stop: bool = False
    stopped: bool = False


@dataclass(slots=True)
class Chat:
    """One chat and everything that happened in it."""

    id: int
    type: ChatType
    title: str
    bot: Member
    ids: Iterator[int] = field(default_factory=lambda: count(1))
    forum: bool = False
    privacy_mode: bool = True
    members: dict[int, Member] = field(default_factory=dict)
    suggestions: tuple[str, ...] = ()
    messages: dict[int, Message] = field(default_factory=dict)
    topics: dict[int, str] = field(default_factory=dict)
    """Thread id to name; the thread id is the id of the message that opened it."""
    requests: dict[int, Person] = field(default_factory=dict)
    banned_senders: set[int] = field(default_factory=set)
    pinned: list[int] = field(default_factory=list)
    migrated_to: int | None = None
    blocked: bool = False
    draft: Draft | None = None

    @property
    def private(self) -> bool:
        return self.type is ChatType.PRIVATE

    def living(self, message_id: int) -> Message | None:
        """Return a message that is still there."""
        message = self.messages.get(message_id)
        return None if message is None or message.deleted else message

    def member(self, person_id: int, now: float) -> Member | None:
        """Return what a person is here now."""
        member = self.members.get(person_id)
        return member and member.at(now)

    def is_supergroup(self) -> bool:
        """Tell whether rights, topics and restrictions exist here."""
        return self.type is ChatType.SUPERGROUP


def with_text(message: Message, content: Content, now: float) -> Message:
    """Return the message as edited at `now`."""
    changed = content.text != message.content.text
    versions = message.versions + ((Version(content.text, now),) if changed else ())
    return replace(message, content=content, edited=int(now), versions=versions)
