"""Keep the bot token out of everything that is logged.

Telegram's addresses contain the token, and so do several error messages about them.
"""

import logging

HIDDEN = "<token>"


def conceal(text: str, token: str) -> str:
    """Replace the token, and its secret half by itself, in `text`."""
    secret = token.partition(":")[2]
    for part in (token, secret):
        if part:
            text = text.replace(part, HIDDEN)
    return text


class Redact(logging.Filter):
    """Conceals a token in every record; belongs on handlers, which see the records of all loggers."""

    def __init__(self, token: str) -> None:
        super().__init__()
        self._token = token

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record in place and let it pass."""
        record.msg, record.args = conceal(record.getMessage(), self._token), None
        if record.exc_info and not record.exc_text:
            # A formatter prints this text instead of formatting the exception by itself.
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = conceal(record.exc_text, self._token)
        return True
