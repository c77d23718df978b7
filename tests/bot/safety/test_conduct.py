"""Floods, copies, raids and first steps: what a group's memory tells of a message."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path

import pytest

from bot.records import (
    Aside,
    Attachment,
    AttachmentKind,
    ChatKind,
    Clip,
    Finding,
    Incoming,
    Origin,
    Person,
    Question,
    Utterance,
)
from bot.safety.conduct import Conduct
from bot.store.crowd import KEPT_SECONDS, Crowd
from bot.store.database import Database
from bot.store.members import Members

GROUP, OTHER = -100, -200
PROMISE = "Looking for three partners for a new online project, a hundred dollars a day, write me"


@dataclass
class Group:
    """A group in which people speak at given moments."""

    check: Conduct
    members: Members
    crowd: Crowd
    now: list[float]
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    async def says(
        self, person: int, text: str, at: float, chat_id: int = GROUP, **more: object
    ) -> list[tuple[str, bool]]:
        """Let a person say something; return the categories seen, and whether they are flagged."""
        found = await self.hears(person, text, at, chat_id, **more)
        return [(one.category, one.flagged) for one in found if one.category]

    async def hears(
        self, person: int, text: str, at: float, chat_id: int = GROUP, **more: object
    ) -> tuple[Finding, ...]:
        number = next(self.numbers)
        origin = Origin(chat_id, ChatKind.SUPERGROUP, number, Person(person, "Somebody"))
        told = Incoming((number,), origin, text, aside=Aside(sent_at=int(at)), addressed=False)
        told = replace(told, **more)  # type: ignore[arg-type]  # any fields of the record
        return await self.check.check(Question(told, text))


@pytest.fixture
def group(tmp_path: Path) -> Group:
    now = [10_000.0]
    database = Database(tmp_path / "bot.sqlite3")
    members, crowd = Members(database, lambda: now[0]), Crowd(database, lambda: now[0])
    return Group(Conduct(crowd, members, lambda: now[0]), members, crowd, now)


async def test_many_messages_at_once_are_a_flood_and_the_same_in_an_hour_are_not(
    group: Group,
) -> None:
    seen = [await group.says(5, f"word {number}", 1_000 + number) for number in range(10)]
    assert seen[:8] == [[]] * 8
    assert seen[8] == [("flood", True)]
    slow = [await group.says(6, f"word {number}", 5_000 + 60 * number) for number in range(40)]
    assert slow == [[]] * 40


async def test_messages_that_waited_while_the_bot_was_away_are_no_flood(group: Group) -> None:
    waited = [await group.says(5, f"word {n}", 1_000 + 300 * n) for n in range(20)]
    assert waited == [[]] * 20


async def test_an_edit_and_a_repeated_update_are_no_further_message(group: Group) -> None:
    for number in range(8):
        await group.says(5, f"word {number}", 1_000)
    group.numbers = iter([8, 8, 8])
    assert await group.says(5, "word 7", 1_000) == []
    assert await group.says(5, "word 7 mended", 1_000, edited=True) == []


async def test_the_same_thing_three_times_is_a_copy_even_in_disguise(group: Group) -> None:
    assert await group.says(5, PROMISE, 1_000) == []
    assert await group.says(5, PROMISE.replace("o", "\u043e") + " 7", 1_500) == []
    assert await group.says(5, PROMISE.replace("e", "e\u200b"), 2_000) == [("duplicate", True)]
    assert await group.says(5, PROMISE, 9_000) == []


async def test_the_same_thing_from_four_people_is_a_copy_and_from_two_is_not(group: Group) -> None:
    seen = [await group.says(person, PROMISE, 1_000 + person) for person in range(1, 5)]
    assert seen == [[], [], [], [("duplicate", True)]]
    assert await group.says(9, PROMISE, 1_010, chat_id=OTHER) == []


async def test_one_recording_in_four_voices_is_a_copy(group: Group) -> None:
    async def speaks(person: int) -> list[str]:
        number = next(group.numbers)
        origin = Origin(GROUP, ChatKind.SUPERGROUP, number, Person(person, "Somebody"))
        told = Incoming((number,), origin, aside=Aside(sent_at=1_000 + person), addressed=False)
        spoken = Clip(1, "voice", 9.0, (Utterance(0.0, PROMISE),))
        found = await group.check.check(Question(told, "", clips=(spoken,)))
        return [one.category for one in found if one.flagged]

    assert [await speaks(person) for person in range(1, 5)] == [[], [], [], ["duplicate"]]


async def test_greetings_and_regulars_may_say_what_others_say(group: Group) -> None:
    short = [await group.says(person, "Good morning, all!", 1_000) for person in range(9)]
    assert short == [[]] * 9
    for day in range(3):
        group.now[0] = day * 86_400.0
        group.members.spoke(GROUP, 77, "a message that is long enough to tell something")
    wish = "Happy birthday, dear Anna, all the best to you and your lovely family"
    for person in range(4):
        await group.says(person, wish, 1_000)
    assert await group.says(77, wish, 1_001) == []


async def test_a_question_to_the_bot_may_be_put_again(group: Group) -> None:
    question = "How long is a VPN profile valid and who can renew it for me?"
    asked = [await group.says(5, question, 1_000 + n, addressed=True) for n in range(5)]
    assert asked == [[]] * 5


async def test_one_file_from_four_people_is_a_copy_and_a_sticker_is_not(group: Group) -> None:
    def sent(kind: AttachmentKind) -> tuple[Attachment, ...]:
        return (Attachment(kind, 1, "file", "unique"),)

    photos = [
        await group.says(person, "", 1_000, attachments=sent(AttachmentKind.PHOTO))
        for person in range(4)
    ]
    assert photos[-1] == [("duplicate", True)]
    stickers = [
        await group.says(person, "", 1_000, OTHER, attachments=sent(AttachmentKind.STICKER))
        for person in range(4)
    ]
    assert stickers[-1] == []


async def test_who_comes_with_a_wave_is_flagged_and_who_was_there_is_not(group: Group) -> None:
    for person in range(1, 31):
        group.members.joined(GROUP, person)
    assert await group.says(3, "hello", 10_001) == [("raid", True)]
    assert await group.says(99, "what is going on here?", 10_001) == []
    assert await group.says(3, "hello", 10_001 + 3_600) == []


async def test_in_a_raid_those_who_were_there_before_may_talk_fast(group: Group) -> None:
    """The others' flood stays one, and without a raid theirs is one, too."""
    for person in range(1, 31):
        group.members.joined(GROUP, person)
    before = [await group.says(99, f"word {number}", 10_001) for number in range(30)]
    raider = [await group.says(3, f"word {number}", 10_001) for number in range(30)]
    assert before == [[]] * 30
    assert ("flood", True) in raider[-1]
    later = [await group.says(99, f"word {number}", 10_001 + 3_600) for number in range(30)]
    assert later[-1] == [("flood", True)]


async def test_what_was_said_is_known_after_a_restart(group: Group, tmp_path: Path) -> None:
    for person in range(1, 4):
        await group.says(person, PROMISE, 1_000 + person)
    database = Database(tmp_path / "bot.sqlite3")
    group.check = Conduct(Crowd(database), Members(database), lambda: group.now[0])
    assert await group.says(4, PROMISE, 1_010) == [("duplicate", True)]
    database.close()


async def test_a_few_newcomers_are_no_wave(group: Group) -> None:
    for person in range(1, 10):
        group.members.joined(GROUP, person)
    assert await group.says(3, "hello", 10_001) == []


async def test_calling_many_people_is_told_by_their_number(group: Group) -> None:
    assert await group.says(5, "look", 1_000, aside=Aside(mentions=5, sent_at=1_000)) == []
    many = await group.says(5, "look", 1_001, aside=Aside(mentions=9, sent_at=1_001))
    assert many == [("mention_abuse", True)]


async def test_a_newcomers_first_link_is_told_and_not_flagged(group: Group) -> None:
    link = ("https://docs.example.com",)
    group.members.joined(GROUP, 5)
    assert await group.says(5, "see", 10_010, links=link) == [("link", False)]
    assert await group.says(6, "see", 10_010, links=link) == []
    found = await group.hears(5, "see", 10_011, links=link, aside=Aside(from_channel=True))
    assert (found[0].kind, found[0].score) == ("newcomer_link", 0.4)


async def test_a_private_chat_has_no_crowd(group: Group) -> None:
    private = Origin(5, ChatKind.PRIVATE, 1, Person(5, "Eve"))
    for number in range(30):
        told = Incoming((number,), private, "hi", aside=Aside(sent_at=1_000))
        assert await group.check.check(Question(told, "hi")) == (Finding("conduct", ""),)


async def test_what_was_said_is_forgotten_after_a_day(group: Group) -> None:
    await group.says(5, PROMISE, 10_000)
    group.now[0] += KEPT_SECONDS + 1
    group.crowd.sweep()
    assert len(group.crowd.between(GROUP, 0, 20_000).people) == 0
