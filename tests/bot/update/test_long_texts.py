"""A text that an app cut into several messages is one question; everything else passes at once."""

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.records import Aside, ChatKind, Command, Incoming, Origin, Person
from bot.update.long_texts import FULL_CHARACTERS, MOST_PIECES, QUIET_SECONDS, LongTexts

if TYPE_CHECKING:
    from conftest import Alarms

MARA, JONAS = Person(7, "Mara"), Person(8, "Jonas")
FULL = "x" * FULL_CHARACTERS


def words(number: int, text: str, person: Person = MARA, topic: int | None = None) -> Incoming:
    origin = Origin(-9, ChatKind.SUPERGROUP, number, person, topic)
    return Incoming((number * 100,), origin, text, message_ids=(number,), addressed=number == 1)


class Desk:
    """Long texts with what was handed on."""

    def __init__(self, alarms: "Alarms") -> None:
        self.out: list[Incoming] = []
        self.texts = LongTexts(self.out.append, alarms)


@pytest.fixture
def desk(alarms: "Alarms") -> Desk:
    return Desk(alarms)


def test_a_short_message_is_handed_on_at_once(desk: Desk) -> None:
    desk.texts.add(words(1, "hello"))
    assert desk.out == [words(1, "hello")]


def test_pieces_are_one_question_as_soon_as_the_last_one_is_there(desk: Desk) -> None:
    desk.texts.add(words(1, FULL))
    desk.texts.add(words(2, FULL))
    assert desk.out == []
    desk.texts.add(words(3, "and the end"))
    (joined,) = desk.out
    assert joined.text == f"{FULL}\n{FULL}\nand the end"
    assert (joined.update_ids, joined.message_ids) == ((100, 200, 300), (1, 2, 3))
    assert (joined.origin.message_id, joined.addressed) == (1, True)


def test_a_command_is_given_all_pieces_and_what_hides_beside_them(desk: Desk) -> None:
    first = replace(words(1, FULL), command=Command("policy", FULL))
    desk.texts.add(first)
    desk.texts.add(replace(words(2, "end"), aside=Aside(("https://preview.example",), mentions=2)))
    (joined,) = desk.out
    assert joined.command == Command("policy", f"{FULL}\nend")
    assert joined.aside == Aside(("https://preview.example",), mentions=2)


def test_a_long_message_that_nothing_follows_waits_a_moment_only(
    desk: Desk, alarms: "Alarms"
) -> None:
    desk.texts.add(words(1, FULL))
    alarms.pass_seconds(QUIET_SECONDS)
    assert desk.out == [words(1, FULL)]
    desk.texts.add(words(2, "next"))
    assert desk.out[1:] == [words(2, "next")]


def test_other_people_and_other_topics_pass_by(desk: Desk) -> None:
    desk.texts.add(words(1, FULL))
    desk.texts.add(words(2, "hi", JONAS))
    desk.texts.add(words(3, "hi", MARA, topic=5))
    assert desk.out == [words(2, "hi", JONAS), words(3, "hi", MARA, topic=5)]


def test_what_cannot_be_a_piece_ends_the_text_and_keeps_its_place(desk: Desk) -> None:
    command = replace(words(2, ""), command=Command("reset"))
    desk.texts.add(words(1, FULL))
    desk.texts.add(command)
    assert desk.out == [words(1, FULL), command]


def test_an_edit_of_a_long_message_is_not_kept_waiting(desk: Desk) -> None:
    edit = replace(words(1, FULL), edited=True)
    desk.texts.add(edit)
    assert desk.out == [edit]


def test_a_flood_of_full_messages_is_cut_off(desk: Desk) -> None:
    for number in range(1, MOST_PIECES + 1):
        desk.texts.add(words(number, FULL))
    assert [len(joined.message_ids) for joined in desk.out] == [MOST_PIECES]


def test_closing_leaves_what_was_not_handed_on_to_the_inbox(desk: Desk, alarms: "Alarms") -> None:
    desk.texts.add(words(1, FULL))
    desk.texts.close()
    alarms.pass_seconds(60)
    assert desk.out == []
