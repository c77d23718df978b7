"""A removed message into the bytes that are kept of it, and back into what can be posted again."""

import base64
import json
from dataclasses import replace

from bot.records import Attachment, AttachmentKind, ChatKind, Incoming, Said

SUPERGROUPS_BELOW = -1_000_000_000_000


def parts(incoming: Incoming) -> tuple[Said, ...]:
    """Return the messages of an `Incoming` as they stood, in order."""
    first, *rest = incoming.said or _guessed(incoming)
    replied = incoming.replied.message_id if incoming.replied else None
    return (replace(first, reply_to=replied), *rest)


def _guessed(incoming: Incoming) -> tuple[Said, ...]:
    """Put parts together where they did not come as they stood: the words on the first one."""
    origin, hung = incoming.origin, incoming.attachments
    if not hung:
        return (Said(origin.message_id, incoming.text),)
    numbers = dict.fromkeys(one.message_id for one in hung)
    return tuple(
        Said.of(
            number,
            [one for one in hung if one.message_id == number],
            incoming.text if at == 0 else "",
        )
        for at, number in enumerate(numbers)
    )


def packed(part: Said) -> bytes:
    """Return the form in which a part is kept."""
    hung = part.attachment
    fields = {
        "message_id": part.message_id,
        "text": part.text,
        "entities": part.entities,
        "reply_to": part.reply_to,
        "content": base64.b64encode(part.content).decode(),
    }
    if hung is not None:
        fields |= {"kind": hung.kind, "file_id": hung.file_id, "name": hung.name}
    if part.film is not None:
        film = base64.b64encode(part.film_content).decode()
        fields |= {"film_id": part.film.file_id, "film": film}
    return json.dumps(fields, ensure_ascii=False).encode()


def unpacked(body: bytes) -> Said:
    """Read what `packed` wrote."""
    fields = json.loads(body)
    hung = None
    if "kind" in fields:
        kind = AttachmentKind(fields["kind"])
        hung = Attachment(kind, 0, fields["file_id"], name=fields["name"])
    film = Attachment(hung.kind, 0, fields["film_id"]) if hung and "film_id" in fields else None
    return Said(
        fields["message_id"],
        fields["text"],
        fields["entities"],
        hung,
        fields["reply_to"],
        base64.b64decode(fields["content"]),
        film,
        base64.b64decode(fields.get("film", "")),
    )


def kind_of(chat_id: int) -> ChatKind:
    """Tell a supergroup from a basic group by its id (Bot API: ids of supergroups begin with -100)."""
    return ChatKind.SUPERGROUP if chat_id < SUPERGROUPS_BELOW else ChatKind.GROUP
