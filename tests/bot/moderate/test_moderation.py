"""Who is acted against, how, and how it is taken back."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from bot.moderate.enforce import Enforcer, Restored
from bot.moderate.policy import decide
from bot.records import Action, ChatKind, Finding, Incoming, Origin, Person, Verdict
from bot.store.acts import Acts
from bot.store.database import Database

CHAT = -1001
SPAMMER = Person(7, "Spam <b>", "spam", "ru")
ADMIN = 9

ALBUM = Incoming(
    (1, 2),
    Origin(CHAT, ChatKind.SUPERGROUP, 10, SPAMMER),
    "earn money",
    message_ids=(10, 11, 12),
)
SCAM = Verdict((Finding("words", "job_scam", flagged=True, score=0.9, detail="earn money"),))
DANGEROUS = Verdict((Finding("requests", "weapons", flagged=True, score=1.0),))
BROKEN = Verdict((Finding("words", "", error="TimeoutError"),))
CLEAN = Verdict((Finding("words", ""),))


class Group:
    """A chat that can lose messages; `admins` is None for a person nobody can tell about."""

    def __init__(self) -> None:
        self.deleted: list[tuple[int, tuple[int, ...]]] = []
        self.may_delete = True
        self.admins: dict[int, bool | None] = {ADMIN: True}

    async def remove(self, chat_id: int, message_ids: Sequence[int]) -> bool:
        if self.may_delete:
            self.deleted.append((chat_id, tuple(message_ids)))
        return self.may_delete

    async def is_admin(self, chat_id: int, person_id: int) -> bool | None:
        assert chat_id == CHAT
        return self.admins.get(person_id, False)


@pytest.fixture
def group() -> Group:
    return Group()


@pytest.fixture
def acts(tmp_path: Path) -> Iterator[Acts]:
    database = Database(tmp_path / "bot.sqlite3")
    yield Acts(database, clock=lambda: 1_800_000_000.0)
    database.close()


@pytest.fixture
def enforcer(group: Group, acts: Acts) -> Enforcer:
    return Enforcer(group.remove, acts, group.is_admin)


@pytest.mark.parametrize(
    ("verdict", "mode", "name"),
    [
        (SCAM, "watch", "note"),
        (SCAM, "delete", "delete"),
        (DANGEROUS, "delete", "note"),
        (Verdict((*SCAM.findings, *BROKEN.findings)), "delete", "delete"),
        (BROKEN, "delete", "none"),
        (CLEAN, "delete", "none"),
        (SCAM, "an unknown mode", "note"),
    ],
)
def test_the_policy_decides(verdict: Verdict, mode: str, name: str) -> None:
    assert decide(verdict, ALBUM, mode).name == name


@pytest.mark.parametrize(
    "origin",
    [
        replace(ALBUM.origin, chat_id=7, chat_kind=ChatKind.PRIVATE),
        replace(ALBUM.origin, person=Person(CHAT, "anonymous admin")),
        replace(ALBUM.origin, person=Person(777000, "Telegram")),
        replace(ALBUM.origin, person=Person(1087968824, "Group")),
    ],
    ids=["private chat", "the group itself", "linked channel", "anonymous admin"],
)
def test_some_are_never_acted_against(origin: Origin) -> None:
    assert decide(SCAM, replace(ALBUM, origin=origin), "delete") == Action("none")


async def test_an_album_goes_whole_and_is_written_down(
    enforcer: Enforcer, group: Group, acts: Acts
) -> None:
    action = await enforcer.enforce(ALBUM, SCAM, "delete")

    assert group.deleted == [(CHAT, (10, 11, 12))]
    assert action == Action("delete", (10, 11, 12), "job scam", record=1)
    act = acts.get(1)
    assert act is not None
    assert (act.person, act.text, act.action) == (SPAMMER, "earn money", "delete")


async def test_under_watch_nothing_is_touched_but_everything_noted(
    enforcer: Enforcer, group: Group, acts: Acts
) -> None:
    action = await enforcer.enforce(ALBUM, SCAM, "watch")
    assert (action.name, action.record, group.deleted) == ("note", 1, [])
    assert [act.action for act in acts.latest(CHAT)] == ["note"]


async def test_a_clean_message_leaves_no_trace(enforcer: Enforcer, acts: Acts) -> None:
    assert await enforcer.enforce(ALBUM, CLEAN, "delete") == Action("none")
    assert acts.latest(CHAT) == ()


async def test_without_the_right_to_delete_the_act_is_a_note_that_says_so(
    enforcer: Enforcer, group: Group, acts: Acts
) -> None:
    group.may_delete = False
    action = await enforcer.enforce(ALBUM, SCAM, "delete")
    assert (action.name, action.record) == ("note", 1)
    assert action.reason == "job scam; could not delete: missing right"
    assert acts.latest(CHAT)[0].reason == action.reason


async def test_an_administrator_is_spared_and_so_is_whom_nobody_knows(
    enforcer: Enforcer, group: Group
) -> None:
    group.admins[SPAMMER.id] = True
    assert (await enforcer.enforce(ALBUM, SCAM, "delete")).name == "none"
    group.admins[SPAMMER.id] = None
    unknown = await enforcer.enforce(ALBUM, SCAM, "delete")
    assert (unknown.name, group.deleted) == ("note", [])
    assert "could not tell" in unknown.reason


async def test_the_same_update_twice_is_one_act(
    enforcer: Enforcer, group: Group, acts: Acts
) -> None:
    first = await enforcer.enforce(ALBUM, SCAM, "delete")
    second = await enforcer.enforce(ALBUM, SCAM, "delete")
    assert second == first
    assert (len(group.deleted), len(acts.latest(CHAT))) == (1, 1)


async def test_what_was_only_noted_can_still_be_deleted_later(
    enforcer: Enforcer, group: Group
) -> None:
    await enforcer.enforce(ALBUM, SCAM, "watch")
    assert (await enforcer.enforce(ALBUM, SCAM, "delete")).name == "delete"
    assert len(group.deleted) == 1


async def test_an_act_is_undone_once_and_by_an_administrator_only(enforcer: Enforcer) -> None:
    action = await enforcer.enforce(ALBUM, SCAM, "delete")
    assert action.record is not None

    assert await enforcer.undo(action.record, by=SPAMMER.id) is None
    assert await enforcer.undo(action.record, by=ADMIN) == Restored(SPAMMER, "earn money")
    assert await enforcer.undo(action.record, by=ADMIN) is None
    assert await enforcer.undo(999, by=ADMIN) is None
