"""Carry out what the policy decided, and write it down so that it can be taken back.

Knows the order in which an act is safe: written down first, so that a crash forgets nothing; the
message next, the person last.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace

from bot.errors import Refused
from bot.moderate import keepsake
from bot.moderate.books import Books
from bot.moderate.decide import NONE, decide, spared
from bot.moderate.hands import Hands, Outcome
from bot.moderate.policy import Step
from bot.records import Action, Attachment, Incoming, Origin, Said, Verdict
from bot.store.acts import TOUCHING, Act

logger = logging.getLogger(__name__)

Spares = Callable[[int, int], Awaitable[bool | None]]
"""(chat, sender) -> whether the sender speaks for the chat, None where Telegram does not say."""

Fetch = Callable[[Attachment], Awaitable[bytes]]

KEPT_AT_ONCE = 2
MOST_WAITING = 100
"""Removed files beyond so many that wait to be kept are posted again by Telegram's own id alone."""

DELETABLE_SECONDS = 48 * 3_600
"""How long a bot may delete what others wrote (Bot API, deleteMessage)."""

MISSING_RIGHT = "missing right"
OBSTACLES = {
    Outcome.NO_RIGHT: MISSING_RIGHT,
    Outcome.TOO_OLD: "older than 48 hours",
    Outcome.BASIC_GROUP: "not possible in a basic group",
    Outcome.UNREACHABLE: "Telegram could not be reached",
}


class Enforcer:
    """Acts in groups: `spares` answers for this moment who may not be acted against."""

    def __init__(self, hands: Hands, books: Books, spares: Spares, fetch: Fetch) -> None:
        self._hands = hands
        self._books = books
        self._spares = spares
        self._fetch = fetch
        self._slots = asyncio.Semaphore(KEPT_AT_ONCE)
        self._keeping: set[asyncio.Task[None]] = set()

    async def enforce(
        self, incoming: Incoming, verdict: Verdict, *, partly: bool = False
    ) -> Action:
        """Do what the group's policy asks for, the whole album at once; return what was really done.

        `partly`: more of it is still to be judged, so nothing follows but from what removes it now.
        """
        origin, books = incoming.origin, self._books
        if origin.private:
            return NONE
        policy = books.policy(origin.chat_id)
        facts = books.facts(incoming, policy)
        judged = books.judged.record(
            incoming, verdict.findings, facts.newcomer, policy.keep_text_seconds
        )
        action = decide(verdict.findings, incoming, policy, facts, books.audit.now)
        if partly and not action.removes:
            return NONE
        if action.name == "none":
            if spared(incoming, policy, facts):
                books.judged.spare(judged, "exempt")
            books.spoke(incoming)
            return NONE
        if books.judged.cleared(incoming):
            books.judged.spare(judged, "cleared")
            return NONE
        admin = await self._spares(origin.chat_id, origin.person.id)
        if admin and policy.exempt.admins:
            books.judged.spare(judged, "administrator")
            return NONE
        known = self._known(incoming, action)
        if known is not None:
            return replace(
                action, name=known.action, reason=known.reason, record=known.id, fresh=False
            )
        if action.removes and admin is None:
            obstacle = "could not tell whether the sender is an administrator"
            action = replace(action, name="note", obstacle=obstacle)
        return await self.carry_out(incoming, action)

    async def carry_out(self, incoming: Incoming, action: Action, by_id: int = 0) -> Action:
        """Write an act down and do it; `by_id` is the administrator who ordered it."""
        acts, origin = self._books.acts, incoming.origin
        keep_text = self._books.policy(origin.chat_id).keep_text_seconds
        record = acts.plan(origin, action, incoming.text, keep_text, by_id)
        if action.removes:
            self._keep(record, incoming)
            action = await self._remove(origin, replace(action, record=record))
        acts.done(record, action.name, action.obstacle)
        return replace(action, record=record)

    async def resume(self) -> None:
        """Carry out what was in work when the process ended."""
        for act in self._books.acts.unfinished():
            await self.finish(act)

    async def finish(self, act: Act) -> str:
        """Do again what was in work when the process ended; return what was done in the end."""
        origin = Origin(act.chat_id, keepsake.kind_of(act.chat_id), act.message_ids[0], act.person)
        planned = Action(act.action, act.message_ids, act.reason, act.id, until=act.until)
        done = await self._remove(origin, planned) if planned.removes else planned
        self._books.acts.done(act.id, done.name, done.obstacle)
        return done.name

    async def make_up(self, chat_id: int) -> int:
        """Delete what could not be deleted for want of a right; return of how many acts.

        Who wrote it is left alone: nobody understands a punishment that comes a day late.
        """
        books = self._books
        since = books.audit.now - DELETABLE_SECONDS
        missed = books.acts.hindered(chat_id, _undeleted(Outcome.NO_RIGHT), since)
        due = [act for act in missed if self._unchanged(act)]
        outcomes = await asyncio.gather(
            *(self._hands.delete(chat_id, act.message_ids) for act in due)
        )
        gone = [act for act, told in zip(due, outcomes, strict=True) if told is Outcome.DONE]
        for act in gone:
            books.acts.done(act.id, "delete")
        return len(gone)

    def _unchanged(self, act: Act) -> bool:
        """Tell whether a message still says what the act is about, as far as is known."""
        judged = self._books.judged.of_message(act.chat_id, act.message_ids[0])
        return judged is None or judged.text in ("", act.text)

    async def touch(self, act: Act, step: Step, until: int) -> str:
        """Mute or ban the author of an act on an administrator's word; return the obstacle, if any."""
        return await self._touch(act.chat_id, act.person.id, step, until)

    async def close(self) -> None:
        """Stop keeping files."""
        for task in self._keeping:
            task.cancel()
        await asyncio.gather(*self._keeping, return_exceptions=True)

    async def _remove(self, origin: Origin, action: Action) -> Action:
        """Delete, then go on to the person; turn what could not be done into a note that says why."""
        outcome = await self._hands.delete(origin.chat_id, action.message_ids)
        if outcome is not Outcome.DONE:
            obstacle = _undeleted(outcome)
            logger.warning("chat %d: %s", origin.chat_id, obstacle)
            return replace(action, name="note", obstacle=obstacle)
        if action.name in TOUCHING:
            step = Step(action.name)
            obstacle = await self._touch(origin.chat_id, origin.person.id, step, action.until)
            if obstacle:
                logger.warning("chat %d: %s", origin.chat_id, obstacle)
                return replace(action, name="delete", obstacle=obstacle)
        return action

    async def _touch(self, chat_id: int, person_id: int, step: Step, until: int) -> str:
        baselines, now = self._books.baselines, self._books.audit.now
        state = (
            await self._hands.state(chat_id, person_id) if person_id > 0 else {"status": "member"}
        )
        if state is None:
            return f"could not {step}: {OBSTACLES[Outcome.UNREACHABLE]}"
        if state["status"] in ("creator", "administrator"):
            return f"could not {step}: an administrator"
        standing = self._books.acts.standing(chat_id, person_id)
        others = [act for act in standing if act.action in TOUCHING]
        if all(act.until and act.until <= now for act in others):
            # Nothing of ours is in force, so what holds now is what an undo goes back to.
            baselines.drop(chat_id, person_id)
        baselines.note(chat_id, person_id, state)
        if step is Step.BAN or person_id < 0:
            outcome = await self._hands.ban(chat_id, person_id, until)
        else:
            outcome = await self._hands.mute(chat_id, person_id, until)
        if outcome is Outcome.DONE:
            return ""
        if not others:
            baselines.drop(chat_id, person_id)
        return f"could not {step}: {OBSTACLES[outcome]}"

    def _known(self, incoming: Incoming, action: Action) -> Act | None:
        """Return the act on these very messages, saying this very thing, that makes another needless."""
        for act in reversed(self._books.acts.about(incoming.origin.chat_id, action.message_ids)):
            same = act.text == incoming.text and act.stands and act.state == "done"
            if same and (act.action != "note" or not action.removes):
                return act
        return None

    def _keep(self, record: int, incoming: Incoming) -> None:
        """Keep the words at once; the files, which can be fetched after the deletion too, by and by."""
        parts = keepsake.parts(incoming)
        if not any(part.text or part.attachment for part in parts):
            return  # Shown long ago, its words are gone: there is nothing to bring back.
        for number, part in enumerate(parts):
            self._books.removed.keep(record, number, keepsake.packed(part))
        if len(self._keeping) < MOST_WAITING and any(part.attachment for part in parts):
            task = asyncio.create_task(self._keep_files(record, parts))
            self._keeping.add(task)
            task.add_done_callback(self._keeping.discard)

    async def _keep_files(self, record: int, parts: tuple[Said, ...]) -> None:
        async with self._slots:
            for number, part in enumerate(parts):
                if part.attachment is None or not part.attachment.file_id:
                    continue
                try:
                    part = replace(part, content=await self._fetch(part.attachment))
                    self._books.removed.keep(record, number, keepsake.packed(part))
                    if part.film is not None:
                        part = replace(part, film_content=await self._fetch(part.film))
                        self._books.removed.keep(record, number, keepsake.packed(part))
                except Refused:
                    continue


def _undeleted(outcome: Outcome) -> str:
    return f"could not delete: {OBSTACLES[outcome]}"
