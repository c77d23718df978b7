"""Ban pictures: what they are known by is taken, what else it would have hit is told, and all of it can be undone.

Knows no command and no right; whoever calls has asked an administrator.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from bot.errors import Refused
from bot.ports import Lesson
from bot.records import Picture
from bot.safety.banks import Shelf, take
from bot.say import Notice, Say
from bot.store.banned import Ban, NewBan, Taken
from bot.store.shown import Shown
from knowledge.bank.words import SAME, Fingerprint, fingerprint
from knowledge.index.radius import WithinRadius
from knowledge.vision.hashes import distance

STILL_BITS = 10
"""Stills of a clip that differ from the one before in fewer bits are the same picture."""

KEPT_PROPOSALS = 50
"""Proposals that wait for an administrator to confirm; a restart forgets them."""


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A clean picture, or the stills of one clip, and what can be read in it."""

    stills: tuple[bytes, ...]
    text: str = ""


Entry = tuple[tuple[Taken, ...], Fingerprint | None]


@dataclass(frozen=True, slots=True, eq=False)
class Proposal:
    """What is to be banned, and whom it would have hit."""

    chat_id: int
    message_id: int
    entries: tuple[Entry, ...]
    earlier: tuple[Shown, ...]
    """Pictures of the last thirty days that are the same, newest first; the message itself is not among them."""


class Banning:
    """Adds and takes back bans; `Lessons` for what administrators say of messages (`hashes`)."""

    name = "hashes"

    def __init__(self, shelf: Shelf, sample: Callable[[bytes], tuple[bytes, ...]]) -> None:
        """`sample` turns a video into clean stills at even distances."""
        self._shelf = shelf
        self._sample = sample
        self._proposals: dict[str, Proposal] = {}
        self._count = 0

    async def stills(
        self, video: bytes, run: Callable[..., Awaitable[tuple[bytes, ...]]]
    ) -> Exhibit:
        """Look through a video; `run` is for what takes seconds. Raises what the eyes raise."""
        return Exhibit(await run(self._sample, video))

    @staticmethod
    def pictured(picture: Picture) -> Exhibit:
        """Return a picture as what may be banned."""
        return Exhibit((picture.sight.content,), picture.sight.text)

    async def propose(self, chat_id: int, message_id: int, exhibits: Sequence[Exhibit]) -> str:
        """Take the prints of what is to be banned and look back; return the proposal's name.

        Raises `Refused` where nothing of it can be told from other pictures.
        """
        found = [await self._entry(one) for one in exhibits]
        entries = [entry for entry in found if entry is not None]
        if not entries:
            raise Refused(Notice(Say.BAN_TOO_PLAIN))
        shown = [one for one in self._shelf.shows.of(chat_id) if one.message_id != message_id]
        earlier = await self._shelf.look(lambda: _hit(entries, shown))
        self._count += 1
        name = f"{chat_id}:{message_id}:{self._count}"
        self._proposals[name] = Proposal(chat_id, message_id, tuple(entries), tuple(earlier))
        while len(self._proposals) > KEPT_PROPOSALS:
            del self._proposals[next(iter(self._proposals))]
        return name

    async def _entry(self, exhibit: Exhibit) -> Entry | None:
        """Take the prints of an exhibit, without stills that repeat one another; None if all are plain.

        One by one: other people's pictures are looked at between the stills of a clip.
        """
        model, kept = self._shelf.model(), list[Taken]()
        for still in exhibit.stills:
            one = await self._shelf.look(partial(take, still, model))
            codes = one.print.codes
            same = kept and len(codes) and distance(codes[0], kept[-1].print.codes[0]) < STILL_BITS
            if one.print.reliable and not same:
                kept.append(one)
        if not kept:
            return None
        return tuple(kept), fingerprint(exhibit.text)

    def proposal(self, name: str) -> Proposal | None:
        """Return what waits under a name, None where it was confirmed or forgotten."""
        return self._proposals.get(name)

    def confirm(self, name: str, by: int, source: str) -> int:
        """Let a proposal hold; return how many bans that made, 0 where it no longer waits."""
        proposal = self._proposals.pop(name, None)
        if proposal is None:
            return 0
        for prints, words in proposal.entries:
            ban = NewBan(source, by, proposal.message_id, words=words)
            self._shelf.banned.add(proposal.chat_id, ban, prints)
        return len(proposal.entries)

    def bans(self, chat_id: int) -> tuple[Ban, ...]:
        """Return the bans of a group, oldest first."""
        return self._shelf.banned.bans(chat_id)

    def resume(self, chat_id: int, number: int) -> None:
        """Let a paused ban hold again."""
        self._shelf.banned.pause(chat_id, number, paused=False)

    def learn(self, chat_id: int, source: str, lesson: Lesson) -> int:
        """Ban the pictures of a message; their prints are taken when the next picture is judged."""
        if not lesson.unwanted:
            return 0
        for picture in lesson.pictures:
            words = fingerprint(picture.sight.text)
            ban = NewBan(source, lesson.by, picture.message_id, words=words)
            self._shelf.banned.add(chat_id, ban, [picture.sight.content])
        return len(lesson.pictures)

    def unlearn(self, chat_id: int, source: str) -> int:
        """Take back every ban that came from `source`."""
        return self._shelf.banned.forget(chat_id, source)


def _hit(entries: Sequence[Entry], shown: Sequence[Shown]) -> list[Shown]:
    codes = [one.print.codes for prints, _ in entries for one in prints]
    index = WithinRadius(np.concatenate(codes))
    words = [one for _, one in entries if one is not None]
    return [
        one
        for one in shown
        if index.search(one.codes)
        or (one.words is not None and any(w.distance(one.words) <= SAME for w in words))
    ]
