"""What follows from a verdict: done in a safe order, written down, taken back exactly."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

import pytest
from judged import ALBUM, CERTAIN, CHAT, CLEAN, SCAM, SPAMMER
from telegram import Bot
from telegram_wire import ALLOWED, Telegram

from bot.moderate.books import Books
from bot.moderate.enforce import Enforcer
from bot.moderate.hands import Hands
from bot.moderate.standing import Standing
from bot.moderate.undo import Undoer
from bot.records import Action, Attachment, Incoming, Person, Said, Verdict
from bot.store.acts import Act

ADMIN = 9


class Group:
    """A group under a policy, with the moderation that works in it."""

    def __init__(self, bot: Bot, kept: Books) -> None:
        hands = Hands(bot, sleep=_no_wait)
        self.kept = kept
        self.posted: list[tuple[str, ...]] = []
        self.enforcer = Enforcer(hands, kept, Standing(bot).spares, _no_file)
        self.undoer = Undoer(hands, kept, self._repost, ())

    async def _repost(self, act: Act, parts: Sequence[Said]) -> bool:
        self.posted.append((act.person.name, *(part.text for part in parts)))
        return True

    def under(self, preset: str) -> "Group":
        self.kept.policies.set(CHAT, f"preset: {preset}")
        return self

    async def judge(self, verdict: Verdict, incoming: Incoming = ALBUM) -> Action:
        return await self.enforcer.enforce(incoming, verdict)


async def _no_wait(_: float) -> None: ...


async def _no_file(_: Attachment) -> bytes:
    raise AssertionError("nothing hangs on these messages")


@pytest.fixture
def group(wired: Bot, kept: Books) -> Group:
    return Group(wired, kept).under("standard")


async def test_an_album_goes_whole_and_is_written_down(group: Group, telegram: Telegram) -> None:
    action = await group.judge(SCAM)
    assert telegram.called("deleteMessages") == [{"chat_id": CHAT, "message_ids": [10, 11, 12]}]
    assert (action.name, action.message_ids, action.reason) == ("delete", (10, 11, 12), "job scam")
    act = group.kept.acts.get(action.record or 0)
    assert act is not None
    assert (act.person, act.text, act.action, act.state) == (
        SPAMMER,
        "earn money",
        "delete",
        "done",
    )


async def test_under_watch_nothing_is_touched_but_everything_noted(
    group: Group, telegram: Telegram
) -> None:
    action = await group.under("watch").judge(SCAM)
    assert (action.name, telegram.called("deleteMessages")) == ("note", [])
    assert [act.action for act in group.kept.acts.latest(CHAT)] == ["note"]


async def test_a_clean_message_is_judged_and_not_acted_upon(group: Group) -> None:
    assert await group.judge(CLEAN) == Action("none")
    assert group.kept.acts.latest(CHAT) == ()
    judged = group.kept.judged.of_message(CHAT, 10)
    assert judged is not None and judged.findings == ()


async def test_without_the_right_to_delete_the_act_is_a_note_that_says_so(
    group: Group, telegram: Telegram
) -> None:
    telegram.refusals["deleteMessages"] = "Bad Request: message can't be deleted"
    telegram.refusals["deleteMessage"] = "Bad Request: message can't be deleted"
    action = await group.judge(SCAM)
    assert (action.name, action.obstacle) == ("note", "could not delete: missing right")
    telegram.admins.append(1)
    again = await group.judge(SCAM)
    assert again.obstacle == "could not delete: older than 48 hours"


async def test_an_administrator_is_spared_and_so_is_everybody_while_telegram_is_mute(
    group: Group, telegram: Telegram
) -> None:
    telegram.refusals["getChatAdministrators"] = "Bad Request: chat not found"
    unknown = await group.judge(SCAM)
    assert (unknown.name, telegram.called("deleteMessages")) == ("note", [])
    assert "could not tell" in unknown.obstacle
    del telegram.refusals["getChatAdministrators"]
    by_admin = replace(ALBUM, origin=replace(ALBUM.origin, person=Person(ADMIN, "Ann")))
    assert (await group.judge(SCAM, by_admin)).name == "none"
    by_channel = replace(ALBUM, origin=replace(ALBUM.origin, person=Person(-1009, "News")))
    assert (await group.judge(SCAM, by_channel)).name == "none"
    stranger = replace(ALBUM, origin=replace(ALBUM.origin, person=Person(-1010, "Other")))
    assert (await group.judge(SCAM, stranger)).name == "delete"


async def test_the_same_update_twice_is_one_act(group: Group, telegram: Telegram) -> None:
    first, second = await group.judge(SCAM), await group.judge(SCAM)
    assert (first.fresh, second.fresh, first.record) == (True, False, second.record)
    assert len(telegram.called("deleteMessages")) == len(group.kept.acts.latest(CHAT)) == 1


async def test_what_was_only_noted_can_still_be_deleted_later(group: Group) -> None:
    await group.under("watch").judge(SCAM)
    assert (await group.under("standard").judge(SCAM)).name == "delete"


async def test_a_token_that_is_refused_for_a_while_holds_no_later_deletion_up(
    group: Group, telegram: Telegram
) -> None:
    telegram.refusals["deleteMessages"], telegram.codes["deleteMessages"] = "Unauthorized", 401
    action = await asyncio.wait_for(group.judge(SCAM), timeout=60)
    assert (action.name, action.obstacle) == (
        "note",
        "could not delete: Telegram could not be reached",
    )
    telegram.refusals.clear()
    assert (await asyncio.wait_for(group.judge(SCAM), timeout=60)).name == "delete"


async def test_an_act_that_a_crash_interrupted_is_finished(
    group: Group, telegram: Telegram
) -> None:
    planned = Action("delete", (10, 11, 12), "job scam")
    number = group.kept.acts.plan(ALBUM.origin, planned, "earn money", keep_text=60)
    for act in group.kept.acts.unfinished():
        await group.enforcer.finish(act)
    act = group.kept.acts.get(number)
    assert act is not None and (act.state, act.action) == ("done", "delete")
    assert len(telegram.called("deleteMessages")) == 1


async def test_of_a_message_whose_words_are_gone_nothing_empty_is_brought_back(
    group: Group,
) -> None:
    wordless = replace(ALBUM, text="", said=(), message_ids=(10,))
    done = await group.enforcer.carry_out(wordless, Action("delete", (10,), "scam"), by_id=ADMIN)
    undone = await group.undoer.undo(done.record or 0, by=ADMIN)
    assert undone is not None
    assert [one.done for one in undone.checklist if one.what == "message"] == [False]
    assert group.posted == []


async def test_an_undone_act_brings_the_words_back_once(group: Group) -> None:
    action = await group.judge(SCAM)
    assert action.record is not None
    undone = await group.undoer.undo(action.record, by=ADMIN)
    assert undone is not None
    assert group.posted == [("Spam <b>", "earn money", "", "")]
    assert await group.undoer.undo(action.record, by=ADMIN) is None
    assert await group.undoer.undo(999, by=ADMIN) is None
    assert len(group.posted) == 1


@pytest.mark.parametrize(
    "before",
    [
        {"status": "member"},
        {"status": "restricted", "is_member": True, "until_date": 0, "can_send_messages": True},
    ],
    ids=["member", "restricted"],
)
async def test_undo_gives_back_exactly_what_somebody_might_do_before(
    group: Group, telegram: Telegram, before: dict[str, object]
) -> None:
    telegram.members[SPAMMER.id] = {**dict.fromkeys(ALLOWED, False), **before}
    group.under("strict")
    action = await group.judge(CERTAIN)
    assert action.name == "mute"
    assert telegram.members[SPAMMER.id]["status"] == "restricted"
    assert action.record is not None
    await group.undoer.undo(action.record, by=ADMIN)
    after = telegram.members[SPAMMER.id]
    assert after["status"] == before["status"]
    if before["status"] == "restricted":
        assert {name: after[name] for name in ALLOWED} == {
            name: name == "can_send_messages" for name in ALLOWED
        }
