"""Turn a message's text or caption and its entities into plain words, addresses and a command.

Entities count in UTF-16 units, Python in code points: an emoji before a link shifts one and not the
other. Knows nothing of chats or media.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from telegram import Message, MessageEntity, User

from bot.records import Command

_JOINTS = " \t\n,:;，：；、"
"""What stands between a name that is called and what is said to it."""


@dataclass(frozen=True, slots=True)
class Words:
    """What was typed. `commands_another` is set for `/name@otherbot`."""

    text: str
    links: tuple[str, ...] = ()
    mentioned: bool = False
    command: Command | None = None
    called_by_name: bool = False
    """The command names this bot: `/ask@thisbot`."""
    commands_another: bool = False


@dataclass(frozen=True, slots=True)
class _Span:
    """An entity with its place in code points."""

    entity: MessageEntity
    start: int
    end: int
    text: str


def clean(text: str) -> str:
    """Replace halves of surrogate pairs, which no file and no database can store."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def read_words(message: Message, me: User) -> Words:
    """Read text or caption: strip our name and the command, collect every address."""
    raw = clean(message.text or message.caption or "")
    spans = _spans(raw, message.entities or message.caption_entities)
    links = tuple(dict.fromkeys([*_links(spans), *_button_links(message)]))
    calls = [span for span in spans if _is_call(span, me)]
    opening = _opening_command(raw, spans, calls)
    if opening is None:
        text = _without(raw, calls)
        return Words(text, links, mentioned=bool(calls))
    name, _, addressee = opening.text[1:].partition("@")
    if addressee and addressee.lower() != (me.username or "").lower():
        return Words(_without(raw, calls), links, mentioned=bool(calls), commands_another=True)
    end = opening.end
    kept = [
        replace(call, start=call.start - end, end=call.end - end)
        for call in calls
        if call.start >= end
    ]
    argument = _without(raw[end:], kept)
    return Words(
        argument,
        links,
        mentioned=bool(calls),
        command=Command(name.lower(), argument),
        called_by_name=bool(addressee),
    )


def _spans(text: str, entities: Sequence[MessageEntity]) -> list[_Span]:
    units = text.encode("utf-16-le")
    found = []
    for entity in sorted(entities, key=lambda e: e.offset):
        start = len(_decoded(units[: 2 * entity.offset]))
        inside = _decoded(units[2 * entity.offset : 2 * (entity.offset + entity.length)])
        found.append(_Span(entity, start, start + len(inside), inside))
    return found


def _decoded(units: bytes) -> str:
    return units.decode("utf-16-le", "replace")


def _is_call(span: _Span, me: User) -> bool:
    if span.entity.type == MessageEntity.MENTION:
        return span.text[1:].lower() == (me.username or "").lower()
    if span.entity.type == MessageEntity.TEXT_MENTION:
        return span.entity.user is not None and span.entity.user.id == me.id
    return False


def _opening_command(text: str, spans: Sequence[_Span], calls: Sequence[_Span]) -> _Span | None:
    """Find the command that the message begins with; our name may stand before it."""
    for span in spans:
        if span.entity.type == MessageEntity.BOT_COMMAND:
            before = [call for call in calls if call.end <= span.start]
            return None if _without(text[: span.start], before) else span
    return None


def _without(text: str, spans: Sequence[_Span]) -> str:
    # From the end, so that the places of those before stay right.
    for span in reversed(spans):
        before, after = text[: span.start].rstrip(" "), text[span.end :]
        if not before.strip():
            text = after.lstrip(_JOINTS)
        elif not after.strip() or not after[0].isalnum():
            text = before + after
        else:
            text = f"{before} {after}"
    return text.strip()


def _links(spans: Sequence[_Span]) -> list[str]:
    found = []
    for span in spans:
        if span.entity.type == MessageEntity.TEXT_LINK and span.entity.url:
            found.append(clean(span.entity.url))
        elif span.entity.type == MessageEntity.URL:
            # Telegram opens a bare `example.com` like this.
            found.append(span.text if "://" in span.text else f"http://{span.text}")
    return found


def _button_links(message: Message) -> list[str]:
    """Return the addresses behind buttons, which messages sent through inline bots carry."""
    if message.reply_markup is None:
        return []
    rows = message.reply_markup.inline_keyboard
    return [clean(button.url) for row in rows for button in row if button.url]
