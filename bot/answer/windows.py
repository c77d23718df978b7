"""Ask about a clip that is too long to be shown at once: stretch by stretch, then once about the notes on all of it.

Turns a prompt into the calls of one model, of which the last gives the answer. Each call is booked, kept and cleaned
as any other is. Knows no protocol.
"""

import itertools
import math
from collections.abc import AsyncGenerator, Iterator, Sequence
from contextlib import aclosing
from dataclasses import replace
from typing import cast

from bot.answer.clips import stills
from bot.ports import Prompt, Task, VisionModel
from bot.records import Clip, Evidence, Picture, Question, Usage, Utterance
from bot.say import Notice, Say

MOST_SHOWN = 24
"""Stills of one clip in one call: some 26,000 tokens of a recording of a screen."""


def needed(question: Question) -> bool:
    """Tell whether a clip of the question has more stills than are shown at once."""
    return any(len(stills(question, clip)) > MOST_SHOWN for clip in question.clips)


async def stream(model: VisionModel, prompt: Prompt) -> AsyncGenerator[str | Usage, None]:
    """Yield what a model says to `prompt`, then what all calls for it used.

    While it takes notes, empty pieces tell that it is at work.
    """
    spent: list[Usage] = []
    last = prompt
    if prompt.task is Task.TIMELINE:
        stretches = list(_stretches(prompt.question))
        for done, (clip, shown) in enumerate(stretches, start=1):
            _tell(prompt, Notice(Say.WATCHING_PART, _how_far(clip, done, len(stretches))))
            said: list[str] = []
            async with aclosing(_ask(model, _noting(last, clip, shown))) as items:
                async for item in items:
                    if isinstance(item, Usage):
                        spent.append(item)
                        continue
                    said.append(item)
                    yield ""
            last = _noted(last, clip, Utterance(shown[0].seconds, "".join(said)))
        last = _without_stills(last)
    async with aclosing(_ask(model, last)) as items:
        async for item in items:
            yield _summed([*spent, item]) if isinstance(item, Usage) else item


def _ask(model: VisionModel, prompt: Prompt) -> AsyncGenerator[str | Usage, None]:
    # The port promises an iterator that can be closed, which is what hangs up.
    return cast("AsyncGenerator[str | Usage, None]", model.stream(prompt))


def _stretches(question: Question) -> Iterator[tuple[Clip, Sequence[Picture]]]:
    """Cut each clip that is too long into stretches of about as many stills."""
    for clip in question.clips:
        shown = stills(question, clip)
        count = -(-len(shown) // MOST_SHOWN)
        if count > 1:
            ends = [len(shown) * part // count for part in range(count + 1)]
            for first, end in itertools.pairwise(ends):
                yield clip, shown[first:end]


def _noting(prompt: Prompt, clip: Clip, shown: Sequence[Picture]) -> Prompt:
    """Ask for notes on one stretch; what was noted of those before it comes along."""
    question = prompt.question
    (known,) = (one for one in question.clips if one.number == clip.number)
    later = [one.seconds for one in stills(question, clip) if one.seconds > shown[-1].seconds]
    first, last = shown[0].seconds, min(later, default=clip.seconds)
    # What is said after the last still belongs to its stretch, whatever the length that was told.
    until = last if later else math.inf
    heard = tuple(one for one in known.heard if first <= one.seconds < until)
    part = replace(known, stretch=(first, last), heard=heard)
    pictures = tuple(one for one in question.pictures if not one.clip)
    question = replace(question, pictures=(*pictures, *shown), clips=(part,))
    return replace(prompt, question=question, evidence=Evidence())


def _noted(prompt: Prompt, clip: Clip, note: Utterance) -> Prompt:
    clips = tuple(
        replace(one, noted=(*one.noted, note)) if one.number == clip.number else one
        for one in prompt.question.clips
    )
    return replace(prompt, question=replace(prompt.question, clips=clips))


def _without_stills(prompt: Prompt) -> Prompt:
    """Leave out what the notes stand for, but not the moment by which the documents were found."""
    noted = {clip.number for clip in prompt.question.clips if clip.noted}
    telling = prompt.evidence.still
    kept = tuple(one for one in prompt.question.pictures if one.clip not in noted or one is telling)
    return replace(prompt, question=replace(prompt.question, pictures=kept))


def _tell(prompt: Prompt, notice: Notice) -> None:
    if prompt.status is not None:
        prompt.status(notice)


def _how_far(clip: Clip, done: int, total: int) -> dict[str, str | int]:
    return {"name": clip.name, "done": done, "total": total}


def _summed(parts: Sequence[Usage]) -> Usage:
    """Return what several calls used together, with the warning of the last."""
    return replace(
        parts[-1],
        input_tokens=sum(one.input_tokens for one in parts),
        output_tokens=sum(one.output_tokens for one in parts),
        cost_dollars=sum(one.cost_dollars for one in parts),
        cached_tokens=sum(one.cached_tokens for one in parts),
        again=all(one.again for one in parts),
    )
