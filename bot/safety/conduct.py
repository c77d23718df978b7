"""Judge how somebody behaves, whatever they say: floods, copies, raids, and first steps that spammers take.

Goes by Telegram's clock, so that messages which waited while the bot was away are no flood. Groups only.
"""

import time
from collections.abc import Callable
from typing import Final

import numpy as np

from bot.categories import Category
from bot.records import AttachmentKind, Finding, Incoming, Question
from bot.safety.batch import Batch
from bot.safety.prints import near, taken
from bot.safety.said import drawn, heard, typed
from bot.store.crowd import Crowd, Lately, Utterance, file_number
from bot.store.members import Member, Members

FLOODS: Final = ((10, 8), (60, 25))
"""(seconds, messages): more than so many by one person within so long are a flood."""

COPY_SECONDS: Final = 3_600
OWN_COPIES, OTHERS = 3, 4
"""The same message so often by one person, or by so many people, is spread on purpose."""

WAVE_SECONDS, WAVE = 120, 15
"""So many people coming in within so long are a raid; groups grow by a few a day."""
WAVE_LASTS_SECONDS: Final = 600

MANY_CALLED: Final = 5
"""More people called by one message than a question concerns."""

NEW_SECONDS, NEW_MESSAGES = 86_400, 3

_COPIED_BY_HABIT = frozenset({AttachmentKind.STICKER, AttachmentKind.ANIMATION})


class Conduct:
    """What a group's memory tells of a message."""

    name = "conduct"

    def __init__(
        self, crowd: Crowd, members: Members, clock: Callable[[], float] = time.time
    ) -> None:
        self._crowd = crowd
        self._members = members
        self._clock = clock
        self._print = Batch(taken)

    async def check(self, question: Question) -> tuple[Finding, ...]:
        """Remember the message, and return what its sender's conduct looks like."""
        incoming = question.incoming
        if incoming.origin.private:
            return (Finding(self.name, ""),)
        said_in_it = (typed(question), drawn(question), heard(question))
        text_print = await self._print("\n".join(filter(None, said_in_it)))
        said = _utterance(incoming, text_print, int(self._clock()))
        chat_id = incoming.origin.chat_id
        self._crowd.note(chat_id, said)
        lately = self._crowd.between(chat_id, said.said_at - COPY_SECONDS, said.said_at)
        member = self._members.get(chat_id, said.person_id)
        often = _often(incoming, said, lately, regular=member.days > 1)
        if often and self._was_raided(chat_id, member, said.said_at):
            often = []
        found = [
            *often,
            *self._raid(chat_id, member, said.said_at),
            *_called(incoming),
            *_first_steps(incoming, member, said.said_at),
        ]
        return tuple(found) or (Finding(self.name, ""),)

    def _was_raided(self, chat_id: int, member: Member, now: int) -> bool:
        """Tell whether a raid is under way and somebody was there before: all of them talk at once then."""
        began = now - WAVE_LASTS_SECONDS
        return member.joined_at < began and self._crowd.arrivals(chat_id, began) >= WAVE

    def _raid(self, chat_id: int, member: Member, now: int) -> list[Finding]:
        """Flag who came in with a wave; who was there before is nobody's concern."""
        if not member.joined_at or member.joined_at < now - WAVE_LASTS_SECONDS or member.days > 1:
            return []
        came = self._crowd.arrivals(chat_id, member.joined_at - WAVE_SECONDS)
        if came < WAVE:
            return []
        return [
            _finding(Category.RAID, 0.8 + 0.01 * (came - WAVE), f"{came} people came in at once")
        ]


def _utterance(incoming: Incoming, text_print: int | None, now: int) -> Utterance:
    files = [a for a in incoming.attachments if a.kind not in _COPIED_BY_HABIT and a.unique_id]
    return Utterance(
        message_id=incoming.origin.message_id,
        person_id=incoming.origin.person.id,
        said_at=incoming.aside.sent_at or now,
        print=text_print,
        file=files[0].unique_id if files else "",
    )


def _often(incoming: Incoming, said: Utterance, lately: Lately, *, regular: bool) -> list[Finding]:
    """Flag floods and copies; `regular`: who has been here for days congratulates as all do."""
    found = [] if incoming.edited else _flood(said, lately)
    same = (lately.files == file_number(said.file)) & bool(said.file)
    if said.print is not None:
        same |= lately.printed & near(lately.prints, said.print)
    people = lately.people[same]
    # A question put to the bot again is no copy.
    own = 0 if incoming.addressed else int((people == said.person_id).sum())
    others = 0 if regular else len(np.unique(people))
    if own >= OWN_COPIES or others >= OTHERS:
        more = max(own - OWN_COPIES, 2 * (others - OTHERS))
        told = f"{len(people)} times within an hour"
        found.append(_finding(Category.DUPLICATE, 0.75 + 0.05 * more, told))
    return found


def _flood(said: Utterance, lately: Lately) -> list[Finding]:
    own = lately.said_at[lately.people == said.person_id]
    for seconds, most in FLOODS:
        count = int((own > said.said_at - seconds).sum())
        if count > most:
            told = f"{count} messages in {seconds} seconds"
            return [_finding(Category.FLOOD, 0.7 + 0.04 * (count - most), told)]
    return []


def _called(incoming: Incoming) -> list[Finding]:
    called = incoming.aside.mentions
    if called <= MANY_CALLED:
        return []
    return [
        _finding(Category.MENTION_ABUSE, 0.7 + 0.03 * (called - MANY_CALLED), f"{called} people")
    ]


def _first_steps(incoming: Incoming, member: Member, now: int) -> list[Finding]:
    """Tell, without flagging it, of links and forwarded posts among somebody's first messages."""
    fresh = member.joined_at and member.joined_at > now - NEW_SECONDS
    if not fresh or member.messages >= NEW_MESSAGES or member.trusted_by is not None:
        return []
    aside = incoming.aside
    signs = [bool(incoming.links), aside.from_channel, bool(aside.via), aside.mentions > 2]
    if not any(signs):
        return []
    kind = "newcomer_link" if incoming.links else "newcomer_forward"
    score = round(0.2 + 0.1 * sum(signs), 3)
    return [Finding(Conduct.name, Category.LINK, score=score, detail="first messages", kind=kind)]


def _finding(category: Category, score: float, detail: str) -> Finding:
    return Finding(Conduct.name, category, True, round(min(score, 0.99), 3), detail)
