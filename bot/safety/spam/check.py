"""Judge whether a message is spam, by what a group's administrators taught and a floor of written examples.

Groups only, as with words: in a private chat somebody who shows such a message wants to know what it is.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Final

import numpy as np

from bot.categories import Category
from bot.records import Finding, Question
from bot.safety.batch import Batch
from bot.safety.said import drawn, heard, names, typed
from bot.safety.spam.model import Model

ON_A_SCREEN: Final = 0.2
"""How much heavier drawn words and names must weigh than typed ones: menus and prices are no talk."""

LONG_NAME: Final = 24
"""Characters from which on a name may be an advertisement."""

SLIGHT: Final = 0.1
"""Below this chance there is nothing to tell."""


class Spam:
    """A classifier over typed and drawn words, an album's together, and over long names."""

    name = "spam"

    def __init__(self, model_of: Callable[[int], Awaitable[Model]]) -> None:
        """`model_of` gives the classifier of a chat."""
        self._model_of = model_of
        self._weigh = Batch(_weigh)

    async def check(self, question: Question) -> tuple[Finding, ...]:
        """Judge the sender's own words; a picture that was replied to is somebody else's."""
        origin = question.incoming.origin
        called = names(question)
        read = (
            (typed(question), 0.0),
            (drawn(question), ON_A_SCREEN),
            (heard(question), ON_A_SCREEN),
            (called if len(called) >= LONG_NAME else "", ON_A_SCREEN),
        )
        texts = [(text, less) for text, less in read if text.strip()]
        if origin.private or not texts:
            return (Finding(self.name, ""),)
        model = await self._model_of(origin.chat_id)
        weighed = await asyncio.gather(*(self._weigh((model, text)) for text, _ in texts))
        weight = max(w - less for w, (_, less) in zip(weighed, texts, strict=True))
        chance = float(model.chances(np.array([weight]))[0])
        return (
            Finding(
                self.name,
                Category.SPAM if chance >= SLIGHT else "",
                flagged=bool(weight >= model.line),
                score=round(chance, 3),
                detail=f"{chance:.0%}" if chance >= SLIGHT else "",
            ),
        )


def _weigh(asked: Sequence[tuple[Model, str]]) -> list[float]:
    """Weigh the texts of each model together."""
    weights = [0.0] * len(asked)
    places: dict[int, list[int]] = {}
    for at, (model, _) in enumerate(asked):
        places.setdefault(id(model), []).append(at)
    for together in places.values():
        weighed = asked[together[0]][0].weigh([asked[at][1] for at in together])
        for at, weight in zip(together, weighed.tolist(), strict=True):
            weights[at] = weight
    return weights
