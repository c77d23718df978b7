"""A `Notice` into a sentence, in the language of its reader.

The words themselves stand in `english`, `chinese` and the files named after a topic, which hold both
languages. Knows nothing of Telegram.
"""

import re
from collections.abc import Mapping
from string import Formatter

from bot.language import is_chinese
from bot.reply import (
    chinese,
    english,
    reasons,
    said_allowed,
    said_bans,
    said_films,
    said_models,
    said_moderation,
    said_money,
    said_policy,
    said_privacy,
    said_review,
    said_tasks,
)
from bot.say import Notice, Say

ENGLISH: Mapping[Say, tuple[str, ...]] = {
    **english.ENGLISH,
    **said_films.ENGLISH,
    **said_allowed.ENGLISH,
    **said_bans.ENGLISH,
    **said_models.ENGLISH,
    **said_money.ENGLISH,
    **said_moderation.ENGLISH,
    **said_policy.ENGLISH,
    **said_tasks.ENGLISH,
    **said_review.ENGLISH,
    **said_privacy.ENGLISH,
}
CHINESE: Mapping[Say, tuple[str, ...]] = {
    **chinese.CHINESE,
    **said_films.CHINESE,
    **said_allowed.CHINESE,
    **said_bans.CHINESE,
    **said_models.CHINESE,
    **said_money.CHINESE,
    **said_moderation.CHINESE,
    **said_policy.CHINESE,
    **said_tasks.CHINESE,
    **said_review.CHINESE,
    **said_privacy.CHINESE,
}
"""All sentences; each file of words, by topic, is joined here.

Several ways of saying a thing stand in order of how many values they show; the last shows none, so that a
value that is left out costs only its part of the sentence. Values are plain text; `lines` and `text` may
hold line breaks; `near` names what is close; `document` stands in a block of code.
"""

MARKUP = re.compile(r"[\\`*_\[\]<>~|$#&+\-=!(){}]|(?<=\d)\.(?=\s)")
"""Characters that could be read as Markdown in a name or a quoted line; `1. ` would be counted anew."""


def sentence(notice: Notice, language: str) -> str:
    """Return the Markdown of `notice` for a reader of `language` (an IETF tag)."""
    given = {
        name: _set(name, _called(name, str(value), language))
        for name, value in notice.values.items()
        if value != ""
    }
    # The last variant of each sentence shows no value, so one always fits.
    worded = variants(notice.key, language)
    return next(words for words in worded if placeholders(words) <= given.keys()).format_map(given)


def variants(key: Say, language: str) -> tuple[str, ...]:
    """Return the ways of saying a sentence, values not yet filled in."""
    return (CHINESE if is_chinese(language) else ENGLISH)[key]


def _called(name: str, value: str, language: str) -> str:
    """Put a verdict's category, kinds of secrets and an obstacle into words; all else is said as it is."""
    if name == "kinds":
        return said_privacy.kinds(value, chinese=is_chinese(language))
    if name == "obstacle":
        return obstacle(value, language)
    if name == "done":
        return deed(value, language)
    if name != "reason":
        return value
    return (reasons.CHINESE if is_chinese(language) else reasons.ENGLISH).get(value, value)


def obstacle(told: str, language: str) -> str:
    """Put into words why an act could not be carried out."""
    if not is_chinese(language):
        return told
    return "：".join(reasons.OBSTACLES.get(part, part) for part in told.split(": "))


def deed(told: str, language: str) -> str:
    """Put into words what was done, and in brackets what was not."""
    if not is_chinese(language):
        return told
    done, _, hindrance = told.partition(" (")
    said = reasons.DEEDS.get(done, done)
    return f"{said}（{obstacle(hindrance.removesuffix(')'), language)}）" if hindrance else said


def named(name: str, language: str) -> str:
    """Name a category among figures: in English as policies do, which are written in it."""
    return reasons.CHINESE.get(name, name) if is_chinese(language) else name


def placeholders(words: str) -> set[str]:
    """Return the names of the values that a sentence shows."""
    return {name for _, name, _, _ in Formatter().parse(words) if name}


def _set(name: str, value: str) -> str:
    """Set a value as plain text; a `document` stands between fences, where it must not end them."""
    return value.replace("```", "ʼʼʼ") if name == "document" else _literal(value)


def _literal(value: str) -> str:
    # Character references cannot start or end any construct, whatever stands around them.
    return MARKUP.sub(lambda found: f"&#{ord(found[0])};", value)
