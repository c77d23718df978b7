"""The records that stages hand on. Nothing here knows python-telegram-bot, and nothing is mutable.

Incoming -> Question -> Verdict -> Action
                     -> Evidence -> Answer

One file a topic; all of them are imported from here.
"""

from bot.records.answer import Answer, Citation, Evidence, Passage, Sent, Turn, Usage
from bot.records.chat import ChatKind, Origin, Person
from bot.records.incoming import (
    Application,
    Aside,
    Attachment,
    AttachmentKind,
    Command,
    Incoming,
    Membership,
    Migration,
    Movement,
    Press,
    Rendition,
    Replied,
    Said,
    Stopped,
)
from bot.records.judged import Action, Finding, Verdict
from bot.records.question import Clip, Picture, Question, Utterance
from knowledge.records import Scope

__all__ = [
    "Action",
    "Answer",
    "Application",
    "Aside",
    "Attachment",
    "AttachmentKind",
    "ChatKind",
    "Citation",
    "Clip",
    "Command",
    "Evidence",
    "Finding",
    "Incoming",
    "Membership",
    "Migration",
    "Movement",
    "Origin",
    "Passage",
    "Person",
    "Picture",
    "Press",
    "Question",
    "Rendition",
    "Replied",
    "Said",
    "Scope",
    "Sent",
    "Stopped",
    "Turn",
    "Usage",
    "Utterance",
    "Verdict",
]
