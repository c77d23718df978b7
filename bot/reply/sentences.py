"""A `Notice` into a sentence, in the language of its reader.

Owns which values each sentence knows; the words themselves stand in `english` and `chinese`. Knows
nothing of Telegram.
"""

import re
from collections.abc import Mapping
from string import Formatter

from bot.records import Notice, Say
from bot.reply import reasons
from bot.reply.chinese import CHINESE
from bot.reply.english import ENGLISH

VALUES: Mapping[Say, tuple[str, ...]] = {
    Say.START: ("name",),
    Say.UNKNOWN_COMMAND: ("name",),
    Say.HOW_TO_REACH: ("username",),
    Say.OTHER_KIND: ("name",),
    Say.TOO_BIG: ("name", "size_mb"),
    Say.NOT_A_PICTURE: ("name", "reason"),
    Say.BROKEN_FILE: ("name", "reason"),
    Say.PICTURE_TOO_LARGE: ("name", "reason"),
    Say.TOOK_TOO_LONG: ("name",),
    Say.FILE_GONE: ("name",),
    Say.BLOCKED: ("reason",),
    Say.COULD_NOT_CHECK: ("check",),
    Say.FELL_BACK: ("model",),
    Say.LEARNING: ("name", "done", "total"),
    Say.LEARNED: ("name", "units"),
    Say.LEARNED_PARTLY: ("lines",),
    Say.LEARN_UNCHANGED: ("name",),
    Say.LEARN_FAILED: ("name", "reason"),
    Say.STILL_LEARNING: ("done", "total"),
    Say.DOCS: ("count", "lines", "space"),
    Say.DOCS_EMPTY: ("space",),
    Say.FOUND: ("lines",),
    Say.FORGOTTEN: ("name",),
    Say.FORGET_UNKNOWN: ("name", "near"),
    Say.RESET: ("turns",),
    Say.WHY: ("lines",),
    Say.REMOVED: ("name", "reason"),
    Say.RESTORED: ("name", "text"),
    Say.POLICY: ("mode",),
    Say.POLICY_SET: ("mode",),
}
"""Every value that a sentence can show; one that is left out costs only its part of the sentence.

Values are plain text. `lines` and `text` may hold line breaks; `near` names what is close.
"""

MARKUP = re.compile(r"[\\`*_\[\]<>~|$#&+\-=!(){}]|(?<=\d)\.(?=\s)")
"""Characters that could be read as Markdown in a name or a quoted line; `1. ` would be counted anew."""


def sentence(notice: Notice, language: str) -> str:
    """Return the Markdown of `notice` for a reader of `language` (an IETF tag)."""
    variants = (CHINESE if chinese(language) else ENGLISH)[notice.key]
    given = {
        name: _literal(_called(name, str(value), language))
        for name, value in notice.values.items()
        if value != ""
    }
    # The last variant of each sentence shows no value, so one always fits.
    return next(words for words in variants if placeholders(words) <= given.keys()).format_map(
        given
    )


def _called(name: str, value: str, language: str) -> str:
    """Put the category of a verdict into words; every other value is said as it is."""
    if name != "reason":
        return value
    return (reasons.CHINESE if chinese(language) else reasons.ENGLISH).get(value, value)


def chinese(language: str) -> bool:
    """Tell whether an IETF tag names any kind of Chinese."""
    return language.lower().split("-")[0].split("_")[0] == "zh"


def placeholders(words: str) -> set[str]:
    """Return the names of the values that a sentence shows."""
    return {name for _, name, _, _ in Formatter().parse(words) if name}


def _literal(value: str) -> str:
    # Character references cannot start or end any construct, whatever stands around them.
    return MARKUP.sub(lambda found: f"&#{ord(found[0])};", value)
