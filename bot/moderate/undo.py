"""Take an act back: the person first, then the message, then everything that was learned from it.

Restores exactly what was before: of several acts against one person the others keep their force.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace

from bot.moderate import keepsake
from bot.moderate.books import Books
from bot.moderate.hands import Hands, Outcome
from bot.ports import Lessons
from bot.records import Said
from bot.store.acts import REMOVING, TOUCHING, Act

Repost = Callable[[Act, Sequence[Said]], Awaitable[bool]]
"""Posts a removed message again under its author's name; False where it could not."""


@dataclass(frozen=True, slots=True)
class Reverted:
    """One line of the checklist: `done` is False where it could not be reverted, None if not needed."""

    what: str
    done: bool | None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Undone:
    """An act that was taken back, and what of it was."""

    act: Act
    checklist: tuple[Reverted, ...]


class Undoer:
    """Takes acts back, each once."""

    def __init__(
        self, hands: Hands, books: Books, repost: Repost, lessons: Sequence[Lessons]
    ) -> None:
        self._hands = hands
        self._books = books
        self._repost = repost
        self._lessons = tuple(lessons)

    async def undo(self, number: int, by: int) -> Undone | None:
        """Take one act back; None where it is unknown or was taken back before."""
        act = self._books.acts.get(number)
        if act is None or not self._books.acts.undo(number, by):
            return None
        checklist: list[Reverted] = []
        taken = (act, *self._also(act, by))
        for one in taken:
            self._books.audit.note(act.chat_id, by, "undo", f"act {one.id}")
            checklist += [await self._person(one), *self.unlearn(one)]
        self._books.judged.label(act.chat_id, act.message_ids, "wrong", by)
        # Where a part came late, the later act knows the whole album.
        whole = max(taken, key=lambda one: len(one.message_ids))
        return Undone(act, (await self._message(whole), *checklist))

    def _also(self, act: Act, by: int) -> tuple[Act, ...]:
        """Take back what else was done about the same message, such as a ban that followed."""
        others = self._books.acts.on_messages(act.chat_id, act.message_ids)
        return tuple(one for one in others if self._books.acts.undo(one.id, by))

    def unlearn(self, act: Act) -> tuple[Reverted, ...]:
        """Take back what was learned from an act, from every store."""
        counted = [
            (store.name, store.unlearn(act.chat_id, source(act.id))) for store in self._lessons
        ]
        return tuple(Reverted(name, True if many else None, str(many)) for name, many in counted)

    async def _person(self, act: Act) -> Reverted:
        """Give back what the person might do, or what the acts that still stand leave of it."""
        if act.action not in TOUCHING:
            return Reverted("permissions", None)
        chat, person, books = act.chat_id, act.person.id, self._books
        now = books.audit.now
        standing = books.acts.standing(chat, person)
        left = [a for a in standing if a.action in TOUCHING and not 0 < a.until <= now]
        before = books.baselines.get(chat, person)
        if left:
            last = left[-1]
            call = self._hands.ban if last.action == "ban" else self._hands.mute
            if last.action == "mute" and act.action == "ban":
                await self._hands.restore(chat, person, {"status": "left"})
            outcome = await call(chat, person, last.until)
            return Reverted("permissions", outcome is Outcome.DONE, f"act {last.id} stands")
        if before is None:
            return Reverted("permissions", None)
        until = before.get("until", 0)
        if isinstance(until, int) and 0 < until <= now:
            before = {"status": "member"}
        outcome = await self._hands.restore(chat, person, before)
        if outcome is Outcome.DONE:
            books.baselines.drop(chat, person)
        link = ""
        if act.action == "ban" and person > 0 and before.get("status") not in ("left", "kicked"):
            link = await self._hands.invite(chat)
        return Reverted("permissions", outcome is Outcome.DONE, link)

    async def _message(self, act: Act) -> Reverted:
        if act.action not in REMOVING:
            return Reverted("message", None)
        about = self._books.acts.about(act.chat_id, act.message_ids)
        found = (self._books.removed.parts(one.id) for one in about)
        kept = [keepsake.unpacked(body) for body in next(filter(None, found), ())]
        if not kept:
            # Its three days are over: the words are still with the act, the files are not.
            kept = [Said(act.message_ids[0], act.text)] if act.text else []
        if not kept:
            return Reverted("message", False)
        if act.message_ids[0] < 0:
            # The group became a supergroup meanwhile, in which that number is a stranger's message.
            kept = [replace(part, reply_to=None) for part in kept]
        posted = await self._repost(act, kept)
        for one in about if posted else ():
            self._books.removed.drop(one.id)
        return Reverted("message", posted)


def source(act_id: int) -> str:
    """Name an act as the origin of a lesson."""
    return f"act:{act_id}"
