"""An answer reaches its reader whole and in order, and follows its question when that changes."""

import json
import time
from dataclasses import replace

from fake_telegram import FakeTelegram, on, refuse
from reply_desk import GROUP, PRIVATE, Desk, answer, cited, edited, incoming, say

from bot.records import Press
from bot.say import Notice, Say
from bot.store.deliveries import Address, Draft, Plan, Progress
from bot.store.outbox import Outbox


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


async def test_what_is_changed_in_place_keeps_its_buttons_however_long_it_is(
    desk: Desk, telegram: FakeTelegram
) -> None:
    (number,) = await say(desk, incoming(), answer("Short."))
    long = Notice(Say.FOUND, {"lines": "word " * 2_000})
    await desk.replies.revise(PRIVATE, number, long, [("Undo", "token")])
    call = telegram.calls[-1]
    assert call.method == "editMessageText"
    assert 3_000 < len(call.text) <= 4_096
    assert "token" in call.fields["reply_markup"]


async def test_no_call_ever_uses_a_parse_mode(desk: Desk, telegram: FakeTelegram) -> None:
    given = answer("*a* `b` <b>c</b> [1]", cited(1, "a_b*c.pdf", 3, b"picture"))
    await say(desk, incoming(GROUP), given)
    await desk.replies.tell(
        incoming().origin, Notice(Say.FOUND, {"lines": "x_y *z* <i>"}), update_id=3
    )
    assert not any("parse_mode" in json.dumps(call.fields) for call in telegram.calls)
    assert telegram.visible(PRIVATE) == ["x_y *z* <i>"]


async def test_an_edited_question_edits_the_answer_from_three_messages_to_one(
    desk: Desk, telegram: FakeTelegram
) -> None:
    long = "\n\n".join("part " * 300 for _ in range(6))
    assert len(await say(desk, incoming(), answer(long))) == 3
    ids = await say(desk, edited(), answer("Short now."))
    assert ids == (101,)
    assert telegram.visible(PRIVATE) == ["Short now."]
    assert telegram.methods()[-2:] == ["editMessageText", "deleteMessages"]


async def test_an_edit_that_changes_nothing_makes_no_call(
    desk: Desk, telegram: FakeTelegram
) -> None:
    given = answer("Same.", cited(1, "a.pdf", 2, b"crop"))
    await say(desk, incoming(), given)
    calls = len(telegram.calls)
    await say(desk, edited(), given)
    assert len(telegram.calls) == calls


async def test_an_answer_deleted_under_the_bot_is_sent_anew(
    desk: Desk, telegram: FakeTelegram
) -> None:
    await say(desk, incoming(), answer("First."))
    telegram.messages[0].deleted = True
    await say(desk, edited(), answer("Second."))
    assert telegram.visible(PRIVATE) == ["Second."]


async def test_a_group_answer_replies_to_the_question_in_its_topic(
    desk: Desk, telegram: FakeTelegram
) -> None:
    await say(desk, incoming(GROUP, topic=4), answer("Here."))
    message = telegram.messages[0]
    assert (message.reply_to, message.thread) == (100, "4")
    parameters = json.loads(telegram.calls[0].fields["reply_parameters"])
    assert parameters["allow_sending_without_reply"] is True


async def test_cited_pictures_follow_as_one_album_named_by_their_sources(
    desk: Desk, telegram: FakeTelegram
) -> None:
    citations = (cited(1, "a.pdf", 2, b"one"), cited(2, "b.md", None, b"two"), cited(3, "c.md"))
    ids = await say(desk, incoming(GROUP), answer("See [1][2][3].", *citations))
    assert ids == (101, 102, 103)
    assert telegram.methods() == ["sendMessage", "sendMediaGroup"]
    assert telegram.calls[1].files == 2
    assert telegram.visible(GROUP)[1:] == ["[1] a.pdf, p. 2\n[2] b.md", ""]
    assert desk.outbox.question_of(GROUP, 103) == 100


async def test_a_sentence_told_twice_for_one_update_is_said_once(
    desk: Desk, telegram: FakeTelegram
) -> None:
    for _ in range(2):
        await desk.replies.tell(incoming().origin, Notice(Say.CONTACT), update_id=9)
        desk = desk.restarted()
        assert await desk.replies.resume(incoming())
    assert len(telegram.visible(PRIVATE)) == 1


async def test_an_apology_after_a_delivered_album_answer_leaves_that_answer(
    desk: Desk, telegram: FakeTelegram
) -> None:
    album = replace(incoming(GROUP), update_ids=(9, 10, 11))
    await say(desk, album, answer("Good."))
    await desk.replies.tell(album.origin, Notice(Say.APOLOGY), update_id=9)
    assert telegram.visible(GROUP)[0] == "Good."
    assert len(telegram.visible(GROUP)) == 2


async def test_a_late_part_of_an_album_changes_the_answer_in_place(
    desk: Desk, telegram: FakeTelegram
) -> None:
    await say(desk, replace(incoming(GROUP), update_ids=(9, 10)), answer("Two pictures."))
    grown = replace(incoming(GROUP), update_ids=(9, 10, 11), edited=True)
    assert not await desk.replies.resume(grown)
    await say(desk, grown, answer("Three pictures."))
    assert telegram.visible(GROUP) == ["Three pictures."]


async def test_a_press_is_answered_and_its_buttons_change(
    desk: Desk, telegram: FakeTelegram
) -> None:
    press = Press((5,), "press-id", "token", incoming(GROUP, language="zh").origin)
    telegram.faults.append(on("answerCallbackQuery", refuse("query is too old")))
    await desk.replies.answer_press(press, Notice(Say.THANKS), alert=True)
    await desk.replies.answer_press(press, Notice(Say.THANKS), alert=True)
    assert telegram.calls[1].text == "谢谢，已记录。"
    telegram.faults.append(on("editMessageReplyMarkup", refuse("message is not modified")))
    for _ in range(2):
        await desk.replies.edit_buttons(GROUP, 101, [("Undo", "t")])
    assert "Undo" in telegram.calls[-1].fields["reply_markup"]


def test_old_deliveries_are_forgotten_but_unfinished_ones_are_not(desk: Desk) -> None:
    plans = [Plan(f"{n}/answer", "answer", Address(1, None, n), [Draft("x")]) for n in (1, 2)]
    done, planned = [desk.outbox.plan(plan) for plan in plans]
    desk.outbox.close(done.id, Progress.DONE)
    desk.outbox.sweep()
    assert desk.outbox.find("1/answer") is not None
    Outbox(desk.database, lambda: time.time() + 31 * 86_400).sweep()
    assert desk.outbox.find("1/answer") is None
    assert desk.outbox.find("2/answer") == planned
