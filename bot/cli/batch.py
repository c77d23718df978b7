"""Read a file of JSON Lines, one question a line: {"id", "text", "image" | "media"}."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot import jsonl
from bot.errors import BadInput


@dataclass(frozen=True, slots=True)
class Row:
    """One line: `id` is handed back as it came."""

    id: object
    text: str
    media: tuple[Path, ...]


def each(path: Path) -> Iterator[Row]:
    """Yield the rows in order; raise `BadInput` that names the line that cannot be read.

    The whole file is checked before the first row is given, so bad input changes nothing.
    """
    given = enumerate(jsonl.lines(path), 1)
    yield from [_row(path, number, line) for number, line in given if line.strip()]


def _row(path: Path, number: int, line: str) -> Row:
    where = f"line {number} of {str(path)!r}"
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BadInput(f"{where} is not JSON; write one object a line") from error
    if not isinstance(value, dict):
        raise BadInput(f'{where} is not an object; write {{"id": 1, "text": "..."}}')
    text, media = value.get("text") or "", value.get("media") or value.get("image") or []
    media = [media] if isinstance(media, str) else media
    named = isinstance(media, list) and all(isinstance(name, str) for name in media)
    if not isinstance(text, str) or not named:
        raise BadInput(f"{where}: `text` is a string, `image` a path, `media` a list of paths")
    # Relative paths are meant from where the batch file lies, so that a folder can be moved whole.
    files = tuple(_found(path.parent / name, Path(name)) for name in media)
    for file in files:
        if not file.is_file():
            raise BadInput(f"{where}: there is no file {str(file)!r}")
    # Halves of surrogate pairs, which JSON can spell, no model and no database takes.
    return Row(value.get("id"), text.encode("utf-8", "replace").decode(), files)


def _found(beside: Path, given: Path) -> Path:
    return beside if beside.is_file() else given
