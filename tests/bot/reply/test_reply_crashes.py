"""An answer reaches its reader whole, once, and in order, whatever fails on the way."""

import asyncio
import logging

import pytest
from fake_telegram import TOKEN, Call, FakeTelegram, on, refuse
from reply_desk import GROUP, PRIVATE, Desk, answer, cited, edited, incoming, say
from telegram.error import TimedOut

from bot.errors import Undeliverable
from bot.reply.request import NeverLeft


class _Killed(BaseException):
    """Nothing catches it, so nothing after it runs: as near to kill -9 as a test in one process gets."""


async def test_killed_after_telegram_took_it_the_answer_is_shown_once(
    desk: Desk, telegram: FakeTelegram
) -> None:
    long = "\n\n".join("part " * 300 for _ in range(5))
    telegram.after.append(on("sendMessage", _Killed(), skip=1))
    with pytest.raises(_Killed):
        await say(desk, incoming(), answer(long))
    before = len(telegram.visible(PRIVATE))
    after = desk.restarted()
    assert before == 2
    assert await after.replies.resume(incoming())
    shown = telegram.visible(PRIVATE)
    assert "".join(" ".join(shown).split()) == "".join(long.split())


async def test_killed_before_telegram_took_it_the_answer_is_sent(
    desk: Desk, telegram: FakeTelegram
) -> None:
    telegram.faults.append(on("sendMessage", _Killed()))
    with pytest.raises(_Killed):
        await say(desk, incoming(GROUP), answer("Here."))
    assert await desk.restarted().replies.resume(incoming(GROUP))
    assert telegram.visible(GROUP) == ["Here."]


async def test_a_finished_answer_is_resumed_without_any_call(
    desk: Desk, telegram: FakeTelegram
) -> None:
    await say(desk, incoming(), answer("Done."))
    calls = len(telegram.calls)
    assert await desk.restarted().replies.resume(incoming())
    assert len(telegram.calls) == calls
    assert not await desk.restarted().replies.resume(incoming(update=10))


async def test_a_lost_reply_to_a_send_is_looked_for_before_it_is_sent_again(
    desk: Desk, telegram: FakeTelegram
) -> None:
    telegram.after.append(on("sendMessage", TimedOut()))
    sending = asyncio.create_task(say(desk, incoming(), answer("Once.")))
    await desk.time.pass_(60)
    assert await sending == (101,)
    assert telegram.visible(PRIVATE) == ["Once."]


async def test_a_final_message_outlives_a_long_outage(desk: Desk, telegram: FakeTelegram) -> None:
    telegram.faults += [on("sendMessage", NeverLeft("down")) for _ in range(9)]
    telegram.faults.append(on("sendMessage", refuse("Internal", 500)))
    sending = asyncio.create_task(say(desk, incoming(), answer("Still here.")))
    await desk.time.pass_(600)
    await sending
    assert telegram.visible(PRIVATE) == ["Still here."]


async def test_a_closed_topic_gets_the_answer_in_general(
    desk: Desk, telegram: FakeTelegram
) -> None:
    telegram.faults.append(on("sendMessage", refuse("message thread not found")))
    await say(desk, incoming(GROUP, topic=4), answer("Here."))
    assert [m.thread for m in telegram.messages] == [None]


async def test_a_migrated_group_is_followed(desk: Desk, telegram: FakeTelegram) -> None:
    upgraded = refuse("group chat was upgraded to a supergroup chat", migrate_to_chat_id=GROUP)
    telegram.faults.append(on("sendMessage", upgraded))
    await say(desk, incoming(-5), answer("Followed."))
    assert telegram.visible(GROUP) == ["Followed."]


async def test_a_bot_that_was_blocked_says_so_and_never_tries_again(
    desk: Desk, telegram: FakeTelegram
) -> None:
    telegram.faults.append(on("sendMessage", refuse("bot was blocked by the user", 403)))
    with pytest.raises(Undeliverable, match="takes no message"):
        await say(desk, incoming(), answer("Hello?"))
    assert await desk.restarted().replies.resume(incoming())
    assert telegram.methods() == ["sendMessage"]


async def test_formatting_that_telegram_refuses_costs_only_the_formatting(
    desk: Desk, telegram: FakeTelegram
) -> None:
    telegram.faults.append(on("sendMessage", refuse("can't parse entities: bad offset")))
    await say(desk, incoming(), answer("**Bold** words."))
    assert telegram.visible(PRIVATE) == ["Bold words."]
    assert telegram.messages[0].shown[1] == "[]"


async def test_killed_after_the_picture_was_taken_it_is_not_sent_twice(
    desk: Desk, telegram: FakeTelegram
) -> None:
    telegram.after.append(on("sendPhoto", _Killed()))
    with pytest.raises(_Killed):
        await say(desk, incoming(), answer("See [1].", cited(1, "a.pdf", 2, b"one")))
    await desk.restarted().replies.resume(incoming())
    assert telegram.visible(PRIVATE)[1:] == ["[1] a.pdf, p. 2"]


async def test_a_chat_without_pictures_still_gets_the_words(
    desk: Desk, telegram: FakeTelegram
) -> None:
    refusal = "not enough rights to send photos to the chat"
    telegram.faults += [on("sendPhoto", refuse(refusal)), on("sendPhoto", refuse(refusal))]
    ids = await say(desk, incoming(GROUP), answer("See [1].", cited(1, "a.pdf", 2, b"one")))
    assert ids == (101,)


async def test_cancelled_while_telegram_is_answering_the_message_is_noted(
    desk: Desk, telegram: FakeTelegram
) -> None:
    away = asyncio.Event()

    def arrived(call: Call) -> None:
        away.set()

    telegram.after.append(arrived)
    sending = asyncio.create_task(say(desk, incoming(), answer("Noted.")))
    await away.wait()
    sending.cancel()
    with pytest.raises(asyncio.CancelledError):
        await sending
    await say(desk, edited(), answer("Newer."))
    assert telegram.visible(PRIVATE) == ["Newer."]
    assert telegram.methods() == ["sendMessage", "editMessageText"]


async def test_a_429_in_the_middle_of_a_long_answer_is_waited_for_exactly(
    desk: Desk, telegram: FakeTelegram
) -> None:
    telegram.faults.append(on("sendMessage", refuse("retry later", 429, retry_after=7), skip=1))
    long = "\n\n".join("part " * 300 for _ in range(7))
    sending = asyncio.create_task(say(desk, incoming(GROUP), answer(long)))
    await desk.time.pass_(6.9)
    assert len(telegram.visible(GROUP)) == 1
    await say(desk, incoming(update=20), answer("Other chat."))
    assert telegram.visible(PRIVATE) == ["Other chat."]
    await desk.time.pass_(0.2)
    await sending
    assert "".join(" ".join(telegram.visible(GROUP)).split()) == "".join(long.split())


async def test_the_token_is_in_no_log_line(
    desk: Desk, telegram: FakeTelegram, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "bot")
    telegram.faults += [
        on("sendMessage", NeverLeft(f"https://telegram.test/bot{TOKEN}/sendMessage")),
        on("sendMessage", refuse("weird"), skip=0),
    ]
    sending = asyncio.create_task(say(desk, incoming(), answer("Quiet.")))
    await desk.time.pass_(5)
    await sending
    assert caplog.records
    assert TOKEN not in caplog.text
