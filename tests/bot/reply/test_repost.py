"""A removed live photo comes back with the seconds around it."""

from dataclasses import replace

import pytest
from fake_telegram import FakeTelegram, Response, on, refuse
from reply_desk import GROUP, Desk, incoming
from telegram.error import NetworkError

from bot.moderate import keepsake
from bot.records import Attachment, AttachmentKind, Said
from bot.say import Notice, Say

STILL = Attachment(AttachmentKind.LIVE_PHOTO, 10, "still", media_type="image/jpeg")
FILM = Attachment(AttachmentKind.LIVE_PHOTO, 10, "film", media_type="video/mp4")
BACK = Notice(Say.BROUGHT_BACK, {"name": "Ann"})


def kept(text: str = "", still: bytes = b"", film: bytes = b"") -> Said:
    """Return a live photo as it is read from what was kept of it."""
    said = Said.of(10, (STILL, FILM), text)
    packed = keepsake.packed(replace(said, content=still, film_content=film))
    return keepsake.unpacked(packed)


def test_each_part_that_hangs_on_a_message_of_its_own_is_kept_under_its_number() -> None:
    hung = tuple(Attachment(AttachmentKind.PHOTO, number, f"file {number}") for number in (10, 11))
    album = replace(incoming(GROUP), text="Look", attachments=hung)
    assert [(part.message_id, part.text) for part in keepsake.parts(album)] == [
        *((10, "Look"), (11, "")),
    ]


async def test_a_live_photo_comes_back_alive(desk: Desk, telegram: FakeTelegram) -> None:
    assert await desk.replies.repost(incoming(GROUP).origin, BACK, [kept("On the ferry")])
    (sent,) = telegram.named("sendLivePhoto")
    assert (sent.fields["live_photo"], sent.fields["photo"]) == ("film", "still")
    assert sent.text == "On the ferry"
    assert telegram.named("sendPhoto") == []


async def test_where_telegram_forgot_its_files_the_kept_bytes_come_back(
    desk: Desk, telegram: FakeTelegram
) -> None:
    # A film may have been too large to be kept: then the still comes back alone.
    for still, film, back in ((b"still", b"film", True), (b"still", b"", True), (b"", b"", False)):
        telegram.faults.append(on("sendLivePhoto", refuse("wrong file identifier")))
        parts = [kept(still=still, film=film)]
        assert await desk.replies.repost(incoming(GROUP).origin, BACK, parts) is back
    assert [sent.files for sent in telegram.named("sendLivePhoto")] == [0, 2, 0, 0]
    assert [sent.files for sent in telegram.named("sendPhoto")] == [1]


@pytest.mark.parametrize(
    "trouble", [refuse("bot was kicked", 403), NetworkError("the connection broke")]
)
async def test_a_chat_that_cannot_be_reached_is_told_and_breaks_nothing_else(
    desk: Desk, telegram: FakeTelegram, trouble: Response | NetworkError
) -> None:
    telegram.faults.append(on("sendMessage", trouble))
    assert not await desk.replies.repost(incoming(GROUP).origin, BACK, [Said(10, "Hello")])
    assert await desk.replies.repost(incoming(GROUP).origin, BACK, [Said(10, "Hello")])


async def test_in_an_album_a_live_photo_stays_one(desk: Desk, telegram: FakeTelegram) -> None:
    plain = Said(11, attachment=Attachment(AttachmentKind.PHOTO, 11, "other"))
    assert await desk.replies.repost(incoming(GROUP).origin, BACK, [kept("Two"), plain])
    (sent,) = telegram.named("sendMediaGroup")
    live, other = sent.json("media")
    assert (live["type"], live["media"], live["photo"]) == ("live_photo", "film", "still")
    assert (other["type"], other["media"]) == ("photo", "other")
