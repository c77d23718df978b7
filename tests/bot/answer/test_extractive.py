"""Answers without a language model."""

from dataclasses import replace

import pytest
from answering import LEAVE, VPN, asked, passage, picture, told

from bot.answer.extractive import Extractive
from bot.ports import Prompt
from bot.records import Usage
from knowledge.records import Hit, Kind, Unit

TABLE = "| Office | Days | Note |\n|---|---|---|\n| Berlin | 30 | by law |\n| Lisbon | 22 | |"
CHINESE = "年假为二十五天，未休完的五天可以转到三月。申请要提前两周。\n病假需要医生证明。"


async def said(prompt: Prompt) -> str:
    words, usage = await told(Extractive(), prompt)
    assert usage == Usage("extractive", "local")
    return words


@pytest.mark.parametrize(
    ("prompt", "words"),
    [
        (
            asked("How many days of paid leave do I have?", passage(1, LEAVE), passage(2, VPN)),
            "Every employee has 25 days of paid leave a year. [1]",
        ),
        (
            asked("What does ERR-4012 mean?", passage(1, LEAVE), passage(2, VPN)),
            "The VPN client shows ERR-4012 when the certificate has expired. [2]",
        ),
        (
            asked("days in Lisbon?", passage(1, TABLE)),
            "Office: Lisbon; Days: 22 [1]",
        ),
        (
            asked("未休完的年假可以转吗？", passage(1, CHINESE)),
            "年假为二十五天，未休完的五天可以转到三月。[1]",
        ),
        (
            asked("病假要什么证明", passage(1, LEAVE), passage(2, CHINESE)),
            "病假需要医生证明。[2]",
        ),
    ],
)
async def test_the_sentence_that_answers_is_quoted(prompt: Prompt, words: str) -> None:
    assert await said(prompt) == words


async def test_sentences_that_answer_together_are_quoted_together() -> None:
    answer = await said(asked("unused days of leave", passage(1, LEAVE), passage(2, VPN)))
    assert answer == (
        "Every employee has 25 days of paid leave a year. Up to five unused days move to March. [1]"
    )


async def test_good_sentences_from_several_places_become_a_list() -> None:
    travel = "Bookings are made in Ledger. A day of travel counts as paid work."
    answer = await said(asked("paid days", passage(1, LEAVE), passage(2, travel)))
    assert answer == (
        "- Every employee has 25 days of paid leave a year. [1]\n"
        "- A day of travel counts as paid work. [2]"
    )


async def test_a_sentence_that_stands_in_two_passages_is_quoted_once_with_both_numbers() -> None:
    prompt = asked("What does ERR-4012 mean?", passage(1, VPN), passage(2, VPN))
    words = await said(prompt)
    assert words == "The VPN client shows ERR-4012 when the certificate has expired. [1][2]"


async def test_what_a_pronoun_points_to_is_quoted_with_it() -> None:
    wifi = "The guest password changes on Monday. It is shown on the kitchen screen. Be kind."
    assert await said(asked("guest password?", passage(1, wifi))) == (
        "The guest password changes on Monday. It is shown on the kitchen screen. [1]"
    )


async def test_a_paragraph_wrapped_at_the_edge_of_its_page_is_quoted_whole() -> None:
    wrapped = (
        "A VPN profile for one of your own devices is valid for\nninety days, then it ends.\nNext."
    )
    chinese = (
        "员工使用无线网络，用笔记本电脑的证书登录，不需要密码。访客的密码每周一早上更换，会贴在茶水间，"
        "\n也就是冰箱上。"
    )
    assert await said(asked("How long is a VPN profile valid?", passage(1, wrapped))) == (
        "A VPN profile for one of your own devices is valid for ninety days, then it ends. [1]"
    )
    assert await said(asked("访客的密码在哪里？", passage(1, chinese))) == (
        "访客的密码每周一早上更换，会贴在茶水间，也就是冰箱上。[1]"
    )


async def test_a_vague_question_is_answered_from_what_the_picture_reads() -> None:
    screenshot = picture("Connection failed\nERR-4012\nCertificate expired")
    answer = await said(
        asked("what is this?", passage(1, LEAVE), passage(2, VPN), pictures=[screenshot])
    )
    assert answer == (
        "In the picture I read: Connection failed / ERR-4012 / Certificate expired\n\n"
        "The documents say:\n\n"
        "The VPN client shows ERR-4012 when the certificate has expired. [2]"
    )


async def test_chinese_is_answered_in_chinese_and_a_bare_picture_in_the_language_of_telegram() -> (
    None
):
    screenshot = picture("ERR-4012")
    for prompt in (
        asked("这是什么？", passage(1, VPN), pictures=[screenshot]),
        asked("", passage(1, VPN), pictures=[screenshot], language="zh-hans"),
    ):
        assert (await said(prompt)).startswith("图片上的文字：ERR-4012\n\n文档里这样写：\n\n")


async def test_a_picture_from_the_documents_is_pointed_at_not_read_aloud() -> None:
    plan = passage(
        1,
        "Network plan\nfirewall, switch\ngw-01 10.0.0.1\n\nThe gateway is gw-01. Guests stay outside.",
        kind="picture",
        caption="Network plan",
        alt="firewall, switch",
        ocr="gw-01 10.0.0.1",
    )
    pointer = "See the picture: Network plan [1]"
    assert await said(asked("10.0.0.1", plan)) == pointer
    assert await said(asked("gw-01?", plan)) == f"- The gateway is gw-01. [1]\n- {pointer}"
    assert await said(asked("guests", plan)) == "Guests stay outside. [1]"


async def test_a_picture_that_is_sent_with_its_caption_is_cited_and_not_named_again() -> None:
    more = {"kind": "picture", "caption": "Dialog ERR-4012", "ocr": "ERR-4012"}
    shown = passage(2, "Dialog ERR-4012\nERR-4012", **more)
    card = replace(shown, hit=replace(shown.hit, image="0" * 64))
    question = "What does ERR-4012 mean?"
    assert await said(asked(question, passage(1, VPN), card)) == (
        "The VPN client shows ERR-4012 when the certificate has expired. [1][2]"
    )
    assert "See the picture: Dialog ERR-4012 [2]" in await said(
        asked(question, passage(1, VPN), shown)
    )
    assert await said(asked(question, replace(card, number=1))) == (
        "See the picture: Dialog ERR-4012 [1]"
    )


NEAREST = Hit(1, Unit("u", "travel.pdf", Kind.TEXT, "x", page=3), "s", "t", 0.1, ())


@pytest.mark.parametrize(
    ("prompt", "words"),
    [
        (asked("capital of Mongolia?"), "I don't know from these documents."),
        (
            asked("capital of Mongolia?", nearest=NEAREST),
            "I don't know from these documents. The nearest I found is travel.pdf, p. 3.",
        ),
        (
            asked("capital of Mongolia?", passage(1, LEAVE, heading="HR > Leave"), answerable=0.1),
            "I don't know from these documents. The nearest I found is handbook.md (Leave).",
        ),
        (
            asked("蒙古的首都？", nearest=NEAREST),
            "这些文档里没有答案。最接近的是 travel.pdf, p. 3。",
        ),
        (
            asked("what is this?", pictures=[picture()]),
            "I can read no text in the picture.\n\nI don't know from these documents.",
        ),
    ],
)
async def test_what_is_not_found_is_said_with_the_nearest_miss(prompt: Prompt, words: str) -> None:
    assert await said(prompt) == words


async def test_foreign_marks_and_markup_are_quoted_as_they_read() -> None:
    hostile = "Leave is *25* days [7], see [here](http://evil.example) and `x`."
    answer = await said(asked("leave days", passage(1, hostile)))
    assert answer == (r"Leave is \*25\* days , see \[here\](http://evil.example) and \`x\`. [1]")


async def test_a_passage_found_by_meaning_alone_is_quoted_from_its_start() -> None:
    assert await said(asked("holidays", passage(1, LEAVE))) == (
        "Every employee has 25 days of paid leave a year. [1]"
    )


async def test_a_quoted_message_helps_a_vague_question() -> None:
    prompt = asked("why?", passage(1, LEAVE), passage(2, VPN), quoted="I get ERR-4012 again")
    assert (await said(prompt)).startswith("The VPN client shows ERR-4012")


async def test_a_code_on_a_screen_of_other_words_is_enough_to_answer() -> None:
    screen = picture("Session closed by host\nERR-4012 at 08:52\nRetry")
    passages = (passage(1, LEAVE), passage(2, VPN))
    unsure = asked("what do I do?", *passages, pictures=[screen], answerable=0.1)
    assert "ERR-4012 when the certificate has expired. [2]" in await said(unsure)
    other = asked("what do I do?", *passages, pictures=[picture("ERR-9999")], answerable=0.1)
    assert "I don't know" in await said(other)
