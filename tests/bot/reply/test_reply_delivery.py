"""An answer reaches its reader whole, once, and in order, whatever fails on the way."""

import asyncio
import json
import logging

import httpx
import pytest
from fake_telegram import TOKEN, Call, FakeTelegram, on, refuse
from reply_desk import GROUP, PRIVATE, Desk, answer, cited, incoming, say

from bot.errors import Undeliverable
from bot.records import Notice, Say


async def test_an_instant_answer_is_exactly_one_call(desk: Desk, telegram: FakeTelegram) -> None:
    await say(desk, incoming(), answer("Reset it **twice**."))
    assert telegram.methods() == ["sendMessage"]
    call = telegram.calls[0]
    assert call.text == "Reset it twice."
    assert call.json("entities") == [{"type": "bold", "offset": 9, "length": 5}]
    assert json.loads(call.fields["link_preview_options"]) == {"is_disabled": True}


async def test_twelve_thousand_characters_arrive_whole_and_in_order(
    desk: Desk, telegram: FakeTelegram
) -> None:
    paragraphs = [f"Paragraph {n}: " + "wörter und 😀 mehr. " * 20 for n in range(30)]
    words = "\n\n".join(paragraphs)
    await say(desk, incoming(), answer(words))
    shown = telegram.visible(PRIVATE)
    assert len(shown) > 2
    assert all(len(text.encode("utf-16-le")) <= 2 * 4096 for text in shown)
    assert "".join(" ".join(shown).split()) == "".join(words.split())
    assert [bool(call.fields.get("reply_markup")) for call in telegram.calls] == [False] * (
        len(shown) - 1
    ) + [True]


async def test_no_call_ever_uses_a_parse_mode(desk: Desk, telegram: FakeTelegram) -> None:
    given = answer("*a* `b` <b>c</b> [1]", cited(1, "a_b*c.pdf", 3, b"picture"))
    await say(desk, incoming(GROUP), given)
    await desk.replies.tell(
        incoming().origin, Notice(Say.FOUND, {"lines": "x_y *z* <i>"}), update_id=3
    )
    assert not any("parse_mode" in json.dumps(call.fields) for call in telegram.calls)
    assert telegram.visible(PRIVATE) == ["x_y *z* <i>"]


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
    telegram.after.append(on("sendMessage", httpx.ReadTimeout("no answer")))
    sending = asyncio.create_task(say(desk, incoming(), answer("Once.")))
    await desk.time.pass_(60)
    assert await sending == (101,)
    assert telegram.visible(PRIVATE) == ["Once."]


async def test_a_final_message_outlives_a_long_outage(desk: Desk, telegram: FakeTelegram) -> None:
    telegram.faults += [on("sendMessage", httpx.ConnectError("down")) for _ in range(9)]
    telegram.faults.append(on("sendMessage", refuse("Internal", 500)))
    sending = asyncio.create_task(say(desk, incoming(), answer("Still here.")))
    await desk.time.pass_(600)
    await sending
    assert telegram.visible(PRIVATE) == ["Still here."]


async def test_an_edited_question_edits_the_answer_from_three_messages_to_one(
    desk: Desk, telegram: FakeTelegram
) -> None:
    long = "\n\n".join("part " * 300 for _ in range(6))
    assert len(await say(desk, incoming(), answer(long))) == 3
    ids = await say(desk, incoming(update=12, edited=True), answer("Short now."))
    assert ids == (101,)
    assert telegram.visible(PRIVATE) == ["Short now."]
    assert telegram.methods()[-2:] == ["editMessageText", "deleteMessages"]


async def test_an_edit_that_changes_nothing_makes_no_call(
    desk: Desk, telegram: FakeTelegram
) -> None:
    given = answer("Same.", cited(1, "a.pdf", 2, b"crop"))
    await say(desk, incoming(), given)
    calls = len(telegram.calls)
    await say(desk, incoming(update=12, edited=True), given)
    assert len(telegram.calls) == calls


async def test_an_answer_deleted_under_the_bot_is_sent_anew(
    desk: Desk, telegram: FakeTelegram
) -> None:
    await say(desk, incoming(), answer("First."))
    telegram.messages[0].deleted = True
    await say(desk, incoming(update=12, edited=True), answer("Second."))
    assert telegram.visible(PRIVATE) == ["Second."]


async def test_a_group_answer_replies_to_the_question_in_its_topic(
    desk: Desk, telegram: FakeTelegram
) -> None:
    await say(desk, incoming(GROUP, topic=4), answer("Here."))
    message = telegram.messages[0]
    assert (message.reply_to, message.thread) == (100, "4")
    parameters = json.loads(telegram.calls[0].fields["reply_parameters"])
    assert parameters["allow_sending_without_reply"] is True


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


async def test_cited_pictures_follow_as_one_album_named_by_their_sources(
    desk: Desk, telegram: FakeTelegram
) -> None:
    citations = (cited(1, "a.pdf", 2, b"one"), cited(2, "b.md", None, b"two"), cited(3, "c.md"))
    ids = await say(desk, incoming(GROUP), answer("See [1][2][3].", *citations))
    assert ids == (101, 102, 103)
    assert telegram.methods() == ["sendMessage", "sendMediaGroup"]
    assert telegram.calls[1].files == 2
    assert telegram.visible(GROUP)[1:] == ["[1] a.pdf, p. 2", "[2] b.md"]
    assert desk.outbox.question_of(GROUP, 103) == 100


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


async def test_a_sentence_told_twice_for_one_update_is_said_once(
    desk: Desk, telegram: FakeTelegram
) -> None:
    for _ in range(2):
        await desk.replies.tell(incoming().origin, Notice(Say.VIDEO), update_id=9)
        desk = desk.restarted()
        assert await desk.replies.resume(incoming())
    assert len(telegram.visible(PRIVATE)) == 1


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
    await say(desk, incoming(update=12, edited=True), answer("Newer."))
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
        on("sendMessage", httpx.ConnectError(f"https://telegram.test/bot{TOKEN}/sendMessage")),
        on("sendMessage", refuse("weird"), skip=0),
    ]
    sending = asyncio.create_task(say(desk, incoming(), answer("Quiet.")))
    await desk.time.pass_(5)
    await sending
    assert caplog.records
    assert TOKEN not in caplog.text


async def test_deleting_for_moderation_goes_in_hundreds_and_tells_when_it_may_not(
    desk: Desk, telegram: FakeTelegram
) -> None:
    assert await desk.replies.remove(GROUP, range(1, 151))
    assert [len(call.json("message_ids")) for call in telegram.calls] == [100, 50]
    telegram.faults.append(on("deleteMessages", refuse("message can't be deleted")))
    assert not await desk.replies.remove(GROUP, [1])


class _Killed(BaseException):
    """Nothing catches it, so nothing after it runs: as near to kill -9 as a test in one process gets."""
