"""Messages with files, from Telegram's wire to an opened question."""

import io
import logging
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path

import pytest
from PIL import Image
from telegram import Bot
from telegram.request import BaseRequest, RequestData

from bot.media.fetch import Files
from bot.media.open import Opener
from bot.records import (
    Attachment,
    AttachmentKind,
    ChatKind,
    Incoming,
    Notice,
    Origin,
    Person,
    Replied,
    Say,
)
from bot.store.database import Database
from bot.store.seen import Seen
from knowledge.errors import TookTooLong, TooLarge
from knowledge.records import Sight
from knowledge.vision.door import open_picture
from knowledge.vision.limits import Limits

TOKEN = "123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw0"
GROUP = -1001

ORIGIN = Origin(GROUP, ChatKind.SUPERGROUP, 10, Person(7, "Ada"))


class Wire(BaseRequest):
    """Telegram's file server. `files` are bytes by file id, or what it answers instead."""

    def __init__(self) -> None:
        self.files: dict[str, bytes | tuple[int, str]] = {}
        self.broken: list[str] = []
        self.calls: list[str] = []

    @property
    def read_timeout(self) -> float | None:
        return 5.0

    async def initialize(self) -> None: ...

    async def shutdown(self) -> None: ...

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, **_: object
    ) -> tuple[int, bytes]:
        if "/getFile" in url:
            assert request_data is not None
            file_id = str(request_data.json_parameters["file_id"])
            self.calls.append(f"getFile {file_id}")
            return self._about(file_id)
        file_id = url.rsplit("/", 1)[1]
        self.calls.append(f"download {file_id}")
        if file_id in self.broken:
            self.broken.remove(file_id)
            raise ConnectionResetError(f"connection to {url} was reset")
        content = self.files[file_id]
        if isinstance(content, tuple):
            return 404, b'{"ok":false,"error_code":404,"description":"Not Found"}'
        return 200, content

    def _about(self, file_id: str) -> tuple[int, bytes]:
        content = self.files[file_id]
        if isinstance(content, tuple) and content[0] == 400:
            answer = f'{{"ok":false,"error_code":400,"description":"{content[1]}"}}'
            return 400, answer.encode()
        size = len(content) if isinstance(content, bytes) else content[0]
        answer = (
            f'{{"ok":true,"result":{{"file_id":"{file_id}","file_unique_id":"u{file_id}",'
            f'"file_size":{size},"file_path":"photos/{file_id}"}}}}'
        )
        return 200, answer.encode()


def look(content: bytes) -> Future[Sight]:
    """Decode as the worker does, in place."""
    opened: Future[Sight] = Future()
    try:
        if content == b"bomb":
            raise TooLarge("this picture has too many pixels; send a smaller one")
        if content == b"endless":
            raise TookTooLong("the worker was stopped; send a smaller file")
        opened.set_result(open_picture(content, Limits()))
    except Exception as error:
        opened.set_exception(error)
    return opened


@pytest.fixture
def wire() -> Wire:
    return Wire()


@pytest.fixture
def seen(tmp_path: Path) -> Iterator[Seen]:
    database = Database(tmp_path / "bot.sqlite3")
    yield Seen(database)
    database.close()


@pytest.fixture
def opener(wire: Wire, seen: Seen) -> Opener:
    async def no_pause(_: float) -> None: ...

    return Opener(Files(Bot(TOKEN, request=wire, get_updates_request=wire), no_pause), look, seen)


def drawn(colour: str, kind: str = "PNG") -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (64, 48), colour).save(written, kind)
    return written.getvalue()


def photo(file_id: str, message_id: int = 10, **more: str | int) -> Attachment:
    return Attachment(
        AttachmentKind.PHOTO,
        message_id,
        file_id=file_id,
        unique_id=f"u{file_id}",
        size_bytes=int(more.get("size_bytes", 1000)),
        name=str(more.get("name", "")),
    )


def document(file_id: str, name: str, media_type: str = "") -> Attachment:
    return Attachment(
        AttachmentKind.DOCUMENT, 10, file_id, f"u{file_id}", 1000, media_type, name
    )


def incoming(*attachments: Attachment, replied: Replied | None = None) -> Incoming:
    return Incoming(
        (1,), ORIGIN, text="what is this?", attachments=attachments, replied=replied
    )


async def test_an_album_is_opened_whole_and_in_order(wire: Wire, opener: Opener) -> None:
    wire.files = {"a": drawn("red"), "b": drawn("green"), "c": drawn("blue", "JPEG")}

    question = await opener.open(incoming(photo("a", 10), photo("b", 11), photo("c", 12)))

    assert [picture.message_id for picture in question.pictures] == [10, 11, 12]
    assert [picture.unique_id for picture in question.pictures] == ["ua", "ub", "uc"]
    assert {picture.sight.width for picture in question.pictures} == {64}
    assert (question.text, question.notices) == ("what is this?", ())


async def test_one_bad_part_of_an_album_does_not_spoil_the_rest(
    wire: Wire, opener: Opener
) -> None:
    wire.files = {"a": drawn("red"), "b": drawn("green")[:40]}

    question = await opener.open(incoming(photo("a"), photo("b")))

    assert [picture.unique_id for picture in question.pictures] == ["ua"]
    assert question.notices == (Notice(Say.BROKEN_FILE, {"name": "photo-2.jpg"}),)


async def test_a_reply_to_one_photo_brings_the_whole_album(
    wire: Wire, opener: Opener, seen: Seen
) -> None:
    wire.files = {"a": drawn("red"), "b": drawn("green"), "own": drawn("blue")}
    seen.remember(
        Incoming((1,), ORIGIN, attachments=(photo("a", 2), photo("b", 3)), album_id="x")
    )
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
    wire: Wire, opener: Opener
) -> None:
    wire.files = {"a": drawn("red")}
    replied = Replied(3, "", (photo("a", 3),))
    first = await opener.open(incoming(replied=replied))
    second = await opener.open(incoming(replied=replied))

    assert first.pictures == second.pictures
    assert wire.calls == ["getFile a", "download a"]


async def test_no_more_than_ten_pictures_and_the_own_ones_first(
    wire: Wire, opener: Opener
) -> None:
    wire.files = {str(n): drawn("red") for n in range(20)}
    replied = Replied(3, "", tuple(photo(str(n)) for n in range(10, 20)))

    question = await opener.open(incoming(*(photo(str(n)) for n in range(6)), replied=replied))

    assert [picture.from_reply for picture in question.pictures] == [False] * 6 + [True] * 4


@pytest.mark.parametrize(
    ("sent", "notice"),
    [
        (document("f", "report.pdf", "application/pdf"), Notice(Say.OTHER_KIND, {"name": "report.pdf"})),
        (document("f", "clip.mp4", "video/mp4"), Notice(Say.VIDEO)),
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
    wire: Wire, opener: Opener, sent: Attachment, notice: Notice
) -> None:
    wire.files = {"f": b"<html><body>not a picture</body></html>"}
    question = await opener.open(incoming(sent))
    assert (question.pictures, question.notices) == ((), (notice,))


async def test_a_file_known_to_be_too_big_costs_no_call(wire: Wire, opener: Opener) -> None:
    await opener.open(incoming(photo("f", size_bytes=40 * 1024 * 1024)))
    assert wire.calls == []


@pytest.mark.parametrize(
    ("content", "say"),
    [(b"bomb", Say.PICTURE_TOO_LARGE), (b"endless", Say.TOOK_TOO_LONG), (b"", Say.BROKEN_FILE)],
)
async def test_a_hostile_file_is_named_and_refused(
    wire: Wire, opener: Opener, content: bytes, say: Say
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
    wire: Wire, opener: Opener, answer: tuple[int, str], notice: Notice
) -> None:
    wire.files = {"f": answer}
    assert (await opener.open(incoming(photo("f")))).notices == (notice,)


async def test_a_broken_connection_is_tried_again_and_tells_no_token(
    wire: Wire, opener: Opener, caplog: pytest.LogCaptureFixture
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
    wire: Wire, opener: Opener, kind: AttachmentKind
) -> None:
    wire.files = {"f": drawn("red")}
    question = await opener.open(incoming(Attachment(kind, 10, "f", "uf", 1000)))
    assert len(question.pictures) + len(question.notices) == 1


async def test_five_videos_earn_one_sentence(opener: Opener) -> None:
    videos = [Attachment(AttachmentKind.VIDEO, n, str(n), f"u{n}", 1000) for n in range(5)]
    assert (await opener.open(incoming(*videos))).notices == (Notice(Say.VIDEO),)


async def test_a_reply_to_our_own_sticker_is_passed_over_in_silence(opener: Opener) -> None:
    sticker = Attachment(AttachmentKind.STICKER, 3, "s", "us")
    ours = Replied(3, "an answer", (sticker,), by_this_bot=True)
    theirs = Replied(3, "", (sticker,))
    assert (await opener.open(incoming(replied=ours))).notices == ()
    assert (await opener.open(incoming(replied=theirs))).notices == (Notice(Say.STICKER),)
