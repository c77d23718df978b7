"""What hangs on a message: every kind becomes an attachment, none an empty turn."""

from typing import TYPE_CHECKING

import pytest
from telegram import Update, User

from bot.media.kinds import is_clip, is_picture
from bot.records import Attachment, AttachmentKind, Incoming, Rendition
from bot.update.incoming import read

if TYPE_CHECKING:
    from conftest import Wire


def incoming(update: Update, me: User) -> Incoming:
    event = read(update, me)
    assert isinstance(event, Incoming), event
    return event


def test_the_largest_size_of_a_photo_is_taken(wire: "Wire") -> None:
    event = incoming(wire.message(photo=wire.photo("cat"), caption="whose?"), wire.me)
    assert event.text == "whose?"
    assert event.attachments == (
        Attachment(
            AttachmentKind.PHOTO, 10, "cat-1280", "u-cat-1280", 12_800, media_type="image/jpeg"
        ),
    )


FILE = {"file_id": "f", "file_unique_id": "u", "file_size": 5}
MOVING = {**FILE, "width": 10, "height": 10, "duration": 3}
STICKER = {**FILE, "type": "regular", "width": 512, "height": 512, "emoji": "😀"}
POLL = {
    "id": "1",
    "question": "Pizza?",
    "options": [],
    "total_voter_count": 0,
    "is_closed": False,
    "is_anonymous": True,
    "type": "regular",
    "allows_multiple_answers": False,
    "allows_revoting": False,
    "members_only": False,
}
SPOT = {"longitude": 1.0, "latitude": 2.0}

KINDS = [
    ({"document": {**FILE, "file_name": "a.png", "mime_type": "image/png"}},
     "document", "image/png", "a.png"),
    ({"video": {**MOVING, "file_name": "v.mp4", "mime_type": "video/mp4"}},
     "video", "video/mp4", "v.mp4"),
    ({"animation": {**MOVING, "mime_type": "video/mp4"}, "document": FILE},
     "animation", "video/mp4", ""),
    ({"video_note": {**FILE, "length": 240, "duration": 3}}, "video_note", "video/mp4", ""),
    ({"voice": {**FILE, "duration": 3, "mime_type": "audio/ogg"}}, "voice", "audio/ogg", ""),
    ({"audio": {**FILE, "duration": 3, "file_name": "s.mp3"}}, "audio", "", "s.mp3"),
    ({"sticker": {**STICKER, "is_animated": False, "is_video": False}},
     "sticker", "image/webp", "😀"),
    ({"sticker": {**STICKER, "is_animated": True, "is_video": False}},
     "sticker", "application/x-tgsticker", "😀"),
    ({"sticker": {**STICKER, "is_animated": False, "is_video": True}},
     "sticker", "video/webm", "😀"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "kind", "media_type", "name"), KINDS)
def test_every_kind_with_bytes(
    wire: "Wire", content: dict[str, object], kind: str, media_type: str, name: str
) -> None:
    event = incoming(wire.message(**content), wire.me)
    seconds = 3 if kind in ("video", "animation", "video_note", "voice", "audio") else 0
    assert event.attachments == (
        Attachment(AttachmentKind(kind), 10, "f", "u", 5, media_type, name, seconds),
    )


def test_a_video_brings_its_smaller_copies_and_its_still(wire: "Wire") -> None:
    copies = [
        {"file_id": name, "file_unique_id": f"u{name}", "width": side, "height": side}
        | {"codec": "h264", "file_size": 10 * side}
        for name, side in (("low", 100), ("high", 300))
    ]
    small = {"file_id": "t", "file_unique_id": "ut", "width": 9, "height": 9, "file_size": 7}
    sent = {**MOVING, "mime_type": "video/mp4", "qualities": copies, "thumbnail": small}
    (found,) = incoming(wire.message(video=sent), wire.me).attachments
    assert found.renditions == (Rendition("high", "uhigh", 3000), Rendition("low", "ulow", 1000))
    assert found.thumbnail == Rendition("t", "ut", 7)


@pytest.mark.parametrize(
    ("content", "kind", "name"),
    [
        ({"location": SPOT}, "location", ""),
        ({"location": SPOT, "venue": {"location": SPOT, "title": "Café", "address": "x"}},
         "location", "Café"),
        ({"poll": POLL}, "poll", "Pizza?"),
        ({"contact": {"phone_number": "1", "first_name": "Jo", "last_name": "Na"}},
         "contact", "Jo Na"),
        ({"dice": {"emoji": "🎲", "value": 3}}, "other", "dice"),
        ({"hologram": {"file_id": "x"}}, "other", "hologram"),
    ],
)  # fmt: skip
def test_every_kind_without_bytes(
    wire: "Wire", content: dict[str, object], kind: str, name: str
) -> None:
    event = incoming(wire.message(**content), wire.me)
    assert event.attachments == (Attachment(AttachmentKind(kind), 10, name=name),)


@pytest.mark.parametrize("stills", ["inside", "beside", "none"])
def test_a_live_photo_brings_its_still_and_the_seconds_around_it(wire: "Wire", stills: str) -> None:
    live: dict[str, object] = {**MOVING, "mime_type": "video/mp4"}
    content: dict[str, object] = {"live_photo": live}
    if stills == "inside":
        live["photo"] = wire.photo("still")
    elif stills == "beside":
        content["photo"] = wire.photo("still")
    event = incoming(wire.message(**content), wire.me)
    *still, moving = event.attachments

    (said,) = event.said
    assert (said.attachment, said.film) == ((still[0], moving) if still else (moving, None))
    assert (moving.kind, moving.file_id, moving.media_type) == (
        AttachmentKind.LIVE_PHOTO,
        "f",
        "video/mp4",
    )
    assert is_clip(moving)
    assert [(one.kind, one.file_id) for one in still] == (
        [] if stills == "none" else [(AttachmentKind.LIVE_PHOTO, "still-1280")]
    )
    assert all(map(is_picture, still))
