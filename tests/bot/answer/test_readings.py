"""Questions about what can be read in the asker's own picture, without a language model."""

from dataclasses import replace

import pytest
from answering import LEAVE, VPN, asked, passage, picture, told

from bot.answer.extractive import Extractive
from bot.answer.router import Answers
from bot.answer.tasks import Tasks
from bot.ports import Prompt, Task
from bot.records import Answer, Clip, Picture
from bot.say import Notice, Say
from bot.workers import Workers
from knowledge.records import Box, TextLine

RECEIPT = (
    ("CAFE BRYGGEN",),
    ("12.03.2026", "12:41"),
    ("1 x Soup", "145.00"),
    ("Total NOK", "312.00"),
)
PRINTERS = (
    ("Printer", "Room", "Toner left"),
    ("Fjord", "2.01", "12 %"),
    ("Geysir", "1.14", "80 %"),
)
DIALOG = (("Backup assistant",), ("Error BK-7731",), ("The backup target is full (98 % used).",))
CHART = (
    ("Tickets per month",),
    ("", "61", ""),
    ("60", "", ""),
    ("58", "", ""),
    ("", "", "29"),
    ("Mar", "Apr", "May"),
)
PLACES = {"60": 0.02, "58": 0.17, "61": 0.47, "29": 0.77}


def drawn(rows: tuple[tuple[str, ...], ...]) -> Picture:
    """Set each cell in its place, a row below the other."""
    lines = []
    for down, row in enumerate(rows):
        for across, cell in enumerate(row):
            left = PLACES.get(cell, 0.15 + 0.3 * across)
            if cell:
                box = Box(left, down / 10, left + 0.08, down / 10 + 0.06)
                lines.append(TextLine(cell, box))
    blank = picture()
    return replace(blank, sight=replace(blank.sight, lines=tuple(lines)))


async def said(prompt: Prompt) -> str:
    return (await told(Extractive(), prompt))[0]


@pytest.mark.parametrize(
    ("question", "rows", "words"),
    [
        ("How much was the soup?", RECEIPT, "1 x Soup 145.00"),
        ("What is the total?", RECEIPT, "Total NOK 312.00"),
        (
            "How much toner does Geysir have left?",
            PRINTERS,
            "Printer: Geysir; Room: 1.14; Toner left: 80 %",
        ),
        ("How full is the target?", DIALOG, "The backup target is full (98 % used)."),
        ("What is the value in March?", CHART, "Mar: 58"),
        ("and in May?", CHART, "May: 29"),
        ("Сколько в May?", CHART, "May: 29"),
    ],
)
async def test_what_stands_in_the_picture_answers_a_question_about_it(
    question: str, rows: tuple[tuple[str, ...], ...], words: str
) -> None:
    prompt = asked(question, passage(1, LEAVE), pictures=[drawn(rows)], answerable=0.2)
    assert await said(prompt) == f"In the picture I read: {words}"


async def test_what_the_documents_surely_say_is_quoted_beside_what_the_picture_says() -> None:
    shot = picture("ERR-4012 certificate expired yesterday")
    answer = await said(
        asked("When does the certificate expire?", passage(1, VPN), pictures=[shot])
    )
    assert answer.startswith("In the picture I read: ERR-4012 certificate expired yesterday\n\n")
    assert "shows ERR-4012 when the certificate has expired. [1]" in answer


async def test_an_error_that_no_document_knows_is_not_explained_by_others() -> None:
    prompt = asked(
        "What does this error mean?", passage(1, VPN), pictures=[drawn(DIALOG)], answerable=0.6
    )
    assert (await said(prompt)).endswith(
        "I don't know from these documents. Nothing that I found mentions BK-7731."
        " The nearest I found is handbook.md."
    )


async def test_documents_that_describe_an_unknown_error_in_its_words_are_quoted() -> None:
    backups = passage(1, "When the backup assistant says that its target is full, delete old ones.")
    prompt = asked("What do I do?", backups, pictures=[drawn(DIALOG)])
    assert "its target is full, delete old ones. [1]" in await said(prompt)


async def test_the_name_of_a_problem_goes_on_to_what_is_to_be_done() -> None:
    text = "ERR-4012, profile expired. Open the portal and renew it. Drink tea."
    shown = asked("what now?", passage(1, text), pictures=[picture("ERR-4012")])
    for prompt in (shown, asked("What does ERR-4012 mean?", passage(1, text))):
        assert (await said(prompt)).endswith(
            "ERR-4012, profile expired. Open the portal and renew it. [1]"
        )


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "I can read no text in the picture.\n\nIn the documents I find nothing about it."),
        ("zh-hans", "图片上没有可以识别的文字。\n\n文档里没有找到与它有关的内容。"),
    ],
)
async def test_a_picture_without_a_question_gets_no_i_do_not_know(
    language: str, words: str
) -> None:
    assert await said(asked("", pictures=[picture()], language=language)) == words


async def test_an_answer_from_the_picture_alone_is_no_refusal_and_tells_how_it_came_to_be() -> None:
    prompt = asked("What is the total?", pictures=[drawn(RECEIPT)])
    answer = [one async for one in Answers((), Extractive()).stream(prompt)][-1]
    assert isinstance(answer, Answer)
    assert not answer.refused
    workers = Workers()
    tasks = Tasks(lambda sight: "screenshot", lambda text, others: 0.0, workers.run)
    assert prompt.task is Task.ANSWER
    assert tasks.checked(prompt, answer).footer == Notice(Say.NO_MODEL_FOR_TASK)
    workers.close()


async def test_a_lone_mark_is_no_text() -> None:
    prompt = replace(asked("read this", pictures=[drawn(((".",),))]), task=Task.READ)
    assert await said(prompt) == "I can read no text in it."


async def test_a_clip_of_an_unknown_error_is_not_explained_by_another_of_its_moments() -> None:
    opening = replace(picture("Opening the portal"), clip=1, seconds=0.0)
    failing = replace(picture("Error BK-7731"), clip=1, seconds=4.0)
    portal = passage(1, "Open the portal and renew the profile after ERR-4012.")
    clip = Clip(1, "film.mp4", 12.0)
    prompt = asked(
        "When does the error appear?", portal, pictures=[opening, failing], answerable=0.6
    )
    prompt = replace(
        prompt,
        question=replace(prompt.question, clips=(clip,)),
        evidence=replace(prompt.evidence, still=opening),
    )
    answer = await said(prompt)
    assert "0:04: Error BK-7731" in answer
    assert "ERR-4012" not in answer
    assert "Nothing that I found mentions BK-7731." in answer


async def test_a_number_that_stands_in_the_picture_is_read_where_others_have_to_be_counted() -> (
    None
):
    prompt = asked("How many were there in May?", pictures=[drawn(CHART)])
    assert await said(replace(prompt, task=Task.COUNT)) == "In the picture I read: May: 29"
    cats = asked("How many tickets?", pictures=[drawn(CHART)])
    assert "a language model is needed" in await said(replace(cats, task=Task.COUNT))
