"""Fetch a Telegram file into memory, or say in one sentence why not.

Knows the Bot API's file calls and their limits, not what the bytes mean.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from telegram import Bot, File
from telegram.error import BadRequest, InvalidToken, NetworkError

from bot.errors import Refused
from bot.media.names import safe_name
from bot.records import Attachment
from bot.say import Notice, Say

logger = logging.getLogger(__name__)

MAX_BYTES = 20 * 1024 * 1024
"""What a bot may download (Bot API, getFile)."""

PAUSES_SECONDS = (0.5, 2.0)
"""Waits between tries; a connection that still breaks afterwards is reported to the sender."""

READ_TIMEOUT_SECONDS = 30.0
"""Longest silence within one download."""


class Files:
    """The files that people sent, by Telegram's ids.

    `File.file_path` holds the bot's token, so nothing of a `File` is logged, kept or put into an
    error, and errors are raised without their cause.
    """

    def __init__(self, bot: Bot, pause: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        self._bot = bot
        self._pause = pause

    async def fetch(self, attachment: Attachment) -> bytes:
        """Return the bytes of `attachment`, or raise `Refused` with a notice for its sender."""
        if (attachment.size_bytes or 0) > MAX_BYTES:
            raise Refused(too_big(attachment))
        for seconds in (*PAUSES_SECONDS, None):
            try:
                return await self._download(attachment)
            # BadRequest is a NetworkError for python-telegram-bot, but asking again is no cure.
            except BadRequest as error:
                if "too big" in error.message.lower():
                    raise Refused(too_big(attachment)) from None
                break
            except InvalidToken:
                # The download answers 404 for a path that is no longer served.
                break
            except NetworkError as error:
                logger.warning("fetching a file failed: %s", type(error).__name__)
                if seconds is not None:
                    await self._pause(seconds)
        raise Refused(_gone(attachment))

    async def _download(self, attachment: Attachment) -> bytes:
        file: File = await self._bot.get_file(attachment.file_id)
        # A local Bot API server has no limit of its own.
        if (file.file_size or 0) > MAX_BYTES:
            raise Refused(too_big(attachment, file.file_size))
        return bytes(await file.download_as_bytearray(read_timeout=READ_TIMEOUT_SECONDS))


def too_big(attachment: Attachment, size_bytes: int | None = None) -> Notice:
    """Say how big the file is, in megabytes and rounded up, where that is known."""
    size = size_bytes or attachment.size_bytes
    if size is None or size <= MAX_BYTES:
        return Notice(Say.TOO_BIG, {"name": _name(attachment)})
    return Notice(Say.TOO_BIG, {"name": _name(attachment), "size_mb": -(-size // (1024 * 1024))})


def _gone(attachment: Attachment) -> Notice:
    return Notice(Say.FILE_GONE, {"name": _name(attachment)})


def _name(attachment: Attachment) -> str:
    return safe_name(attachment.name, attachment.kind)
