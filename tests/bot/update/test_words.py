"""Being spoken to, commands and addresses: what is read from a text or caption."""

from typing import TYPE_CHECKING

import pytest
from telegram import Update, User

from bot.records import Command, Incoming
from bot.update.incoming import read

if TYPE_CHECKING:
    from conftest import Wire


def incoming(update: Update, me: User) -> Incoming:
    event = read(update, me)
    assert isinstance(event, Incoming), event
    return event


# --- being spoken to


def test_group_talk_is_read_but_not_addressed(wire: "Wire") -> None:
    event = incoming(wire.message("group", text="lunch at noon?"), wire.me)
    assert (event.addressed, event.origin.chat_title) == (False, "Northlight")


@pytest.mark.parametrize(
    ("text", "part", "kept"),
    [
        ("@GroundglassBot what is this?", "@GroundglassBot", "what is this?"),
        ("@groundglassbot, what is this?", "@groundglassbot", "what is this?"),
        ("please @groundglassbot look", "@groundglassbot", "please look"),
        ("hey @groundglassbot, look", "@groundglassbot", "hey, look"),
        ("what is this @GROUNDGLASSBOT", "@GROUNDGLASSBOT", "what is this"),
        ("😀😀 @groundglassbot 这是什么", "@groundglassbot", "😀😀 这是什么"),
        ("@groundglassbot这是什么", "@groundglassbot", "这是什么"),
        ("@groundglassbot", "@groundglassbot", ""),
    ],
)
def test_a_mention_addresses_and_is_stripped(wire: "Wire", text: str, part: str, kept: str) -> None:
    mark = wire.mark("mention", text, part)
    event = incoming(wire.text("group", text, mark), wire.me)
    assert (event.text, event.addressed) == (kept, True)


def test_a_mention_counts_in_a_caption_too(wire: "Wire") -> None:
    caption = "@groundglassbot what is this?"
    update = wire.message(
        "group",
        photo=wire.photo(),
        caption=caption,
        caption_entities=[wire.mark("mention", caption, "@groundglassbot")],
    )
    event = incoming(update, wire.me)
    assert (event.text, event.addressed) == ("what is this?", True)


def test_a_mention_by_name_is_one_by_id(wire: "Wire") -> None:
    text = "Groundglass, help"
    ours = {"id": 99, "is_bot": True, "first_name": "Groundglass"}
    theirs = {"id": 98, "is_bot": True, "first_name": "Groundglass"}
    called = wire.text("group", text, wire.mark("text_mention", text, "Groundglass", user=ours))
    other = wire.text("group", text, wire.mark("text_mention", text, "Groundglass", user=theirs))
    assert incoming(called, wire.me).addressed
    assert incoming(called, wire.me).text == "help"
    assert not incoming(other, wire.me).addressed


@pytest.mark.parametrize("text", ["@groundglassbot2 hi", "@other hi", "mail@groundglassbot"])
def test_other_names_do_not_address(wire: "Wire", text: str) -> None:
    part = text.split()[0]
    kind = "mention" if part.startswith("@") else "email"
    event = incoming(wire.text("group", text, wire.mark(kind, text, part)), wire.me)
    assert (event.addressed, event.text) == (False, text)


def test_the_name_without_an_entity_is_only_text(wire: "Wire") -> None:
    event = incoming(wire.text("group", "in code: @groundglassbot"), wire.me)
    assert (event.addressed, event.text) == (False, "in code: @groundglassbot")


# --- commands


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("/ask what is this?", Command("ask", "what is this?")),
        ("/ASK@groundglassBOT what is this?", Command("ask", "what is this?")),
        ("/ask\nline one\nline two", Command("ask", "line one\nline two")),
        ("/help", Command("help")),
    ],
)
def test_commands_are_ours_with_and_without_our_name(
    wire: "Wire", text: str, command: Command
) -> None:
    mark = wire.mark("bot_command", text, text.split()[0])
    event = incoming(wire.text("group", text, mark), wire.me)
    assert (event.command, event.text, event.addressed) == (command, command.argument, True)


def test_a_command_in_a_caption_works(wire: "Wire") -> None:
    caption = "/learn the plan"
    update = wire.message(
        photo=wire.photo(),
        caption=caption,
        caption_entities=[wire.mark("bot_command", caption, "/learn")],
    )
    assert incoming(update, wire.me).command == Command("learn", "the plan")


def test_our_name_may_stand_before_and_after_a_command(wire: "Wire") -> None:
    text = "@groundglassbot /ask @groundglassbot why? 😀 @mara knows"
    marks = (
        wire.mark("mention", text, "@groundglassbot"),
        wire.mark("bot_command", text, "/ask"),
        {**wire.mark("mention", text, "@groundglassbot"), "offset": 21},
        wire.mark("mention", text, "@mara"),
    )
    event = incoming(wire.text("group", text, *marks), wire.me)
    assert event.command == Command("ask", "why? 😀 @mara knows")


@pytest.mark.parametrize("text", ["/ask@otherbot hi", "/weather berlin", "and /ask in the middle"])
def test_what_is_meant_for_other_bots_is_left_to_them(wire: "Wire", text: str) -> None:
    part = next(word for word in text.split() if word.startswith("/"))
    event = incoming(wire.text("group", text, wire.mark("bot_command", text, part)), wire.me)
    assert (event.addressed, event.command, event.text) == (False, None, text)


def test_in_private_an_unknown_command_is_a_command(wire: "Wire") -> None:
    mark = wire.mark("bot_command", "/weather berlin", "/weather")
    event = incoming(wire.text("private", "/weather berlin", mark), wire.me)
    assert event.command == Command("weather", "berlin")


# --- addresses


def test_every_address_is_found_also_behind_words_and_emoji(wire: "Wire") -> None:
    text = "👩‍👩‍👧 see example.com and https://a.example/x or here, here"
    marks = (
        wire.mark("url", text, "example.com"),
        wire.mark("url", text, "https://a.example/x"),
        wire.mark("text_link", text, "here", url="https://hidden.example/"),
        wire.mark("text_link", text, "here", url="https://hidden.example/"),
    )
    assert incoming(wire.text("private", text, *marks), wire.me).links == (
        "http://example.com",
        "https://a.example/x",
        "https://hidden.example/",
    )


def test_addresses_behind_buttons_are_found(wire: "Wire") -> None:
    keyboard = {"inline_keyboard": [[{"text": "open", "url": "https://win.example"}]]}
    other = {"id": 55, "is_bot": True, "first_name": "Gif", "username": "gif"}
    update = wire.message("group", text="look", reply_markup=keyboard, via_bot=other)
    assert incoming(update, wire.me).links == ("https://win.example",)


def test_half_a_surrogate_pair_is_replaced(wire: "Wire") -> None:
    event = incoming(wire.message(text="a\ud83d b"), wire.me)
    assert event.text.encode("utf-8").decode("utf-8") == event.text
    assert event.text.startswith("a") and event.text.endswith(" b")
