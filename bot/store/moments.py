"""Name a moment of a clip in a button's payload, and read it back.

A payload stays in the store, so it is ours; it holds ids and a time, no words.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Moment:
    """A second of the clip that hangs on one message, and the question that it was asked under."""

    message_id: int
    question_id: int
    seconds: float


def dumps(moment: Moment) -> str:
    """Write a moment."""
    return f"{moment.message_id}/{moment.question_id}/{moment.seconds:.3f}"


def loads(payload: str) -> Moment:
    """Read what `dumps` wrote."""
    message, question, seconds = payload.split("/")
    return Moment(int(message), int(question), float(seconds))
