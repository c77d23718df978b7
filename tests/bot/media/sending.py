"""Messages with files, as people send them."""

import io

from PIL import Image

from bot.records import Attachment, AttachmentKind, ChatKind, Incoming, Origin, Person, Replied

TOKEN = "123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw0"
GROUP = -1001

ORIGIN = Origin(GROUP, ChatKind.SUPERGROUP, 10, Person(7, "Ada"))


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
    return Attachment(AttachmentKind.DOCUMENT, 10, file_id, f"u{file_id}", 1000, media_type, name)


def incoming(*attachments: Attachment, replied: Replied | None = None) -> Incoming:
    return Incoming((1,), ORIGIN, text="what is this?", attachments=attachments, replied=replied)
