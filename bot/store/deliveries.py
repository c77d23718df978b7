"""The records of the outbox: what is to be said, to whom, and how far that is.

Knows neither the tables that hold them nor what a payload means.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum


class State(StrEnum):
    """How far a part is."""

    PLANNED = "planned"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"


class Progress(StrEnum):
    """How far a delivery is. `open`: only a preview of it stands in the chat."""

    OPEN = "open"
    PLANNED = "planned"
    DONE = "done"
    FAILED = "failed"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class Address:
    """Where a delivery goes. `question_message_id` is 0 where it answers no message."""

    chat_id: int
    topic_id: int | None
    question_message_id: int


@dataclass(frozen=True, slots=True)
class Draft:
    """A part that is to be planned; see the module for what its state and message id mean."""

    payload: str
    state: State = State.PLANNED
    message_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """One message of a delivery (or one album: then it has several ids)."""

    delivery_id: int
    position: int
    payload: str
    state: State
    message_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Delivery:
    """One answer or notice; `surplus` are older messages that it makes superfluous."""

    id: int
    key: str
    kind: str
    address: Address
    progress: Progress
    surplus: tuple[int, ...]
    parts: tuple[Part, ...]

    @property
    def message_ids(self) -> tuple[int, ...]:
        """Return the messages that stand in the chat for it, in order."""
        return tuple(number for part in self.parts for number in part.message_ids)

    def arrived(self, part: Part, message_ids: tuple[int, ...]) -> "Delivery":
        """Return it with a part sent; it is done where nothing is left to be sent or deleted."""
        now = replace(part, state=State.SENT, message_ids=message_ids)
        parts = tuple(now if one.position == now.position else one for one in self.parts)
        left = self.surplus or any(one.state in (State.PLANNED, State.SENDING) for one in parts)
        return replace(self, parts=parts, progress=self.progress if left else Progress.DONE)


@dataclass(frozen=True, slots=True)
class Plan:
    """A delivery that is to be written down. `key` makes it unique: the same key plans once."""

    key: str
    kind: str
    address: Address
    parts: Sequence[Draft]
    progress: Progress = Progress.PLANNED
    surplus: tuple[int, ...] = ()
    replaces: int | None = None
    """The delivery whose messages are taken over."""
