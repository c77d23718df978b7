"""Find out what a question points back to, and complete it with that.

How a question is completed is the library's matter; here stands what it points to: a message that was replied
to, or what was asked before.
"""

from collections.abc import Sequence

from bot.records import Question, Turn
from knowledge import follow


def complete(question: Question, history: Sequence[Turn]) -> str:
    """Return the words to search for: the question's own, completed where it points back."""
    return follow.complete(question.text, _pointed_at(question, history))


def _pointed_at(question: Question, history: Sequence[Turn]) -> tuple[str, ...]:
    """Choose between a message that was replied to and the questions before.

    Our own answers are long and speak of much; the question that led to one names the subject.
    """
    replied = question.incoming.replied
    if question.quoted and replied is not None and (replied.quote or not replied.by_this_bot):
        return (question.quoted,)
    if question.pictures or question.clips:
        # `What is this?` under a picture points at the picture.
        return ()
    return tuple(turn.question for turn in history)
