"""While an answer is being made its reader sees signs of life, and afterwards only the answer."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
from fake_telegram import FakeTelegram, VirtualTime, on, refuse
from reply_desk import FAST, GROUP, PRIVATE, Desk, answer, edited, incoming, say
from telegram.error import TimedOut

from bot.reply.rates import Rates
from bot.say import Notice, Say


async def test_a_private_chat_sees_typing_then_growing_drafts_then_the_answer(
    desk: Desk, telegram: FakeTelegram
) -> None:
    async with desk.replies.live(incoming()) as live:
        await desk.time.pass_(0.45)
        live.push("It is **in the hand")
        await desk.time.pass_(1.0)
        live.push("book**.")
        await desk.time.pass_(2.0)
        await live.finish(answer("It is **in the handbook**."))
    assert telegram.methods() == [
        "sendChatAction", "sendMessageDraft", "sendMessageDraft", "sendMessage",
    ]  # fmt: skip
    first, second = telegram.named("sendMessageDraft")
    assert (first.text, second.text) == ("It is in the hand", "It is in the handbook.")
    assert first.json("entities")[0]["type"] == "bold"
    assert first.fields["draft_id"] == second.fields["draft_id"] != "0"
    assert telegram.visible(PRIVATE) == ["It is in the handbook."]


async def test_a_group_sees_one_message_grow_into_the_answer(
    desk: Desk, telegram: FakeTelegram
) -> None:
    async with desk.replies.live(incoming(GROUP)) as live:
        for word in ("One ", "two ", "three "):
            live.push(word)
            await desk.time.pass_(3.1)
        ids = await live.finish(answer("One two three four."))
    assert ids == (101,)
    assert telegram.visible(GROUP) == ["One two three four."]
    assert [call.text for call in telegram.named("editMessageText")] == [
        "One two", "One two three", "One two three four.",
    ]  # fmt: skip
    assert telegram.messages[0].reply_to == 100


async def test_a_quick_answer_in_a_group_has_no_preview(desk: Desk, telegram: FakeTelegram) -> None:
    async with desk.replies.live(incoming(GROUP)) as live:
        live.push("Quick")
        await desk.time.pass_(0.3)
        await live.finish(answer("Quick."))
    assert telegram.methods() == ["sendMessage"]


async def test_progress_is_shown_until_the_first_word(desk: Desk, telegram: FakeTelegram) -> None:
    async with desk.replies.live(incoming(GROUP)) as live:
        live.status(Notice(Say.LEARNING, {"name": "a_b.pdf"}))
        await desk.time.pass_(2)
        assert telegram.visible(GROUP) == ["Reading a_b.pdf …"]
        await live.finish(answer("Here."))
    assert telegram.visible(GROUP) == ["Here."]


async def test_previews_that_fail_cost_nothing_but_themselves(
    desk: Desk, telegram: FakeTelegram
) -> None:
    telegram.faults += [
        on("sendChatAction", refuse("chat not found")),
        on("sendMessageDraft", refuse("TEXTDRAFT_PEER_INVALID")),
    ]
    async with desk.replies.live(incoming()) as live:
        live.push("Some words")
        await desk.time.pass_(4)
        await live.finish(answer("Some words."))
    assert telegram.visible(PRIVATE) == ["Some words."]
    assert len(telegram.named("sendMessageDraft")) == 1


async def test_a_preview_told_to_wait_does_not_lose_the_answer(
    make_desk: Callable[[Rates], Desk], telegram: FakeTelegram
) -> None:
    desk = make_desk(FAST)
    telegram.faults.append(on("editMessageText", refuse("flood", 429, retry_after=7)))

    async def ask() -> None:
        async with desk.replies.live(incoming(GROUP)) as live:
            live.push("Half")
            await desk.time.sleep(2)
            live.push(" of it")
            await desk.time.sleep(3)
            await live.finish(answer("All of it."))

    asking = asyncio.create_task(ask())
    await desk.time.pass_(10)
    assert telegram.visible(GROUP) == ["Half"]
    await desk.time.pass_(2)
    await asking
    assert telegram.visible(GROUP) == ["All of it."]


async def test_an_edited_question_goes_on_in_the_message_of_the_cancelled_one(
    desk: Desk, telegram: FakeTelegram
) -> None:
    async def ask() -> None:
        async with desk.replies.live(incoming(GROUP)) as live:
            live.push("Old beginning")
            await desk.time.sleep(60)

    asking = asyncio.create_task(ask())
    await desk.time.pass_(2)
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    async with desk.replies.live(edited(GROUP)) as live:
        live.push("New beginning")
        await desk.time.pass_(2)
        assert telegram.visible(GROUP) == ["New beginning"]
        await live.finish(answer("New answer."))
    assert telegram.visible(GROUP) == ["New answer."]
    assert len(telegram.named("sendMessage")) == 1


async def test_a_preview_from_before_the_crash_becomes_the_answer(
    desk: Desk, telegram: FakeTelegram
) -> None:
    async with desk.replies.live(incoming(GROUP)) as live:
        live.push("Begun")
        await desk.time.pass_(2)
    after = desk.restarted()
    assert not await after.replies.resume(incoming(GROUP))
    await say(after, incoming(GROUP), answer("Finished."))
    assert telegram.visible(GROUP) == ["Finished."]


async def test_a_preview_whose_arrival_is_unknown_is_found_and_used(
    desk: Desk, telegram: FakeTelegram
) -> None:
    telegram.after.append(on("sendMessage", TimedOut()))
    async with desk.replies.live(incoming(GROUP)) as live:
        live.push("Begun")
        await desk.time.pass_(2)
        await live.finish(answer("Finished."))
    assert telegram.visible(GROUP) == ["Finished."]


async def test_after_a_failure_the_apology_takes_the_place_of_the_preview(
    desk: Desk, telegram: FakeTelegram
) -> None:
    asked = incoming(GROUP)
    async with desk.replies.live(asked) as live:
        live.push("Begun")
        await desk.time.pass_(2)
    await desk.replies.tell(asked.origin, Notice(Say.APOLOGY), update_id=9)
    assert len(telegram.visible(GROUP)) == 1
    assert telegram.visible(GROUP)[0].startswith("Sorry")


async def test_a_long_preview_shows_its_end(desk: Desk, telegram: FakeTelegram) -> None:
    async with desk.replies.live(incoming()) as live:
        live.push("start " + "word " * 2000 + "end")
        await desk.time.pass_(2)
    draft = telegram.named("sendMessageDraft")[0].text
    assert len(draft) <= 4096
    assert draft.startswith("…")
    assert draft.endswith("word end")


async def test_an_answer_that_is_whole_at_once_has_no_preview(
    desk: Desk, telegram: FakeTelegram
) -> None:
    async with desk.replies.live(incoming()) as live:
        await desk.time.pass_(2.0)
        live.push("All of ")
        await desk.time.pass_(0.05)
        live.push("it.")
        await live.finish(answer("All of it."))
    assert telegram.methods() == ["sendChatAction", "sendMessage"]


async def test_a_bot_that_is_busy_with_answers_shows_signs_of_life_later(
    tmp_path: Path, telegram: FakeTelegram
) -> None:
    time = VirtualTime()

    async def late(seconds: float) -> None:
        await time.sleep(seconds + 0.2)

    busy = Desk(tmp_path, telegram, time, sleep=late)
    async with busy.replies.live(incoming()) as live:
        await time.pass_(1.9)
        assert telegram.methods() == []
        await time.pass_(0.2)
        assert telegram.methods() == ["sendChatAction"]
        await live.finish(answer("At last."))
    busy.database.close()


async def test_a_question_is_looked_for_ever_more_seldom_and_what_has_grown_goes_with_it(
    desk: Desk, telegram: FakeTelegram
) -> None:
    gone: list[float] = []
    telegram.faults.append(on("setMessageReaction", refuse("message to react not found"), skip=3))
    async with desk.replies.live(incoming(GROUP), on_gone=lambda: gone.append(desk.time())) as live:
        live.push("Begun")
        began = desk.time()
        await desk.time.pass_(1.9)
        assert telegram.named("setMessageReaction") == []
        await desk.time.pass_(30)
        assert (live.gone, len(gone)) == (True, 1)
        assert gone[0] - began == pytest.approx(2.0 + 2.5 + 3.75 + 5.625)
        await live.withdraw()
    assert telegram.visible(GROUP) == []
    assert await desk.restarted().replies.resume(incoming(GROUP))
    assert telegram.visible(GROUP) == []


async def test_who_may_not_look_for_the_question_answers_on(
    desk: Desk, telegram: FakeTelegram
) -> None:
    telegram.faults.append(on("setMessageReaction", refuse("REACTION_INVALID")))
    async with desk.replies.live(incoming(), on_gone=lambda: None) as live:
        await desk.time.pass_(30)
        assert not live.gone
        await live.finish(answer("Here."))
    assert len(telegram.named("setMessageReaction")) == 1
    assert telegram.visible(PRIVATE) == ["Here."]
