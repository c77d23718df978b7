"""Look for pictures and clips that the group banned, however they were cropped, framed, turned or captioned.

Groups only, and each by its own bans. Keeps the hashes of what it saw for a month, so that a new ban can show
what it would have hit. A ban that suddenly hits regulars is paused: somebody banned what everybody posts.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

import numpy as np

from bot.categories import Category
from bot.records import Finding, Picture, Question
from bot.store.banned import NO_PRINT, Banned, Taken
from bot.store.shown import Shows
from knowledge.bank.bank import LIKELY, SURE, Asked, Bank
from knowledge.bank.records import Match
from knowledge.bank.words import fingerprint
from knowledge.ports import ImageEmbedder
from knowledge.vision.prints import Sample, taken

R = TypeVar("R")

REGULARS = 5
"""So many regulars do not turn against their group within ten minutes."""

PAUSED = "paused_ban"
"""The kind of a finding by a ban that was paused just now: administrators should look at it."""


class Look(Protocol):
    """Runs what takes tenths of a second beside the event loop (`Workers.look`)."""

    def __call__(self, function: Callable[[], R]) -> Awaitable[R]: ...


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where bans are kept, and the means to compare pictures with them."""

    banned: Banned
    shows: Shows
    look: Look
    model: Callable[[], ImageEmbedder | None]
    """The picture model, None where there is none."""


class Banks:
    """The banks of all groups; each is read again when its bans changed."""

    name = "bank"

    def __init__(self, shelf: Shelf, is_regular: Callable[[int, int], bool]) -> None:
        self._shelf = shelf
        self._is_regular = is_regular
        self._banks: dict[int, tuple[tuple[int | str, ...], Bank]] = {}

    async def check(self, question: Question) -> tuple[Finding, ...]:
        """Compare the sender's own pictures, the stills of a clip together."""
        incoming = question.incoming
        own = [picture for picture in question.pictures if not picture.from_reply]
        if incoming.origin.private or not own:
            return (Finding(self.name, ""),)
        bank = await self.bank(incoming.origin.chat_id)
        model = self._shelf.model()
        matches, seen = await self._shelf.look(lambda: _compare(bank, own, model))
        if not incoming.edited:
            self._shelf.shows.keep(
                incoming,
                [
                    (picture.message_id, one.sample.codes, one.words)
                    for picture, one in zip(own, seen, strict=True)
                ],
            )
        found = tuple(self._finding(question, match) for match in matches)
        return found or (Finding(self.name, ""),)

    async def bank(self, chat_id: int) -> Bank:
        """Return the bank of a group as it is now, taking the prints that are still to be taken."""
        banned, model = self._shelf.banned, self._shelf.model()
        for waiting in banned.waiting(chat_id):
            content = waiting.content
            banned.took(waiting, await self._shelf.look(lambda: take(content, model)))  # noqa: B023  # awaited at once
        state = banned.state(chat_id)
        cached = self._banks.get(chat_id)
        if cached is not None and cached[0] == state:
            return cached[1]
        known = banned.known(chat_id, model.name if model else "")
        bank = await self._shelf.look(lambda: Bank(known))
        self._banks[chat_id] = (state, bank)
        return bank

    def _finding(self, question: Question, match: Match) -> Finding:
        origin = question.incoming.origin
        number, sure = int(match.name), match.score >= SURE
        detail = f"ban {number}: {match.detail}"
        score, kind = match.score, ""
        if sure:
            regular = self._is_regular(origin.chat_id, origin.person.id)
            hit = self._shelf.banned.hit(number, origin.person.id, regular=regular)
            if hit >= REGULARS:
                self._shelf.banned.pause(origin.chat_id, number)
                detail = f"ban {number} hit {hit} regulars and rests; /banimage resume {number}"
                sure, score, kind = False, LIKELY, PAUSED
        category = Category.BANNED_MEDIA
        return Finding(self.name, category, sure, round(score, 3), detail, kind=kind)


def take(content: bytes, model: ImageEmbedder | None) -> Taken:
    """Take the print of a clean picture; one that is too plain to be told from others has none."""
    one = taken(content)
    if not one.reliable:
        return Taken(NO_PRINT)
    if model is None:
        return Taken(one)
    vector = np.asarray(model.embed_pictures([content])[0], np.float32)
    return Taken(one, model.name, vector.tobytes())


def _compare(
    bank: Bank, pictures: Sequence[Picture], model: ImageEmbedder | None
) -> tuple[list[Match], list[Asked]]:
    """Return what was found, each ban once, and what was looked for, in the order of `pictures`."""
    contents = [picture.sight.content for picture in pictures]
    vectors = model.embed_pictures(contents) if model is not None else None
    seen = [
        Asked(
            Sample(picture.sight.content),
            fingerprint(picture.sight.text),
            vectors[at : at + 1] if vectors is not None else None,
        )
        for at, picture in enumerate(pictures)
    ]
    clips: dict[str, list[Asked]] = {}
    for at, (picture, one) in enumerate(zip(pictures, seen, strict=True)):
        clip = f"clip {picture.clip}" if picture.clip else f"picture {at}"
        clips.setdefault(clip, []).append(one)
    found: dict[str, Match] = {}
    for stills in clips.values():
        for match in bank.find_clip(stills) if len(stills) > 1 else bank.find(stills[0]):
            if match.name not in found or match.score > found[match.name].score:
                found[match.name] = match
    return list(found.values()), seen
