"""What the bot cannot do. What it *will* not do (a refusal, a conviction) is a value, not an error.

BotError
+-- BadInput            the caller gave something wrong: exit 2, one sentence with the remedy
+-- Refused             a file cannot be looked at; carries the `Notice` for its sender
+-- ModelFailed         a language model gave no answer
|   +-- ModelRefused    it answered with an error that asking again does not cure
|       +-- NotSent     it was not asked: something private would have left the host
+-- NotHeard            speech recognition gave no words
+-- Undeliverable       Telegram will never take this message (chat gone, bot blocked)
"""

from bot.say import Notice


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
    """No answer came: time-out, outage, quota.

    `notice` says it to the asker where more is to be said than that another model answers.
    """

    def __init__(self, message: str, notice: Notice | None = None) -> None:
        super().__init__(message)
        self.notice = notice


class ModelRefused(ModelFailed):
    """The request itself was turned down (bad key, unknown model, content rules, budget)."""


class NotSent(ModelRefused):
    """A model in the cloud was not asked, because something private would have left the host.

    `ask` means that the asker may allow it.
    """

    def __init__(self, notice: Notice, *, ask: bool = False) -> None:
        super().__init__(f"not sent to the cloud ({notice.key})", notice)
        self.ask = ask


class NotHeard(BotError):
    """A recording could not be written down: time-out, outage, no such model."""


class Undeliverable(BotError):
    """The chat cannot be written to any more."""
