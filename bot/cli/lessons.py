"""`moderate lessons`: what administrators taught a group, out to a file and into another group.

A lesson is one JSON object a line: `{"text", "spam"}` of words, what `bot.cli.banned` writes of a banned picture,
with `by` and `at` where they are known.
"""

import json
from collections.abc import Collection
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from bot import checks, jsonl
from bot.cli import output
from bot.cli.banned import BannedLine, written
from bot.cli.parser import Arguments
from bot.errors import BadInput
from bot.moderate.books import Books
from bot.ports import Lesson
from bot.store.banned import Banned, NewBan, Taken
from bot.store.carried import carried
from bot.store.database import Database
from bot.store.lessons import LessonTable

WAYS = ("export", "import", "forget")


class _Line(BaseModel):
    """A lesson in words as it stands in a file; what else stands there is somebody else's."""

    model_config = ConfigDict(strict=True)

    text: str = Field(min_length=1)
    spam: bool


def lessons(arguments: Arguments, kept: Books, database: Database) -> int:
    """Write a group's lessons out, learn those of a file, or forget what a file taught."""
    if arguments.way not in WAYS:
        raise BadInput("say what to do with lessons: export [FILE], import FILE or forget FILE")
    if arguments.chat is None:
        raise BadInput("name the group by its number, as `moderate log` shows it: --chat ID")
    if arguments.way == "export":
        return _export(arguments, database, arguments.chat)
    if arguments.file is None:
        raise BadInput(f"name the file to {arguments.way}")
    return _teach(arguments, arguments.file, kept, database)


def _export(arguments: Arguments, database: Database, chat: int) -> int:
    words: list[dict[str, object]] = [
        {"text": one.text, "spam": one.spam, "by": one.by, "at": one.at}
        for one in LessonTable(database).of(chat)
    ]
    pictures = written(carried(database, chat))
    lines = [json.dumps(one, ensure_ascii=False) for one in (*words, *pictures)]
    if arguments.file is None:
        for line in lines:
            output.line(line)
        return 0
    arguments.file.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    counted = {"lessons": len(words), "pictures": len(pictures)}
    return _told(arguments, {"file": str(arguments.file), **counted})


def _teach(arguments: Arguments, file: Path, kept: Books, database: Database) -> int:
    """Learn a file anew, or only forget it: what it taught before goes in both cases."""
    chat, source = arguments.chat or 0, f"file:{file.name}"
    words, pictures = _read(file) if arguments.way == "import" else ((), ())
    school, banned = checks.samples(LessonTable(database)), Banned(database)
    # All of it or nothing: what the file taught before is gone only where what it teaches now is there.
    with database.transaction():
        gone = school.unlearn(chat, source) + banned.forget(chat, source)
        count = sum(school.learn(chat, source, one) for one in words)
        for line, prints in pictures:
            banned.add(chat, NewBan(source, 0, note=line.note, words=line.fingerprint), prints)
        kept.audit.note(chat, 0, f"lessons {arguments.way}", file.name)
    counted = {"learned": count, "pictures": len(pictures), "forgotten": gone}
    return _told(arguments, {"file": str(file), **counted})


def _read(file: Path) -> tuple[tuple[Lesson, ...], tuple[tuple[BannedLine, list[Taken]], ...]]:
    """Read a file whole, before anything is changed; each text counts once, as it was said last."""
    found: dict[str, bool] = {}
    pictures = []
    for number, line in enumerate(jsonl.lines(file), 1):
        if not line.strip():
            continue
        try:
            # A text may hold any words; the key of a picture is no key of a text.
            if "banned" in _keys(line):
                one = BannedLine.model_validate_json(line)
                pictures.append((one, one.prints()))
            else:
                text = _Line.model_validate_json(line)
                found[text.text] = text.spam
        except ValueError as error:
            raise BadInput(
                f"line {number} of {str(file)!r} is no lesson; write "
                '{"text": "...", "spam": true} a line, or what export writes of a picture'
            ) from error
    words = tuple(Lesson(text, unwanted=spam, by=0) for text, spam in found.items())
    return words, tuple(pictures)


def _keys(line: str) -> Collection[str]:
    """Return the names in a line; raise `ValueError` where it is no JSON."""
    raw = json.loads(line)
    return raw if isinstance(raw, dict) else ()


def _told(arguments: Arguments, counted: dict[str, object]) -> int:
    if arguments.json:
        output.emit(counted)
    else:
        output.line(", ".join(f"{name}: {value}" for name, value in counted.items()))
    return 0
