"""What was named on the command line as the question that a message with it would be.

Knows pictures from films and recordings by the endings of their names.
"""

import asyncio
import re
from collections.abc import Sequence
from pathlib import Path

from bot import hearing
from bot.app import Core
from bot.cli.batch import Row
from bot.cli.documents import read
from bot.errors import BadInput
from bot.media import clips
from bot.media.kinds import FILM_SUFFIXES, SOUND_SUFFIXES
from bot.media.open import STRETCHES
from bot.records import (
    Attachment,
    AttachmentKind,
    ChatKind,
    Incoming,
    Origin,
    Person,
    Picture,
    Question,
)
from bot.reply.markdown import styled
from bot.reply.sentences import sentence
from bot.say import Notice

ADDRESS = re.compile(r"(?:https?://|www\.|t\.me/)[^\s<>\"']+", re.IGNORECASE)


class _Disk:
    """Files by their paths, where a chat has them by Telegram's ids."""

    async def fetch(self, attachment: Attachment) -> bytes:
        return await asyncio.to_thread(read, Path(attachment.file_id))


def question(parts: Core, row: Row) -> Question:
    """Open what belongs to a row; raise `BadInput` where it cannot be opened."""
    films = [path for path in row.media if path.suffix.lower() in FILM_SUFFIXES | SOUND_SUFFIXES]
    pictures = tuple(
        Picture(parts.eyes.look(read(path)), path.name, message_id=number)
        for number, path in enumerate(row.media, 1)
        if path not in films
    )
    opened = asyncio.run(_watched(parts, films)) if films else []
    stills = tuple(picture for one in opened for picture in one.pictures)
    # Groups have negative ids; one that writes under its own id is an administrator and spared.
    origin = Origin(-1, ChatKind.GROUP, 1, Person(0, "command line"))
    links = tuple(ADDRESS.findall(row.text))
    text = row.text if row.text.strip() else " ".join(one.spoken for one in opened)
    return Question(
        Incoming((), origin, row.text, links),
        text,
        (*pictures, *stills),
        clips=tuple(one.clip for one in opened if one.clip is not None),
        notices=tuple(notice for one in opened for notice in one.notices),
    )


def words(notice: Notice) -> str:
    """Say a notice in a terminal, where nothing makes text bold."""
    return styled(sentence(notice, "en")).text


async def _watched(parts: Core, films: Sequence[Path]) -> list[clips.Opened]:
    watching = parts.watching(_Disk())
    most = min(clips.STILLS, clips.MOST_STILLS // len(films))
    opened = []
    for number, path in enumerate(films, 1):
        read(path)
        part = Attachment(_kind(path), number, str(path), name=path.name)
        stretches = STRETCHES if len(films) == 1 else 1
        wanted = clips.Wanted(part, False, number, most, stretches)
        one = await watching.open(wanted, lambda _: None)
        if one.clip is None and not one.pictures:
            raise BadInput(f"{str(path)!r}: {words(one.notices[0])}")
        opened.append(one)
    await hearing.close(parts.transcriber)
    return opened


def _kind(path: Path) -> AttachmentKind:
    if path.suffix.lower() in FILM_SUFFIXES:
        return AttachmentKind.VIDEO
    # What voice messages are: somebody asks by speaking.
    spoken = path.suffix.lower() in (".ogg", ".oga", ".opus")
    return AttachmentKind.VOICE if spoken else AttachmentKind.AUDIO
