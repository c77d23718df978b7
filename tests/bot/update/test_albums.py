"""Parts of an album arrive one by one, late, in any order, edited: they are one message."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.records import Attachment, AttachmentKind, ChatKind, Incoming, Origin, Person, Replied
from bot.update.albums import Albums

if TYPE_CHECKING:
    from conftest import Alarms

MARA, JONAS = Person(7, "Mara"), Person(8, "Jonas")


def photo(message_id: int) -> Attachment:
    return Attachment(AttachmentKind.PHOTO, message_id, f"file-{message_id}")


def part(message_id: int, text: str = "", person: Person = MARA, chat_id: int = -9) -> Incoming:
    return Incoming(
        (message_id * 100,),
        Origin(chat_id, ChatKind.GROUP, message_id, person),
        text,
        attachments=(photo(message_id),),
        message_ids=(message_id,),
        album_id="al",
        addressed=bool(text),
    )


def words(message_id: int, text: str, person: Person = MARA) -> Incoming:
    origin = Origin(-9, ChatKind.GROUP, message_id, person)
    return Incoming((message_id * 100,), origin, text, message_ids=(message_id,))


Known = Callable[[int, str], tuple[Attachment, ...]]


class Desk:
    """Albums with what they handed on."""

    def __init__(self, alarms: "Alarms", known: Known = lambda _chat, _album: ()) -> None:
        self.out: list[Incoming] = []
        self.albums = Albums(self.out.append, known, alarms)


@pytest.fixture
def desk(alarms: "Alarms") -> Desk:
    return Desk(alarms)


def test_a_single_message_is_handed_on_at_once(desk: Desk) -> None:
    desk.albums.add(words(1, "hello"))
    assert desk.out == [words(1, "hello")]


def test_parts_become_one_message_in_the_order_of_sending(desk: Desk, alarms: "Alarms") -> None:
    desk.albums.add(part(12))
    desk.albums.add(part(10))
    alarms.pass_seconds(1.2)
    desk.albums.add(part(11, "what are these?"))
    alarms.pass_seconds(1.4)
    assert desk.out == []
    alarms.pass_seconds(0.2)
    assert desk.out == [
        replace(
            part(10),
            update_ids=(1200, 1000, 1100),
            text="what are these?",
            attachments=(photo(10), photo(11), photo(12)),
            message_ids=(10, 11, 12),
            addressed=True,
        )
    ]


def test_captions_of_all_parts_are_kept(desk: Desk, alarms: "Alarms") -> None:
    for message_id, text in ((10, "left: before"), (11, ""), (12, "right: after")):
        desk.albums.add(part(message_id, text))
    alarms.pass_seconds(2)
    assert [i.text for i in desk.out] == ["left: before\nright: after"]


def test_an_endless_trickle_is_handed_on_after_ten_seconds(desk: Desk, alarms: "Alarms") -> None:
    for message_id in range(10, 18):
        desk.albums.add(part(message_id))
        alarms.pass_seconds(1.4)
    assert [len(i.attachments) for i in desk.out] == [8]
    assert alarms.time() == pytest.approx(8 * 1.4)


def test_a_part_after_the_answer_edits_the_answer(desk: Desk, alarms: "Alarms") -> None:
    desk.albums.add(part(11, "what are these?"))
    desk.albums.add(part(12))
    alarms.pass_seconds(30)
    # The smaller number came late: the question stays where it was answered.
    desk.albums.add(part(10))
    alarms.pass_seconds(2)
    first, second = desk.out
    assert not first.edited
    assert second == replace(
        first,
        update_ids=(1000,),
        attachments=(photo(10), photo(11), photo(12)),
        message_ids=(10, 11, 12),
        edited=True,
    )


def test_a_very_late_part_stands_alone(desk: Desk, alarms: "Alarms") -> None:
    desk.albums.add(part(10))
    alarms.pass_seconds(70)
    desk.albums.add(part(11))
    alarms.pass_seconds(2)
    assert [(i.message_ids, i.edited) for i in desk.out] == [((10,), False), ((11,), False)]


def test_an_edited_caption_asks_the_whole_album_again(desk: Desk, alarms: "Alarms") -> None:
    desk.albums.add(part(10, "what is this?"))
    desk.albums.add(part(11))
    alarms.pass_seconds(5)
    desk.albums.add(replace(part(10, "what are these?"), edited=True, update_ids=(7,)))
    alarms.pass_seconds(2)
    second = desk.out[1]
    assert (second.text, second.edited, second.message_ids, second.update_ids) == (
        "what are these?",
        True,
        (10, 11),
        (7,),
    )


def test_an_edit_before_the_answer_is_no_edit(desk: Desk, alarms: "Alarms") -> None:
    desk.albums.add(part(10, "wat"))
    desk.albums.add(replace(part(10, "what?"), edited=True))
    alarms.pass_seconds(2)
    assert [(i.text, i.edited) for i in desk.out] == [("what?", False)]


def test_an_old_album_gets_its_parts_back_when_its_caption_is_edited(alarms: "Alarms") -> None:
    stored = {(-9, "al"): (photo(10), photo(11), photo(12))}
    desk = Desk(alarms, lambda chat, album: stored.get((chat, album), ()))
    desk.albums.add(replace(part(11, "and this?"), edited=True))
    (found,) = desk.out
    assert found.origin.message_id == 10
    assert found.message_ids == (10, 11, 12)
    assert found.attachments == (photo(10), photo(11), photo(12))


def test_what_the_sender_writes_next_waits_for_the_pictures(desk: Desk, alarms: "Alarms") -> None:
    desk.albums.add(part(10))
    desk.albums.add(words(11, "what is this?"))
    desk.albums.add(words(12, "lunch?", JONAS))
    assert [i.text for i in desk.out] == ["lunch?"]
    alarms.pass_seconds(2)
    assert [i.message_ids for i in desk.out] == [(12,), (10,), (11,)]
    desk.albums.add(words(13, "thanks"))
    assert desk.out[-1].text == "thanks"


def test_anybodys_reply_to_an_album_waits_for_its_pictures(desk: Desk, alarms: "Alarms") -> None:
    desk.albums.add(part(10))
    reply = replace(words(11, "nice", JONAS), replied=Replied(10, "", (photo(10),), album_id="al"))
    desk.albums.add(reply)
    assert desk.out == []
    alarms.pass_seconds(2)
    assert [i.message_ids for i in desk.out] == [(10,), (11,)]


def test_the_same_album_id_in_two_chats_is_two_albums(desk: Desk, alarms: "Alarms") -> None:
    desk.albums.add(part(10))
    desk.albums.add(part(10, chat_id=-8))
    alarms.pass_seconds(2)
    assert sorted(i.origin.chat_id for i in desk.out) == [-9, -8]


def test_after_closing_nothing_is_handed_on(desk: Desk, alarms: "Alarms") -> None:
    desk.albums.add(part(10))
    desk.albums.close()
    alarms.pass_seconds(60)
    assert desk.out == []
