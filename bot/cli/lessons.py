"""`moderate lessons`: what administrators taught a group, out to a file and into another group.

A lesson is one JSON object a line: `{"text", "spam"}`, with `by` and `at` where they are known.
"""

import json
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot import checks
from bot.cli import output
from bot.cli.parser import Arguments
from bot.errors import BadInput
from bot.moderate.books import Books
from bot.ports import Lesson
from bot.store.database import Database
from bot.store.lessons import LessonTable, Taught

WAYS = ("export", "import", "forget")


class _Line(BaseModel):
    """A lesson as it stands in a file; what else stands there is somebody else's."""

    model_config = ConfigDict(strict=True)

    text: str = Field(min_length=1)
    spam: bool


def lessons(arguments: Arguments, kept: Books, database: Database) -> int:
    """Write a group's lessons out, learn those of a file, or forget what a file taught."""
    if arguments.way not in WAYS:
        raise BadInput("say what to do with lessons: export [FILE], import FILE or forget FILE")
    if arguments.chat is None:
        raise BadInput("name the group by its number, as `moderate log` shows it: --chat ID")
    table = LessonTable(database)
    if arguments.way == "export":
        return _export(arguments, table.of(arguments.chat))
    if arguments.file is None:
        raise BadInput(f"name the file to {arguments.way}")
    return _teach(arguments, arguments.file, kept, table)


def _export(arguments: Arguments, taught: tuple[Taught, ...]) -> int:
    lines = [
        json.dumps(
            {"text": one.text, "spam": one.spam, "by": one.by, "at": one.at}, ensure_ascii=False
        )
        for one in taught
    ]
    if arguments.file is None:
        for line in lines:
            output.line(line)
        return 0
    arguments.file.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    return _told(arguments, {"file": str(arguments.file), "lessons": len(lines)})


def _teach(arguments: Arguments, file: Path, kept: Books, table: LessonTable) -> int:
    """Learn a file anew, or only forget it: what it taught before goes in both cases."""
    chat, source = arguments.chat or 0, f"file:{file.name}"
    learned = _read(file) if arguments.way == "import" else ()
    school = checks.samples(table)
    gone = school.unlearn(chat, source)
    count = sum(school.learn(chat, source, one) for one in learned)
    kept.audit.note(chat, 0, f"lessons {arguments.way}", file.name)
    return _told(arguments, {"file": str(file), "learned": count, "forgotten": gone})


def _read(file: Path) -> tuple[Lesson, ...]:
    """Read a file whole, before anything is changed; each text counts once, as it was said last."""
    try:
        lines = file.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"cannot read {str(file)!r}; give a file of JSON Lines") from error
    found: dict[str, bool] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            one = _Line.model_validate_json(line)
        except ValidationError as error:
            raise BadInput(
                f"line {number} of {str(file)!r} is no lesson; write "
                '{"text": "...", "spam": true} a line'
            ) from error
        found[one.text] = one.spam
    return tuple(Lesson(text, unwanted=spam, by=0) for text, spam in found.items())


def _told(arguments: Arguments, counted: dict[str, object]) -> int:
    if arguments.json:
        output.emit(counted)
    else:
        output.line(", ".join(f"{name}: {value}" for name, value in counted.items()))
    return 0
