"""The records that stages hand on. Nothing here knows python-telegram-bot, and nothing is mutable.

Incoming -> Question -> Verdict -> Action
                     -> Evidence -> Answer

"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from knowledge.records import Hit, Scope, Sight

__all__ = [
    "Action",
    "Answer",
    "Attachment",
    "AttachmentKind",
    "ChatKind",
    "Citation",
    "Command",
    "Evidence",
    "Finding",
    "Incoming",
    "Membership",
    "Migration",
    "Notice",
    "Origin",
    "Passage",
    "Person",
    "Picture",
    "Press",
    "Question",
    "Replied",
    "Say",
    "Scope",
    "Turn",
    "Usage",
    "Verdict",
]


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


class AttachmentKind(StrEnum):
    """Every kind of thing that can hang on a message; the last ones have no bytes to fetch."""

    PHOTO = "photo"
    DOCUMENT = "document"
    VIDEO = "video"
    ANIMATION = "animation"
    VIDEO_NOTE = "video_note"
    VOICE = "voice"
    AUDIO = "audio"
    STICKER = "sticker"
    LIVE_PHOTO = "live_photo"
    LOCATION = "location"
    POLL = "poll"
    CONTACT = "contact"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file as Telegram announces it, not yet fetched. Names and types are the sender's claims."""

    kind: AttachmentKind
    message_id: int
    file_id: str = ""
    unique_id: str = ""
    size_bytes: int | None = None
    media_type: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Replied:
    """The message that was replied to, as far as Telegram shows it."""

    message_id: int
    text: str
    attachments: tuple[Attachment, ...] = ()
    by_this_bot: bool = False
    album_id: str | None = None
    quote: str = ""
    """The part that the person marked (Bot API, TextQuote), empty where they marked none."""


@dataclass(frozen=True, slots=True)
class Command:
    """`/name argument`, already known to be meant for this bot."""

    name: str
    argument: str = ""


@dataclass(frozen=True, slots=True)
class Incoming:
    """One message, or all parts of one album, or an edit of either."""

    update_ids: tuple[int, ...]
    origin: Origin
    text: str = ""
    """Text or caption without the mention of the bot and without the command."""
    links: tuple[str, ...] = ()
    """Every address in it, the targets of text links included, as they would open."""
    attachments: tuple[Attachment, ...] = ()
    message_ids: tuple[int, ...] = ()
    replied: Replied | None = None
    command: Command | None = None
    album_id: str | None = None
    edited: bool = False
    forwarded: bool = False
    addressed: bool = True
    """Whether the bot is spoken to: private chat, command, mention, or reply to it."""


@dataclass(frozen=True, slots=True)
class Press:
    """A press on an inline button. `data` is untrusted: anybody can send any bytes."""

    update_ids: tuple[int, ...]
    id: str
    data: str
    origin: Origin
    """`origin.person` pressed; `origin.message_id` is the message that carries the button."""


@dataclass(frozen=True, slots=True)
class Membership:
    """The bot's own standing in a chat changed (Bot API, my_chat_member)."""

    update_ids: tuple[int, ...]
    origin: Origin
    status: str
    can_read_all: bool
    """False under privacy mode: then only commands, mentions and replies arrive."""


@dataclass(frozen=True, slots=True)
class Migration:
    """A group became a supergroup: the same people under another id."""

    update_ids: tuple[int, ...]
    old_chat_id: int
    new_chat_id: int


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that was opened safely, ready to be judged, searched with and shown to a model."""

    sight: Sight
    name: str
    unique_id: str = ""
    message_id: int = 0
    from_reply: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, with everything that belongs to it opened."""

    incoming: Incoming
    text: str
    pictures: tuple[Picture, ...] = ()
    quoted: str = ""
    """The text that was replied to or marked, given as context."""
    notices: tuple["Notice", ...] = ()
    """What could not be opened, in sentences for the sender; the rest is still answered."""

    @property
    def words(self) -> str:
        """Everything readable in it: what was typed and what the pictures say."""
        return "\n".join(filter(None, (self.text, *(p.sight.text for p in self.pictures))))


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check says. `error` set means it could not look, which is not the same as clean."""

    check: str
    category: str
    flagged: bool = False
    score: float = 0.0
    detail: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """All findings on one question, read in two ways."""

    findings: tuple[Finding, ...] = ()

    @property
    def allows(self) -> bool:
        """Whether a model may answer. Fails closed: a check that could not run blocks."""
        return not any(f.flagged or f.error for f in self.findings)

    @property
    def convicts(self) -> bool:
        """Whether a person may be acted against. Fails open: only a check that ran can punish."""
        return any(f.flagged and not f.error for f in self.findings)


@dataclass(frozen=True, slots=True)
class Action:
    """What moderation did, or under `watch` would have done."""

    name: str
    """`none`, `note` (recorded only) or `delete`."""
    message_ids: tuple[int, ...] = ()
    reason: str = ""
    record: int | None = None
    """Row in the store by which it can be undone."""


@dataclass(frozen=True, slots=True)
class Passage:
    """One numbered piece of evidence. `number` is what an answer cites."""

    number: int
    hit: Hit
    text: str
    """What a model reads and an answer quotes; may be wider than the hit (its section)."""

    @property
    def source(self) -> str:
        """The document and page as a person reads it: `handbook.pdf, p. 12`."""
        page = self.hit.unit.page
        return self.hit.unit.document + (f", p. {page}" if page else "")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the documents say to a question; empty `passages` mean nothing was good enough."""

    passages: tuple[Passage, ...] = ()
    nearest: Hit | None = None
    answerable: float = 0.0
    lists: Mapping[str, str] = field(default_factory=dict)
    took_ms: float = 0.0


@dataclass(frozen=True, slots=True)
class Turn:
    """An earlier exchange of the same conversation."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Usage:
    """What a model call consumed; `cost_dollars` is 0 for local models."""

    model: str
    lane: str
    input_tokens: int = 0
    output_tokens: int = 0
    cost_dollars: float = 0.0


@dataclass(frozen=True, slots=True)
class Citation:
    """A passage that the answer rests on."""

    number: int
    passage: Passage
    quote: str
    crop: bytes | None = None
    """The cited page or figure as an encoded picture, where there is something to show."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The final words. `text` is Markdown; `[n]` in it are exactly the numbers in `citations`."""

    text: str
    citations: tuple[Citation, ...] = ()
    model: str = ""
    usage: Usage | None = None
    refused: bool = False
    """True where the documents hold no answer or safety said no."""
    footer: "Notice | None" = None
    """A sentence about how this answer came to be (no model configured, fell down the ladder)."""
    notices: tuple["Notice", ...] = ()
    """What of the question could not be opened, said above the footer."""


class Say(StrEnum):
    """Every sentence of the bot's own; `bot.reply.sentences` holds the words, by language."""

    START = "start"
    HELP = "help"
    UNKNOWN_COMMAND = "unknown_command"
    HOW_TO_REACH = "how_to_reach"
    """Posted once when the bot joins a group where privacy mode hides talk from it."""
    ASK_WHAT = "ask_what"
    EMPTY = "empty"
    VIDEO = "video"
    ANIMATION = "animation"
    VOICE = "voice"
    STICKER = "sticker"
    LOCATION = "location"
    POLL = "poll"
    CONTACT = "contact"
    OTHER_KIND = "other_kind"
    TOO_BIG = "too_big"
    NOT_A_PICTURE = "not_a_picture"
    BROKEN_FILE = "broken_file"
    PICTURE_TOO_LARGE = "picture_too_large"
    TOOK_TOO_LONG = "took_too_long"
    FILE_GONE = "file_gone"
    BLOCKED = "blocked"
    COULD_NOT_CHECK = "could_not_check"
    NO_MODEL = "no_model"
    FELL_BACK = "fell_back"
    LEARN_WHAT = "learn_what"
    LEARN_ADMINS_ONLY = "learn_admins_only"
    LEARNING = "learning"
    LEARNED = "learned"
    LEARNED_PARTLY = "learned_partly"
    LEARN_UNCHANGED = "learn_unchanged"
    LEARN_FAILED = "learn_failed"
    STILL_LEARNING = "still_learning"
    DOCS = "docs"
    DOCS_EMPTY = "docs_empty"
    FIND_WHAT = "find_what"
    FOUND = "found"
    FOUND_NOTHING = "found_nothing"
    FORGET_WHAT = "forget_what"
    FORGOTTEN = "forgotten"
    FORGET_UNKNOWN = "forget_unknown"
    RESET = "reset"
    WHY = "why"
    WHY_NOTHING = "why_nothing"
    THANKS = "thanks"
    BUTTON_EXPIRED = "button_expired"
    NOT_YOURS = "not_yours"
    REMOVED = "removed"
    RESTORED = "restored"
    POLICY = "policy"
    POLICY_SET = "policy_set"
    APOLOGY = "apology"


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence of the bot's own with the values to fill in; words are chosen by `reply`."""

    key: Say
    values: Mapping[str, str | int] = field(default_factory=dict)
