"""Logging to standard error, with every bot token and key taken out before a line is written."""

import logging
import re
import sys

from bot.settings import Settings

TOKEN = re.compile(r"\d{3,}:[\w-]{20,}")
"""A bot token as it stands in Bot API addresses and in the messages of some exceptions."""


class Redactor(logging.Formatter):
    """A formatter that strikes secrets from the finished line, tracebacks included."""

    def __init__(self, secrets: tuple[str, ...]) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        self._secrets = tuple(secret for secret in secrets if secret)

    def format(self, record: logging.LogRecord) -> str:
        """Return the line as it may be written."""
        line = TOKEN.sub("<token>", super().format(record))
        for secret in self._secrets:
            line = line.replace(secret, "<secret>")
        return line


def configure(settings: Settings) -> None:
    """Send everything to standard error; the HTTP libraries, whose addresses hold the token, only warn."""
    handler = logging.StreamHandler(sys.stderr)
    secrets = (settings.telegram_token, settings.openai_api_key, settings.webhook_secret)
    handler.setFormatter(Redactor(secrets))
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(settings.log_level.upper())
    for name in ("httpx", "httpcore", "httpx2", "httpcore2", "openai", "telegram", "uvicorn"):
        logging.getLogger(name).setLevel(logging.WARNING)
