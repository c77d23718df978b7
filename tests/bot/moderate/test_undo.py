"""Whatever is done and taken back, in whatever order: in the end all is as it was before."""

import asyncio
import io
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from judged import ALBUM, CHAT
from PIL import Image
from telegram import Bot
from telegram_wire import ALLOWED, Telegram

from bot.guard import books as opened
from bot.moderate.enforce import Enforcer
from bot.moderate.hands import Hands
from bot.moderate.standing import Standing
from bot.moderate.undo import Undoer, source
from bot.ports import Lesson, Lessons
from bot.records import Action, Attachment, Person, Picture, Said
from bot.safety.banks import Banks, Shelf
from bot.safety.banning import Banning
from bot.safety.spam.school import School
from bot.store.acts import Act
from bot.store.banned import Banned
from bot.store.database import Database
from bot.store.lessons import LessonTable
from bot.store.shown import Shows
from knowledge.bank.bank import Asked
from knowledge.ports import Vectors
from knowledge.records import Sight
from knowledge.vision.prints import Sample
from tests.knowledge.test_bank import scene
from tests.way.drawing import encoded

R = TypeVar("R")

PEOPLE = (7, 8)
STEPS = ("note", "delete", "warn", "mute", "ban")
BY = 9

RESTRICTED = {"status": "restricted", "is_member": True, "until_date": 0}
BEFORE: dict[int, dict[str, object]] = {
    7: {"status": "member"},
    8: {**dict.fromkeys(ALLOWED, False), **RESTRICTED, "can_send_messages": True},
}


class Colours:
    """A picture model that knows a picture by its colours: the bank keeps its vectors as any other's."""

    name, dimensions, languages = "colours", 48, frozenset({"latin"})

    def embed_pictures(self, pictures: Sequence[bytes]) -> Vectors:
        rows = []
        for content in pictures:
            with Image.open(io.BytesIO(content)) as opened:
                rows.append(np.asarray(opened.convert("RGB").resize((4, 4)), np.float32).ravel())
        stacked = np.stack(rows)
        return np.asarray(stacked / np.linalg.norm(stacked, axis=1, keepdims=True))

    def embed_texts(self, texts: Sequence[str]) -> Vectors:
        raise AssertionError(f"nobody asks for a picture by words: {texts}")


async def _at_once(function: Callable[[], R]) -> R:
    return function()


def _small(seed: int) -> bytes:
    with Image.open(io.BytesIO(scene(seed))) as opened:
        return encoded(opened.resize((200, 150)), "PNG")


PICTURES = (_small(1), _small(2))


def _lesson(text: str, picture: bytes, *, unwanted: bool) -> Lesson:
    sight = Sight(picture, "image/png", 200, 150, "0" * 64)
    return Lesson(text, unwanted, BY, (Picture(sight, "p.png", "u", 1),))


class Room:
    """A group with two people, one of them restricted by hand, and stores that know something."""

    def __init__(self, folder: Path) -> None:
        self.telegram = Telegram()
        self.telegram.members = {person: dict(state) for person, state in BEFORE.items()}
        bot = Bot("1:token", request=self.telegram, get_updates_request=self.telegram)
        self.database = Database(folder / "bot.sqlite3")
        self.kept = opened(self.database)
        self.kept.policies.set(CHAT, "preset: standard")
        self.kept.members.trust(CHAT, 8, BY)
        self.samples, self.banned = LessonTable(self.database), Banned(self.database)
        self.school = School(self.samples)
        shelf = Shelf(self.banned, Shows(self.database), _at_once, Colours)
        self.banks = Banks(shelf, self.kept.is_regular)
        self.stores: list[Lessons] = [self.school, Banning(shelf, lambda _: ())]
        for store in self.stores:
            store.learn(CHAT, "old", _lesson("earn money", PICTURES[0], unwanted=True))
        hands = Hands(bot)
        self.bot = bot
        self.enforcer = Enforcer(hands, self.kept, Standing(bot).spares, _no_file)
        self.undoer = Undoer(hands, self.kept, self._repost, self.stores)
        self.standing: list[int] = []
        self.posted = 0

    async def act(self, person: int, step: str, message: int, teach: bool) -> None:
        number = person * 100 + message
        origin = replace(ALBUM.origin, message_id=number, person=Person(person, "P"))
        incoming = replace(
            ALBUM, origin=origin, message_ids=(number,), said=(Said(number, "earn money"),)
        )
        until = 0 if message % 2 else self.kept.audit.now + 30 * 86_400
        wanted = Action(step, (number,), "scam", until=until)
        done = await self.enforcer.carry_out(incoming, wanted, by_id=BY)
        assert done.record is not None
        self.standing.append(done.record)
        if teach:
            lesson = _lesson("earn money", PICTURES[message % 2], unwanted=True)
            for store in self.stores:
                store.learn(CHAT, source(done.record), lesson)

    async def undo(self, at: int) -> None:
        if self.standing:
            await self.undoer.undo(self.standing.pop(at % len(self.standing)), BY)

    async def _repost(self, _: Act, parts: Sequence[Said]) -> bool:
        assert [part.text for part in parts] == ["earn money"]
        self.posted += 1
        return True

    async def look(self) -> None:
        """Let the bank take the prints that are still to be taken, as the next picture does."""
        await self.banks.bank(CHAT)

    async def state(self) -> object:
        """Return what people may do, what is learned, what the bank and the classifier say, who is trusted."""
        may = {
            person: {name: state.get(name, True) for name in ALLOWED}
            if state["status"] != "kicked"
            else "banned"
            for person, state in self.telegram.members.items()
        }
        trusted = {person: self.kept.members.get(CHAT, person).trusted_by for person in PEOPLE}
        baselines = [self.kept.baselines.get(CHAT, person) for person in PEOPLE]
        bank = await self.banks.bank(CHAT)
        known = [
            (one.name, [p.codes.tobytes() for p in one.prints], one.vectors.tolist())
            for one in self.banned.known(CHAT, Colours.name)
            if one.vectors is not None
        ]
        vectors = [Colours().embed_pictures([picture]) for picture in PICTURES]
        found = [
            bank.find(Asked(Sample(picture), None, vector))
            for picture, vector in zip(PICTURES, vectors, strict=True)
        ]
        weights = (await self.school.model(CHAT)).weigh(["earn money", "lunch at noon?"]).tolist()
        lessons = self.samples.of(CHAT)
        return may, trusted, baselines, known, found, weights, lessons, self.banned.bans(CHAT)


async def _no_file(_: Attachment) -> bytes:
    raise AssertionError("nothing hangs on these messages")


Deed = tuple[int, str, int, bool]
DEEDS = st.one_of(
    st.tuples(st.sampled_from(PEOPLE), st.sampled_from(STEPS), st.integers(1, 4), st.booleans()),
    st.integers(0, 20),
    st.just("look"),
)


@settings(max_examples=14, deadline=None)
@given(st.lists(DEEDS, max_size=12), st.lists(st.integers(0, 20), min_size=12, max_size=12))
def test_when_everything_is_taken_back_everything_is_as_before(
    deeds: list[Deed | int | str], order: list[int]
) -> None:
    """The stores are the real ones: the classifier's lessons, the bank's hashes, features and vectors."""

    async def story() -> None:
        with tempfile.TemporaryDirectory() as folder:
            room = Room(Path(folder))
            await room.bot.initialize()
            before = await room.state()
            for deed in deeds:
                if isinstance(deed, tuple):
                    await room.act(*deed)
                elif isinstance(deed, int):
                    await room.undo(deed)
                else:
                    await room.look()
            for at in order:
                await room.undo(at)
            assert room.standing == []
            assert await room.state() == before
            room.database.close()

    asyncio.run(story())


@settings(max_examples=15, deadline=None)
@given(st.lists(st.sampled_from(STEPS), min_size=2, max_size=4), st.integers(0, 3))
def test_of_several_acts_those_that_stand_keep_their_force(steps: list[str], gone: int) -> None:
    async def story() -> None:
        with tempfile.TemporaryDirectory() as folder:
            room = Room(Path(folder))
            await room.bot.initialize()
            for message, step in enumerate(steps, 1):
                await room.act(7, step, message, teach=True)
            left = [step for at, step in enumerate(steps) if at != gone % len(steps)]
            await room.undo(gone)
            touching = [step for step in left if step in ("mute", "ban")]
            expected = {"mute": "restricted", "ban": "kicked"}
            status = room.telegram.members[7]["status"]
            if touching:
                assert status == expected[touching[-1]]
            else:
                assert status in ("member", "left")
            assert len(room.banned.bans(CHAT)) == len(room.samples.of(CHAT)) == 1 + len(left)
            room.database.close()

    asyncio.run(story())
