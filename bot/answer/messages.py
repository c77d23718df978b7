"""Write a prompt as the messages of the chat completions protocol, as an endpoint wants them.

Knows the shape of messages, nothing of connections and errors.
"""

from typing import TYPE_CHECKING

from bot.answer import clips
from bot.answer.described import described
from bot.answer.manners import Manners
from bot.answer.pictures import Shown, show
from bot.answer.prompt import word
from bot.ports import Prompt

if TYPE_CHECKING:
    from openai.types.chat import ChatCompletionContentPartParam, ChatCompletionMessageParam


def messages(prompt: Prompt, manners: Manners) -> "list[ChatCompletionMessageParam]":
    """Write the conversation as the endpoint wants it, pictures scaled or told of in words; blocking."""
    wording = word(prompt)
    told: list[ChatCompletionMessageParam] = [{"role": "system", "content": wording.instructions}]
    for question, answer in wording.earlier:
        told.append({"role": "user", "content": question})
        told.append({"role": "assistant", "content": answer})
    pictures = prompt.question.pictures
    if not pictures:
        told.append({"role": "user", "content": wording.question})
    elif not manners.sees:
        words = f"{described(pictures)}\n\n{wording.question}"
        told.append({"role": "user", "content": words})
    else:
        parts: list[ChatCompletionContentPartParam] = [{"type": "text", "text": wording.question}]
        for picture in pictures:
            label = clips.label(picture)
            parts += [{"type": "text", "text": label}] if label is not None else []
            parts.append(_part(show(picture.sight), manners))
        told.append({"role": "user", "content": parts})
    return told


def _part(shown: Shown, manners: Manners) -> "ChatCompletionContentPartParam":
    if not manners.detail:
        return {"type": "image_url", "image_url": {"url": shown.data_url}}
    return {"type": "image_url", "image_url": {"url": shown.data_url, "detail": shown.detail}}
