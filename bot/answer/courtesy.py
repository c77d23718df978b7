"""Answer a greeting as a greeting: nobody who says hello wants to hear that no document knows it."""

import re
from collections.abc import Mapping
from typing import Final

from bot.language import Language
from bot.ports import Prompt

_HELLO: Final = re.compile(
    r"\W*(?:hi|hello|hey|good (?:morning|afternoon|evening)|hallo|hola|salut|ciao|привет|здравствуйте"
    r"|你好|您好|大家好|早上好|晚上好|嗨)(?:\W+(?:there|all|everyone|bot|again|team))?\W*",
    re.IGNORECASE,
)
_THANKS: Final = re.compile(
    r"\W*(?:(?:ok(?:ay)?|great|perfect|cool|nice)\W+)?(?:many )?(?:thanks|thank you|thx|ty|danke|merci"
    r"|gracias|спасибо|谢谢|多谢|感谢)(?:\W*(?:a lot|so much|very much|你|您|bot))?\W*",
    re.IGNORECASE,
)

_TO_HELLO: Final[Mapping[Language, str]] = {
    "en": "Hello! Ask me something about the documents, or send a screenshot. /docs lists what I have read.",
    "zh": "你好！可以问我文档里的问题，也可以发一张截图。/docs 列出我读过的文档。",
}
_TO_THANKS: Final[Mapping[Language, str]] = {"en": "You're welcome!", "zh": "不客气！"}


def reply(prompt: Prompt, language: Language) -> str | None:
    """Return the answer to a message that is nothing but a greeting or thanks."""
    question = prompt.question
    if question.pictures or question.clips:
        return None
    if _HELLO.fullmatch(question.text):
        return _TO_HELLO[language]
    return _TO_THANKS[language] if _THANKS.fullmatch(question.text) else None
