"""The few sentences that an answer itself may consist of, in English and Chinese.

They are part of the answer and of the conversation's history; everything around an answer is said by
`reply`.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from bot.language import Language
from bot.records import Evidence
from knowledge.records import Hit

UNKNOWN: Final[Mapping[Language, str]] = {
    "en": "I don't know from these documents.",
    "zh": "这些文档里没有答案。",
}
"""What a model is told to say, word for word, so that a refusal is recognised."""

NOTHING_ABOUT: Final[Mapping[Language, str]] = {
    "en": "In the documents I find nothing about it.",
    "zh": "文档里没有找到与它有关的内容。",
}
"""What is said to a picture that came without a question."""

_NEAREST: Final[Mapping[Language, str]] = {
    "en": " The nearest I found is {source}.",
    "zh": "最接近的是 {source}。",
}
_NO_MENTION: Final[Mapping[Language, str]] = {
    "en": " Nothing that I found mentions {codes}.",
    "zh": "找到的内容里没有提到 {codes}。",
}
_READS: Final[Mapping[Language, str]] = {
    "en": "In the picture I read: {text}",
    "zh": "图片上的文字：{text}",
}
_READS_NOTHING: Final[Mapping[Language, str]] = {
    "en": "I can read no text in the picture.",
    "zh": "图片上没有可以识别的文字。",
}
_DOCUMENTS_SAY: Final[Mapping[Language, str]] = {
    "en": "The documents say:",
    "zh": "文档里这样写：",
}
_SEE_PICTURE: Final[Mapping[Language, str]] = {
    "en": "See the picture: {caption}",
    "zh": "参见图片：{caption}",
}
QUOTED_DOCUMENTS: Final[Mapping[Language, str]] = {
    "en": "the documents, quoted",
    "zh": "文档原文",
}


def not_found(language: Language, nearest: Hit | None, codes: Sequence[str] = ()) -> str:
    """Say that the documents hold no answer, that they lack `codes`, and what came nearest."""
    said = UNKNOWN[language]
    if codes:
        said += _NO_MENTION[language].format(codes=", ".join(codes))
    if nearest is None:
        return said
    return said + _NEAREST[language].format(source=source(nearest))


def nearest(evidence: Evidence) -> Hit | None:
    """Return what a refusal names: the best miss, or the best of what did not answer after all."""
    return evidence.nearest or next((passage.hit for passage in evidence.passages), None)


def source(hit: Hit) -> str:
    """Name a hit as a person would: document and page, or document and heading."""
    unit = hit.unit
    if unit.page:
        return f"{unit.document}, p. {unit.page}"
    return f"{unit.document} ({unit.heading[-1]})" if unit.heading else unit.document


def reads(language: Language, lines: str) -> str:
    """Say what stands in the asker's picture."""
    return _READS[language].format(text=lines) if lines else _READS_NOTHING[language]


def documents_say(language: Language) -> str:
    """Lead over from the picture to the documents."""
    return _DOCUMENTS_SAY[language]


def see_picture(language: Language, caption: str) -> str:
    """Point at a picture in the documents."""
    return _SEE_PICTURE[language].format(caption=caption)


def says_unknown(text: str) -> bool:
    """Tell whether a reply is, or begins with, the agreed sentence of not knowing."""
    told = _bare(text)
    return any(told.startswith(_bare(sentence)) for sentence in UNKNOWN.values())


def found_nothing(text: str) -> bool:
    """Tell whether a reply says anywhere that the documents held nothing."""
    return any(said in text for said in (*UNKNOWN.values(), *NOTHING_ABOUT.values()))


def could_be_unknown(text: str) -> bool:
    """Tell whether a reply, as far as it has come, is or may still become that sentence."""
    told = _bare(text)
    sentences = [_bare(sentence) for sentence in UNKNOWN.values()]
    return any(one.startswith(told) or told.startswith(one) for one in sentences)


def _bare(text: str) -> str:
    return "".join(c for c in text.replace("’", "'").casefold() if c.isalnum())
