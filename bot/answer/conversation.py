"""A prompt's wording as the messages that the chat templates of `transformers` take.

Knows the shape of messages, no template and no model.
"""

from collections.abc import Mapping, Sequence

from bot.answer.prompt import Wording

Part = Mapping[str, str]
Message = Mapping[str, str | Sequence[Part]]


def conversation(wording: Wording, pictures: int) -> list[Message]:
    """Return system, earlier turns and the question, its pictures ahead of its words.

    LLaVA was trained with the picture first (Liu et al. 2023, arXiv:2304.08485).
    """
    messages = [_message("system", wording.instructions)]
    for question, answer in wording.earlier:
        messages += [_message("user", question), _message("assistant", answer)]
    messages.append(_message("user", wording.question, pictures))
    return messages


def _message(role: str, text: str, pictures: int = 0) -> Message:
    shown: list[Part] = [{"type": "image"} for _ in range(pictures)]
    return {"role": role, "content": [*shown, {"type": "text", "text": text}]}
