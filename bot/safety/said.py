"""Everything readable that a person sent: typed, on buttons and cards, drawn, coded, spoken, and in the name.

An album's parts count as one. What is replied to is somebody else's and no part of it.
"""

from bot.records import Question


def typed(question: Question) -> str:
    """Return the text, and what stands beside it."""
    return "\n".join(filter(None, (question.text, *question.incoming.aside.texts)))


def drawn(question: Question) -> str:
    """Return what stands in the sender's own pictures, for people and for machines."""
    return "\n".join(filter(None, (p.sight.words for p in question.pictures if not p.from_reply)))


def heard(question: Question) -> str:
    """Return what is said in the sender's own recordings and films."""
    own = (clip.transcript for clip in question.clips if not clip.from_reply)
    # A voice message without a caption is the question itself.
    return "\n".join(spoken for spoken in own if spoken and spoken != question.text)


def names(question: Question) -> str:
    """Return under which names it comes: the sender's, and that of who wrote it first."""
    incoming = question.incoming
    return "\n".join(filter(None, (incoming.origin.person.name, incoming.aside.forwarded_from)))
