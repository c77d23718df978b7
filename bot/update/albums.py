"""Join the parts of an album, which Telegram delivers as single messages, into one `Incoming`.

What resets the wait is the arrival of a part, never its download. Keeps the person's later messages,
and anybody's replies to the album, back until it is complete, so that "and what is this?" does not
overtake the pictures.
Knows no clock of its own, no disk and no Telegram.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Protocol

from bot.records import Attachment, Incoming, Origin, Said

QUIET_SECONDS = 1.5
"""An album is complete when no part has come for this long."""

LONGEST_SECONDS = 10.0
"""An album is handed on after this long even while parts keep coming."""

LATE_SECONDS = 60.0
"""A part that comes this long after its album joins it, and the answer is edited."""

AlbumKey = tuple[int, str]


class Timer(Protocol):
    """What `loop.call_later` returns."""

    def cancel(self) -> None:
        """Stop it from firing."""


class Clock(Protocol):
    """Time and alarms; a running event loop is one."""

    def time(self) -> float:
        """Return seconds that only grow."""

    def call_later(self, delay: float, callback: Callable[[], None], /) -> Timer:
        """Call back after `delay` seconds."""


@dataclass
class _Album:
    """An album while it is put together, and for a while after."""

    parts: dict[int, Incoming]
    opened_at: float
    timer: Timer
    waiting: list[Incoming] = field(default_factory=list)
    """What was said after it or about it meanwhile."""
    news: list[int] = field(default_factory=list)
    """Ids of the updates that came since the album was handed on last."""
    origin: Origin | None = None
    """Where it was answered, None before it was handed on."""


class Albums:
    """Hands every message to `deliver`: single ones at once, albums when they are complete."""

    def __init__(
        self,
        deliver: Callable[[Incoming], None],
        known: Callable[[int, str], tuple[Attachment, ...]],
        clock: Clock,
    ) -> None:
        self._deliver = deliver
        self._known = known
        self._clock = clock
        self._open: dict[AlbumKey, _Album] = {}

    def add(self, incoming: Incoming) -> None:
        """Take one message."""
        if incoming.album_id is None:
            self._pass(incoming)
            return
        key = (incoming.origin.chat_id, incoming.album_id)
        album = self._open.get(key)
        if album is not None:
            self._join(key, album, incoming)
        elif incoming.edited:
            self._deliver(self._edited(incoming))
        else:
            timer = self._alarm(key, QUIET_SECONDS)
            self._open[key] = album = _Album({}, self._clock.time(), timer)
            self._note(album, incoming)

    def close(self) -> None:
        """Stop every alarm; what was not handed on is still pending in the inbox."""
        for album in self._open.values():
            album.timer.cancel()

    def _pass(self, incoming: Incoming) -> None:
        origin, replied = incoming.origin, incoming.replied
        for (chat_id, album_id), album in self._open.items():
            sender = next(iter(album.parts.values())).origin.person.id
            about_it = replied is not None and replied.album_id == album_id
            if (
                album.news
                and chat_id == origin.chat_id
                and (about_it or sender == origin.person.id)
            ):
                album.waiting.append(incoming)
                return
        self._deliver(incoming)

    def _join(self, key: AlbumKey, album: _Album, incoming: Incoming) -> None:
        album.timer.cancel()
        if not album.news:
            album.opened_at = self._clock.time()
        self._note(album, incoming)
        left = album.opened_at + LONGEST_SECONDS - self._clock.time()
        album.timer = self._alarm(key, max(0.0, min(QUIET_SECONDS, left)))

    def _note(self, album: _Album, incoming: Incoming) -> None:
        album.parts[incoming.origin.message_id] = incoming
        album.news.extend(incoming.update_ids)

    def _alarm(self, key: AlbumKey, seconds: float) -> Timer:
        return self._clock.call_later(seconds, lambda: self._complete(key))

    def _complete(self, key: AlbumKey) -> None:
        album = self._open[key]
        if not album.news:
            del self._open[key]
            return
        joined = _joined(tuple(album.parts[number] for number in sorted(album.parts)))
        edited = album.origin is not None
        # An answer is found again by its question, so that stays where it was, even if the part
        # that came late stands before it.
        album.origin = album.origin or joined.origin
        joined = replace(joined, update_ids=tuple(album.news), origin=album.origin, edited=edited)
        waiting, album.waiting, album.news = album.waiting, [], []
        album.timer = self._alarm(key, LATE_SECONDS)
        self._deliver(joined)
        for incoming in waiting:
            self._pass(incoming)

    def _edited(self, part: Incoming) -> Incoming:
        """Give an edited part of an old album back its other parts, so that it asks the same thing."""
        known = self._known(part.origin.chat_id, part.album_id or "")
        own = part.origin.message_id
        others = [a for a in known if a.message_id != own]
        attachments = sorted((*others, *part.attachments), key=lambda a: a.message_id)
        numbers = tuple(sorted({own, *(a.message_id for a in others)}))
        hung = {n: [a for a in others if a.message_id == n] for n in numbers if n != own}
        said = [*part.said, *(Said.of(number, some) for number, some in hung.items())]
        return replace(
            part,
            origin=replace(part.origin, message_id=numbers[0]),
            attachments=tuple(attachments),
            message_ids=numbers,
            said=tuple(sorted(said, key=lambda one: one.message_id)),
        )


def _joined(parts: tuple[Incoming, ...]) -> Incoming:
    first = parts[0]
    return replace(
        first,
        text="\n".join(part.text for part in parts if part.text),
        links=tuple(dict.fromkeys(link for part in parts for link in part.links)),
        attachments=tuple(a for part in parts for a in part.attachments),
        message_ids=tuple(part.origin.message_id for part in parts),
        replied=next((part.replied for part in parts if part.replied), None),
        command=next((part.command for part in parts if part.command), None),
        addressed=any(part.addressed for part in parts),
        said=tuple(said for part in parts for said in part.said),
        aside=replace(
            first.aside,
            texts=tuple(text for part in parts for text in part.aside.texts),
            mentions=sum(part.aside.mentions for part in parts),
        ),
    )
