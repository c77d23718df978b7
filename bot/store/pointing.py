"""How words point at a picture that was sent before: by number, by what it shows, by when it came.

Knows how people ask in English, Chinese and Russian; no table and no picture.
"""

import re
from typing import Final

_NOUN = r"(?:photo|picture|image|screenshot|screen ?shot|pic)s?"
_NOUN_RU = r"(?:фото\w*|картин\w*|скрин\w*|снимок\w*|снимк\w*)"

_PICTURE: Final = re.compile(rf"\b(?:{_NOUN}|{_NOUN_RU})\b|图|照片|截屏", re.IGNORECASE)
_NUMBERS: Final = (
    (re.compile(r"\b(?:first|1st|перв\w+)\b|第(?:一|1)", re.IGNORECASE), 0),
    (re.compile(r"\b(?:second|2nd|втор\w+)\b|第(?:二|2)", re.IGNORECASE), 1),
    (re.compile(r"\b(?:third|3rd|трет\w+)\b|第(?:三|3)", re.IGNORECASE), 2),
    (re.compile(r"\b(?:fourth|4th|четв[её]рт\w+)\b|第(?:四|4)", re.IGNORECASE), 3),
    (re.compile(r"\b(?:last|latest|последн\w+)\b|最后", re.IGNORECASE), -1),
)
_DESCRIBED: Final = (
    re.compile(
        rf"\b{_NOUN}\s+(?:of|with|where|showing|(?:that|which)\s+(?:shows?|has|had)|(?:in|on)\s+which\s+\w+)"
        r"\s+(?:the\s+|an?\s+|my\s+|our\s+)?([^?!.,;:\n]{3,80})",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b{_NOUN_RU}\s+(?:с|со|где|на\s+котор\w+)\s+([^?!.,;:\n]{{3,80}})", re.IGNORECASE
    ),
    re.compile(
        r"(?:有|拍了|显示|画着|画了)([\u3400-\u9fff]{2,12}?)的(?:那|这)?[张个幅]?(?:图|照片|截屏|截图)"
    ),
)
_EARLIER: Final = re.compile(
    r"\b(?:yesterday|before|earlier|previous(?:ly)?|already|last (?:time|week|night)|the other day)\b"
    r"|昨天|之前|上次|以前|刚才|\b(?:вчера\w*|раньше|ранее|уже|прошл\w+|предыдущ\w+)\b",
    re.IGNORECASE,
)
_YESTERDAY: Final = re.compile(r"\byesterday\b|昨天|\bвчера", re.IGNORECASE)


def at_picture(text: str) -> bool:
    """Tell whether a picture is spoken of at all."""
    return bool(_PICTURE.search(text))


def without_picture(text: str) -> str:
    """Return the words without those that only say that it is a picture."""
    return _PICTURE.sub(" ", text)


def number(text: str) -> int | None:
    """Return which of several is meant, from 0, -1 for the last; None where none is named."""
    return next((at for pattern, at in _NUMBERS if pattern.search(text)), None)


def description(text: str) -> str:
    """Return what a picture is said to show, empty where nothing is said of that."""
    found = next(filter(None, (pattern.search(text) for pattern in _DESCRIBED)), None)
    return found[1].strip() if found else ""


def at_earlier(text: str) -> bool:
    """Tell whether a picture is spoken of that was sent some time ago."""
    return at_picture(text) and bool(_EARLIER.search(text))


def at_yesterday(text: str) -> bool:
    """Tell whether the time that is named is yesterday."""
    return bool(_YESTERDAY.search(text))
