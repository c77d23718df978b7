"""What the bot cannot do. What it *will* not do (a refusal, a conviction) is a value, not an error.

BotError
+-- BadInput            the caller gave something wrong: exit 2, one sentence with the remedy
+-- Refused             a file cannot be looked at; carries the `Notice` for its sender
+-- ModelFailed         a language model gave no answer
|   +-- ModelRefused    it answered with an error that asking again does not cure
+-- Undeliverable       Telegram will never take this message (chat gone, bot blocked)
"""

from bot.records import Notice


class BotError(Exception):
    """Base of everything raised on purpose; `str(error)` is one sentence with a remedy."""


class BadInput(BotError):
    """A command's arguments or a setting are wrong."""


class Refused(BotError):
    """Media that is not opened; `notice` tells the sender why and what to do."""

    def __init__(self, notice: Notice) -> None:
        super().__init__(notice.key)
        self.notice = notice


class ModelFailed(BotError):
    """No answer came: time-out, outage, quota."""


class ModelRefused(ModelFailed):
    """The request itself was turned down (bad key, unknown model, content rules)."""


class Undeliverable(BotError):
    """The chat cannot be written to any more."""
