"""What cannot be fetched or looked at, and the one sentence that its sender gets."""

import logging

import pytest
from file_server import FileServer
from sending import TOKEN, document, drawn, incoming, photo

from bot.media.open import Opener
from bot.records import Attachment, AttachmentKind, Replied
from bot.say import Notice, Say


@pytest.mark.parametrize(
    ("sent", "notice"),
    [
        (
            document("f", "report.pdf", "application/pdf"),
            Notice(Say.NOT_LEARNED, {"name": "report.pdf"}),
        ),
        (document("f", "Budget.XLSX"), Notice(Say.NOT_LEARNED, {"name": "Budget.XLSX"})),
        (document("f", "setup.exe"), Notice(Say.OTHER_KIND, {"name": "setup.exe"})),
        (document("f", "clip.mp4", "video/mp4"), Notice(Say.BROKEN_FILE, {"name": "clip.mp4"})),
        (document("f", "page.jpg"), Notice(Say.NOT_A_PICTURE, {"name": "page.jpg"})),
        (document("f", "..\\..\\x\u202egpj.png"), Notice(Say.NOT_A_PICTURE, {"name": "xgpj.png"})),
        (
            Attachment(AttachmentKind.VIDEO, 10, "f", "uf", 40 * 1024 * 1024),
            Notice(Say.TOO_BIG, {"name": "video", "size_mb": 40}),
        ),
        (
            photo("f", size_bytes=20 * 1024 * 1024 + 1),
            Notice(Say.TOO_BIG, {"name": "photo", "size_mb": 21}),
        ),
    ],
)
async def test_what_cannot_be_looked_at_gets_one_sentence(
    wire: FileServer, opener: Opener, sent: Attachment, notice: Notice
) -> None:
    wire.files = {"f": b"<html><body>not a picture</body></html>"}
    question = await opener.open(incoming(sent))
    assert (question.pictures, question.notices) == ((), (notice,))


async def test_a_file_known_to_be_too_big_costs_no_call(wire: FileServer, opener: Opener) -> None:
    await opener.open(incoming(photo("f", size_bytes=40 * 1024 * 1024)))
    assert wire.calls == []


@pytest.mark.parametrize(
    ("content", "say"),
    [(b"bomb", Say.PICTURE_TOO_LARGE), (b"endless", Say.TOOK_TOO_LONG), (b"", Say.BROKEN_FILE)],
)
async def test_a_hostile_file_is_named_and_refused(
    wire: FileServer, opener: Opener, content: bytes, say: Say
) -> None:
    wire.files = {"f": content}
    question = await opener.open(incoming(document("f", "x.png")))
    assert question.notices == (Notice(say, {"name": "x.png"}),)


@pytest.mark.parametrize(
    ("answer", "notice"),
    [
        ((400, "Bad Request: file is too big"), Notice(Say.TOO_BIG, {"name": "photo"})),
        ((400, "Bad Request: wrong file_id"), Notice(Say.FILE_GONE, {"name": "photo"})),
        ((404, ""), Notice(Say.FILE_GONE, {"name": "photo"})),
        (
            (30 * 1024 * 1024, ""),
            Notice(Say.TOO_BIG, {"name": "photo", "size_mb": 30}),
        ),
    ],
)
async def test_what_telegram_refuses_becomes_a_sentence(
    wire: FileServer, opener: Opener, answer: tuple[int, str], notice: Notice
) -> None:
    wire.files = {"f": answer}
    assert (await opener.open(incoming(photo("f")))).notices == (notice,)


async def test_a_broken_connection_is_tried_again_and_tells_no_token(
    wire: FileServer, opener: Opener, caplog: pytest.LogCaptureFixture
) -> None:
    wire.files = {"f": drawn("red"), "g": drawn("blue")}
    wire.broken = ["f", "f", "g", "g", "g"]
    with caplog.at_level(logging.DEBUG, logger="bot"):
        found = await opener.open(incoming(photo("f")))
        lost = await opener.open(incoming(photo("g")))

    assert [picture.unique_id for picture in found.pictures] == ["uf"]
    assert lost.notices == (Notice(Say.FILE_GONE, {"name": "photo"}),)
    assert len(caplog.records) == 5
    assert TOKEN not in caplog.text


@pytest.mark.parametrize("kind", list(AttachmentKind))
async def test_every_kind_of_attachment_is_looked_at_or_answered(
    wire: FileServer, opener: Opener, kind: AttachmentKind
) -> None:
    wire.files = {"f": drawn("red")}
    question = await opener.open(incoming(Attachment(kind, 10, "f", "uf", 1000)))
    assert len(question.pictures) + len(question.notices) == 1


async def test_a_reply_to_our_own_sticker_is_passed_over_in_silence(
    wire: FileServer, opener: Opener
) -> None:
    wire.files = {"s": drawn("red", "WEBP")}
    sticker = Attachment(AttachmentKind.STICKER, 3, "s", "us", media_type="image/webp")
    ours = Replied(3, "an answer", (sticker,), by_this_bot=True)
    theirs = Replied(3, "", (sticker,))
    assert (await opener.open(incoming(replied=ours))).pictures == ()
    assert len((await opener.open(incoming(replied=theirs))).pictures) == 1
