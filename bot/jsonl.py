"""Read a file of JSON Lines: one JSON value a line, whoever wrote it.

Knows how lines end, not what they say.
"""

from pathlib import Path

from bot.errors import BadInput


def lines(path: Path) -> list[str]:
    """Return the lines of a file, empty ones too, so that they count; raise `BadInput` where it cannot be read."""
    try:
        # With a byte order mark, as Windows writes it, or without.
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"cannot read {str(path)!r}; give a file of JSON Lines in UTF-8") from error
    # JSON may hold other signs that end a line for Python, such as U+2028.
    return text.removesuffix("\n").split("\n")
