"""What Telegram tells, one record a kind of update; not fetched, not judged, all of it claims."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.records.chat import Origin, Person


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
class Rendition:
    """A smaller copy of a file that Telegram keeps beside it."""

    file_id: str
    unique_id: str
    size_bytes: int | None = None


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
    seconds: int = 0
    """How long it plays."""
    renditions: tuple[Rendition, ...] = ()
    """Copies of a video, the best first (Bot API, Video.qualities)."""
    thumbnail: Rendition | None = None
    """The small still that Telegram made."""


@dataclass(frozen=True, slots=True)
class Said:
    """One message of an `Incoming` exactly as it stood, so that it can be posted again."""

    message_id: int
    text: str = ""
    entities: str = "[]"
    """JSON array of MessageEntity."""
    attachment: Attachment | None = None
    reply_to: int | None = None
    content: bytes = b""
    """The bytes of the attachment, where they were kept."""
    film: Attachment | None = None
    """The seconds around a live photo, of which the attachment is the still."""
    film_content: bytes = b""

    @classmethod
    def of(
        cls, message_id: int, hung: Sequence[Attachment], text: str = "", entities: str = "[]"
    ) -> "Said":
        """Make a message with what hangs on it: one thing, or a still and the seconds around it."""
        first, film = (*hung, None, None)[:2]
        return cls(message_id, text, entities, first, film=film)


@dataclass(frozen=True, slots=True)
class Aside:
    """What a message says beside its text, and how it came. All of it is the sender's claim."""

    texts: tuple[str, ...] = ()
    """Button labels, a contact's name and number, a poll's options, names of files and places, foreign quotes."""
    forwarded_from: str = ""
    """The name of who, or of the channel that, wrote it first."""
    from_channel: bool = False
    """Whether it was forwarded from a channel."""
    via: str = ""
    """The inline bot through which it was sent."""
    mentions: int = 0
    """How many different people it calls."""
    sent_at: int = 0
    """By Telegram's clock, in seconds since 1970."""


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
    person: Person | None = None
    """Who wrote it, None for a bot."""
    said: Said | None = None


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
    said: tuple[Said, ...] = ()
    """Its messages as they stood, one a part."""
    aside: Aside = Aside()
    moment: float | None = None
    """The second of a video that is to be looked at closely."""


@dataclass(frozen=True, slots=True)
class Press:
    """A press on an inline button. `data` is untrusted: anybody can send any bytes."""

    update_ids: tuple[int, ...]
    id: str
    data: str
    origin: Origin
    """`origin.person` pressed; `origin.message_id` is the message that carries the button."""


@dataclass(frozen=True, slots=True)
class Stopped:
    """The client's own Stop under a draft was pressed (Bot API, MessageGenerationStopped)."""

    update_ids: tuple[int, ...]
    origin: Origin
    """Its chat, which is private, so that the person is the chat; no message is named."""
    draft_id: int


@dataclass(frozen=True, slots=True)
class Membership:
    """The bot's own standing in a chat changed (Bot API, my_chat_member)."""

    update_ids: tuple[int, ...]
    origin: Origin
    status: str
    can_read_all: bool
    """False under privacy mode: then only commands, mentions and replies arrive."""


@dataclass(frozen=True, slots=True)
class Movement:
    """Somebody else's standing in a chat changed (Bot API, chat_member): joined, left, promoted."""

    update_ids: tuple[int, ...]
    origin: Origin
    """`origin.person` is whose standing it is."""
    before: str
    after: str

    @property
    def joined(self) -> bool:
        return self.before in ("left", "kicked") and self.after in ("member", "restricted")


@dataclass(frozen=True, slots=True)
class Application:
    """Somebody asks to join a chat (Bot API, chat_join_request)."""

    update_ids: tuple[int, ...]
    origin: Origin
    private_chat_id: int
    """Where the bot may write to that person for five minutes, without having been started."""
    bio: str = ""


@dataclass(frozen=True, slots=True)
class Migration:
    """A group became a supergroup: the same people under another id."""

    update_ids: tuple[int, ...]
    old_chat_id: int
    new_chat_id: int
