"""Messages with pictures, from Telegram's wire to an opened question."""

from file_server import FileServer
from sending import ORIGIN, drawn, incoming, photo

from bot.media.open import Opener
from bot.records import Incoming, Replied
from bot.say import Notice, Say
from bot.store.seen import Seen


async def test_an_album_is_opened_whole_and_in_order(wire: FileServer, opener: Opener) -> None:
    wire.files = {"a": drawn("red"), "b": drawn("green"), "c": drawn("blue", "JPEG")}

    question = await opener.open(incoming(photo("a", 10), photo("b", 11), photo("c", 12)))

    assert [picture.message_id for picture in question.pictures] == [10, 11, 12]
    assert [picture.unique_id for picture in question.pictures] == ["ua", "ub", "uc"]
    assert {picture.sight.width for picture in question.pictures} == {64}
    assert (question.text, question.notices) == ("what is this?", ())


async def test_one_bad_part_of_an_album_does_not_spoil_the_rest(
    wire: FileServer, opener: Opener
) -> None:
    wire.files = {"a": drawn("red"), "b": drawn("green")[:40]}

    question = await opener.open(incoming(photo("a"), photo("b")))

    assert [picture.unique_id for picture in question.pictures] == ["ua"]
    assert question.notices == (Notice(Say.BROKEN_FILE, {"name": "photo-2.jpg"}),)


async def test_a_reply_to_one_photo_brings_the_whole_album(
    wire: FileServer, opener: Opener, seen: Seen
) -> None:
    wire.files = {"a": drawn("red"), "b": drawn("green"), "own": drawn("blue")}
    seen.remember(Incoming((1,), ORIGIN, attachments=(photo("a", 2), photo("b", 3)), album_id="x"))
    replied = Replied(3, "our racks", (photo("b", 3),), album_id="x")

    question = await opener.open(incoming(photo("own"), replied=replied))

    assert [(p.unique_id, p.from_reply) for p in question.pictures] == [
        ("uown", False),
        ("ua", True),
        ("ub", True),
    ]
    assert question.quoted == "our racks"


async def test_the_marked_part_of_a_replied_message_is_what_is_quoted(opener: Opener) -> None:
    replied = Replied(3, "a long message about much", quote="about much")
    assert (await opener.open(incoming(replied=replied))).quoted == "about much"


async def test_a_second_reply_to_a_picture_does_not_download_it_again(
    wire: FileServer, opener: Opener
) -> None:
    wire.files = {"a": drawn("red")}
    replied = Replied(3, "", (photo("a", 3),))
    first = await opener.open(incoming(replied=replied))
    second = await opener.open(incoming(replied=replied))

    assert first.pictures == second.pictures
    assert wire.calls == ["getFile a", "download a"]


async def test_no_more_than_ten_pictures_and_the_own_ones_first(
    wire: FileServer, opener: Opener
) -> None:
    wire.files = {str(n): drawn("red") for n in range(20)}
    replied = Replied(3, "", tuple(photo(str(n)) for n in range(10, 20)))

    question = await opener.open(incoming(*(photo(str(n)) for n in range(6)), replied=replied))

    assert [picture.from_reply for picture in question.pictures] == [False] * 6 + [True] * 4
