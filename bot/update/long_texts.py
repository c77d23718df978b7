"""Put a text together again that was too long for one message and that Telegram's apps cut into several.

Knows lengths and moments, not what is said. Albums have a rule of their own in `albums`.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, replace

from bot.records import Incoming
from bot.update.albums import Clock, Timer

FULL_CHARACTERS = 3_600
"""A message of at least this length was perhaps cut: apps cut at the last line or word before 4,096."""

QUIET_SECONDS = 1.0
"""The next piece follows at once; after this long there is none."""

MOST_PIECES = 10
"""Beyond this somebody is not asking but filling the chat."""


@dataclass
class _Pieces:
    timer: Timer
    held: list[Incoming] = field(default_factory=list)


class LongTexts:
    """Hands every message to `deliver`: a full one with what follows it, all others at once."""

    def __init__(self, deliver: Callable[[Incoming], None], clock: Clock) -> None:
        self._deliver = deliver
        self._clock = clock
        self._open: dict[Hashable, _Pieces] = {}

    def add(self, incoming: Incoming) -> None:
        """Take one message."""
        origin = incoming.origin
        key = (origin.chat_id, origin.topic_id, origin.person.id)
        pieces = self._open.get(key)
        if pieces is not None and not _continues(incoming):
            self._complete(key)
            pieces = None
        if pieces is None and not _is_full(incoming):
            self._deliver(incoming)
            return
        if pieces is not None:
            pieces.timer.cancel()
        timer = self._clock.call_later(QUIET_SECONDS, lambda: self._complete(key))
        held = [*(pieces.held if pieces else ()), incoming]
        self._open[key] = _Pieces(timer, held)
        if not _is_full(incoming) or len(held) >= MOST_PIECES:
            self._complete(key)

    def close(self) -> None:
        """Stop every alarm; what was not handed on is still pending in the inbox."""
        for pieces in self._open.values():
            pieces.timer.cancel()

    def _complete(self, key: Hashable) -> None:
        pieces = self._open.pop(key)
        pieces.timer.cancel()
        self._deliver(_joined(pieces.held))


def _is_full(incoming: Incoming) -> bool:
    """Tell whether more of the same text may follow."""
    plain = not (incoming.attachments or incoming.edited or incoming.forwarded)
    return plain and len(incoming.text) >= FULL_CHARACTERS


def _continues(incoming: Incoming) -> bool:
    """Tell whether a message can be a later piece: it is words, and does nothing by itself."""
    return not (
        incoming.attachments
        or incoming.album_id
        or incoming.edited
        or incoming.forwarded
        or incoming.command
        or incoming.replied
    )


def _joined(pieces: list[Incoming]) -> Incoming:
    first, text = pieces[0], "\n".join(piece.text for piece in pieces)
    return replace(
        first,
        update_ids=tuple(number for piece in pieces for number in piece.update_ids),
        text=text,
        # What a command was given is as long as its message: a whole policy, for one.
        command=replace(first.command, argument=text) if first.command else None,
        links=tuple(dict.fromkeys(link for piece in pieces for link in piece.links)),
        message_ids=tuple(number for piece in pieces for number in piece.message_ids),
        addressed=any(piece.addressed for piece in pieces),
        said=tuple(said for piece in pieces for said in piece.said),
        aside=replace(
            first.aside,
            texts=tuple(text for piece in pieces for text in piece.aside.texts),
            mentions=sum(piece.aside.mentions for piece in pieces),
        ),
    )
