"""What an answer may consist of: length, Markdown, addresses, and words when there is no model."""

import json
from pathlib import Path

import pytest

from bot.app import Core
from bot.reply.sentences import ENGLISH
from bot.say import Say
from tests.way.conftest import Stage, raised
from tests.way.endpoint import Endpoint
from tests.way.town import JONAS, Town, texts

MEALS = "What is the meal allowance in Norway?"
SOURCES = "\n\nSources\n[1] travel.md"
LONG = tuple(
    f"Paragraph {number}. " + "A meal costs what it costs, and a receipt is kept. " * 12
    for number in range(20)
)


async def test_an_answer_of_12_000_characters_arrives_whole_and_split_at_paragraphs(
    bot: Stage, model: Endpoint
) -> None:
    private = await bot.reader(JONAS)
    whole = "\n\n".join(paragraph.strip() for paragraph in LONG)
    assert len(whole) > 12_000
    model.says(*(f"{paragraph.strip()}\n\n" for paragraph in LONG), "The end [1].")
    asked = await private.say(MEALS)
    await private.hears("The end [1]." + SOURCES)
    said = await bot.town.settled(private)
    assert "\n\n".join(texts(said)) == f"{whole}\n\nThe end [1].{SOURCES}"
    assert len(said) == 4
    assert all(text.startswith("Paragraph") for text in texts(said)[:-1])
    assert [bool(message["buttons"]) for message in said] == [False, False, False, True]
    assert all(message["id"] > asked for message in said)


async def test_a_question_of_12_000_characters_is_answered(bot: Stage, model: Endpoint) -> None:
    private = await bot.reader(JONAS)
    log = "\n".join(f"2026-11-23 12:{n % 60:02} printer said HB-2209 again" for n in range(290))
    assert len(log) > 12_000
    asked = await private.say(f"{log}\nWhat does HB-2209 mean?")
    answer = await private.hears(lambda message: message["id"] > asked)
    assert "vpn.md" in answer["text"]
    said = await bot.town.settled(private)
    assert [text for text in texts(said) if "Sources" in text] == [answer["text"]]
    assert len(model.asked) == 1, "what the app cut into three messages is one question"
    assert model.prompt.count("printer said") == 290
    assert "What does HB-2209 mean?" in model.prompt


MARKDOWN = (
    "# Heading\n\n| a | b |\n|---|---|\n| one | two |\n\nText.",
    "```python\nprint('<b>&amp;')\n```\n\nInline `co*de` and more.",
    "**bold _nested* wrong** and `open code",
    "```\nnever closed\n| a table",
    "> quoted\n> twice\n\n1. one\n   - deeper\n2. two\n\n---\n\n~~gone~~ ||hidden||",
    "[link]( [1]( ![pic](x) <b>bold</b> <script>x</script> &lt; \\_ \\",
    "[a]: http://evil.example\n\n[a] [b][a] ![c][a]",
    "_" * 300 + "*" * 300 + "`" * 300,
    "😀" * 200 + " **fett** 👩‍👩‍👧‍👦 _kursiv_",
    "Zero\x00byte \u202e override \ud83d alone",
    "$x_1^2$ \\(a*b\\) a_b_c *a*b* **a**b",
)


@pytest.mark.parametrize("markdown", MARKDOWN, ids=range(len(MARKDOWN)))
async def test_no_markdown_makes_an_answer_fail(bot: Stage, model: Endpoint, markdown: str) -> None:
    private = await bot.reader(JONAS)
    model.says(markdown, "\n\n", "38 euros [1].")
    asked = await private.say(MEALS)
    answer = await private.answer_to(asked)
    assert "38 euros" in answer["text"]
    assert "went wrong" not in answer["text"]
    assert len(await bot.town.settled(private)) == 1
    assert [call["status"] for call in await bot.town.calls("sendMessage")] == [200]


async def test_an_address_that_only_the_model_wrote_cannot_be_tapped(
    bot: Stage, model: Endpoint
) -> None:
    private = await bot.reader(JONAS)
    model.says("See [here](https://evil.example/?q=38) or evil.example/x, ", "38 euros [1].")
    asked = await private.say(f"{MEALS} It was on https://intranet.example/meals once.")
    answer = await private.answer_to(asked)
    assert not {"url", "text_link"} & {entity["type"] for entity in answer["entities"]}
    model.says("As https://intranet.example/meals says, 38 euros [1].")
    asked = await private.say(f"{MEALS} Was it on https://intranet.example/meals before?")
    answer = await private.answer_to(asked)
    assert "url" in {entity["type"] for entity in answer["entities"]}
    # A draft has no such option (Bot API, sendMessageDraft).
    for call in await bot.town.calls("sendMessage"):
        options = call["parameters"]["link_preview_options"]
        assert (json.loads(options) if isinstance(options, str) else options) == {
            "is_disabled": True
        }


async def test_when_the_model_is_down_the_documents_are_quoted_and_it_is_said(
    bot: Stage, model: Endpoint
) -> None:
    private = await bot.reader(JONAS)
    model.fail_with = 500
    asked = await private.say(MEALS)
    answer = await private.answer_to(asked)
    assert "38 euros a day in Norway" in answer["text"]
    assert "travel.md" in answer["text"]
    assert "did not answer" in answer["text"]
    assert answer["buttons"]


async def test_without_a_model_the_answer_says_that_it_quotes(plain_bot: Stage) -> None:
    private = await plain_bot.reader(JONAS)
    asked = await private.say(MEALS)
    answer = await private.answer_to(asked)
    assert "38 euros a day in Norway" in answer["text"]
    assert answer["text"].endswith(ENGLISH[Say.NO_MODEL][0])
    assert len(await plain_bot.town.settled(private)) == 1


async def test_a_dead_model_costs_one_time_out_and_not_one_for_each_message(
    town: Town, parts: Core, state: Path, model: Endpoint
) -> None:
    model.hangs = lambda messages: True
    settings = {"openai_base_url": model.url, "model_timeout_seconds": 5.5}
    async with raised(town, parts, state, **settings) as bot:
        private = await bot.reader(JONAS)
        for asked_before in range(3):
            asked = await private.say(MEALS)
            answer = await private.answer_to(asked)
            assert "38 euros" in answer["text"]
            assert "did not answer" in answer["text"]
            tried = len(model.asked)
            assert tried == 1, f"{tried} requests after {asked_before + 1} questions"
