"""Read a number that somebody typed after a command."""

LONGEST = 9
"""Digits; no version and no ban will ever have more, and the store could not hold many more."""


def numbered(text: str) -> int | None:
    """Return the number, None for anything else: `²` is a digit and no number."""
    return int(text) if text.isdecimal() and len(text) <= LONGEST else None
