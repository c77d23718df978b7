"""A finished request into the record of what leaves the host with it."""

import base64
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from bot.records import Sent

if TYPE_CHECKING:
    from openai.types.chat import ChatCompletionMessageParam

_DATA = "data:"


def departure(
    model: str, messages: "Sequence[ChatCompletionMessageParam]", withheld: Mapping[str, int]
) -> Sent:
    """Return what `messages` hold: how many characters, and the pictures as they go."""
    texts: list[str] = []
    pictures: list[bytes] = []
    for message in messages:
        content = message.get("content")
        if isinstance(content, str):
            texts.append(content)
            continue
        for part in content or ():
            match part:
                case {"image_url": {"url": str(url)}} if url.startswith(_DATA):
                    pictures.append(base64.b64decode(url.partition(",")[2]))
                case {"text": str(text)}:
                    texts.append(text)
    return Sent(model, sum(map(len, texts)), tuple(pictures), withheld)
