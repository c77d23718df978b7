"""What is refused, and in which words.

SandboxError
+-- ApiError       to the bot: Telegram's own error code and text
+-- PersonError    to a person (the JSON interface): an HTTP status and one sentence
"""

from collections.abc import Mapping


class SandboxError(Exception):
    """Base of every refusal."""


class ApiError(SandboxError):
    """An answer with `ok: false`, as the Bot API gives it."""

    def __init__(
        self, code: int, description: str, parameters: Mapping[str, int] | None = None
    ) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


class PersonError(SandboxError):
    """A person cannot do this; `sentence` says why."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence


def bad_request(text: str) -> ApiError:
    """Make the most common refusal."""
    return ApiError(400, f"Bad Request: {text}")


def forbidden(text: str) -> ApiError:
    """Make the refusal for a chat that the bot may not enter."""
    return ApiError(403, f"Forbidden: {text}")


def too_many_requests(seconds: int) -> ApiError:
    """Make the refusal that names the seconds to wait."""
    return ApiError(
        429, f"Too Many Requests: retry after {seconds}", parameters={"retry_after": seconds}
    )


def conflict(text: str) -> ApiError:
    """Make the refusal of a second way to receive updates."""
    return ApiError(409, f"Conflict: {text}")
