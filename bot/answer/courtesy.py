"""Answer a greeting as a greeting and a question about the bot with what it is: no document knows either."""

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

_WHO: Final = re.compile(
    r"\W*(?:what (?:can|do) you do|who are you|what are you|how do you work|how (?:can|do) i use you|help(?: me)?"
    r"|你是谁|你(?:会|能|可以)(?:做|干)?(?:什么|啥)|(?:怎么|如何)(?:使?用你?)|帮助"
    r"|кто ты|что ты (?:умеешь|можешь)|помощь|помоги)(?:\W+(?:please|here|for me))?[吗呢]?\W*",
    re.IGNORECASE,
)
_ASKS_NOTHING: Final = re.compile(
    r"[\W_]+|\W*(?:yes|no|nope|yep|bye|lol|test(?:ing)?|да|нет|是的?|不是?|再见|测试)\W*",
    re.IGNORECASE,
)
_AGREED: Final = re.compile(
    r"\W*(?:(?:ok(?:ay)?|sure|fine|good|great|nice|perfect|cool|got it|i see|ок|хорошо|понятно|好的?|嗯+|明白了?"
    r"|知道了)\b\W*)+",
    re.IGNORECASE,
)

_TO_HELLO: Final[Mapping[Language, str]] = {
    "en": "Hello! Ask me something about the documents, or send a screenshot. /docs lists what I have read.",
    "zh": "你好！可以问我文档里的问题，也可以发一张截图。/docs 列出我读过的文档。",
}
_TO_WHO: Final[Mapping[Language, str]] = {
    "en": "I look things up in the documents I was taught and read what is in your pictures, and I show the page or"
    " figure an answer comes from. Ask me a question, or send a screenshot. /docs lists what I have read, /help what"
    " else I can do.",
    "zh": "我在学过的文档里查找答案，也读你发来的图片，并给出答案所在的页面或插图。请提一个问题，或者发一张截图。"
    "/docs 列出我读过的文档，/help 列出我还能做什么。",
}
_TO_NOTHING: Final[Mapping[Language, str]] = {
    "en": "Ask me a question about the documents, or send a screenshot. /docs lists what I have read.",
    "zh": "请问我一个文档里的问题，或者发一张截图。/docs 列出我读过的文档。",
}
_TO_AGREED: Final = "👍"
_TO_THANKS: Final[Mapping[Language, str]] = {"en": "You're welcome!", "zh": "不客气！"}


def reply(prompt: Prompt, language: Language) -> str | None:
    """Return the answer to a message that is nothing but a greeting or thanks, or asks about the bot itself."""
    question = prompt.question
    if question.pictures or question.clips:
        return None
    if _WHO.fullmatch(question.text) and not question.quoted:
        return _TO_WHO[language]
    if _AGREED.fullmatch(question.text):
        return _TO_AGREED
    if _HELLO.fullmatch(question.text):
        return _TO_HELLO[language]
    if _THANKS.fullmatch(question.text):
        return _TO_THANKS[language]
    # `???` below a message asks about that.
    asks_nothing = not question.quoted and _ASKS_NOTHING.fullmatch(question.text)
    return _TO_NOTHING[language] if asks_nothing else None
