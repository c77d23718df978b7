"""Make a prompt shorter, one thing after another, until it fits what a model can read."""

from dataclasses import replace

from bot.answer.tokens import of_prompt
from bot.ports import Prompt


def shorter(prompt: Prompt) -> Prompt | None:
    """Leave out what is needed least: old turns, then the last passages, then what hangs on the question.

    Pictures go last, the oldest first, and one always stays; None where nothing is left but the question.
    """
    if prompt.history:
        return replace(prompt, history=prompt.history[1:])
    passages = prompt.evidence.passages
    if len(passages) > 1:
        return replace(prompt, evidence=replace(prompt.evidence, passages=passages[:-1]))
    question = prompt.question
    if question.quoted:
        return replace(prompt, question=replace(question, quoted=""))
    if any(picture.sight.lines for picture in question.pictures):
        unread = tuple(
            replace(picture, sight=replace(picture.sight, lines=()))
            for picture in question.pictures
        )
        return replace(prompt, question=replace(question, pictures=unread))
    if len(question.pictures) > 1:
        return replace(prompt, question=replace(question, pictures=question.pictures[1:]))
    if passages:
        return replace(prompt, evidence=replace(prompt.evidence, passages=()))
    return None


def within(prompt: Prompt, tokens: int) -> Prompt:
    """Return as much of `prompt` as counts at most `tokens`, at least the question."""
    while of_prompt(prompt) > tokens and (less := shorter(prompt)) is not None:
        prompt = less
    return prompt
