"""Lessons go out of one group and into another, and can be taken back by the file they came from."""

import base64
import json
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import numpy as np
import pytest

from bot.app import STATE
from bot.cli import main
from bot.records import ChatKind, Incoming, Origin, Person, Picture, Question
from bot.safety.banks import Banks, Shelf
from bot.safety.spam.school import School
from bot.store.banned import Banned, NewBan, Taken
from bot.store.database import Database
from bot.store.lessons import LessonTable
from bot.store.shown import Shows
from knowledge.bank.words import fingerprint
from knowledge.records import Sight
from knowledge.vision.prints import taken
from tests.knowledge.test_bank import edited, scene

R = TypeVar("R")

OFFER = "Quality replica handbags, message me for the catalogue"


async def test_lessons_of_one_group_teach_another_and_are_forgotten_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    database = Database(tmp_path / STATE)
    table = LessonTable(database)
    table.add(-1, "act:1", OFFER, spam=True, by=9)
    table.add(-1, "act:2", "Lunch at noon?", spam=False, by=9)
    home, file = {"GROUNDGLASS_HOME": str(tmp_path)}, str(tmp_path / "taught.jsonl")
    assert main(["moderate", "lessons", "export", file, "--chat", "-1"], home) == 0
    before = (await School(table).model(-2)).weigh([OFFER])
    for _ in range(2):
        assert main(["moderate", "lessons", "import", file, "--chat", "-2"], home) == 0
    assert [(one.text, one.spam) for one in table.of(-2)] == [
        *((OFFER, True), ("Lunch at noon?", False)),
    ]
    assert (await School(table).model(-2)).weigh([OFFER]) > before
    capsys.readouterr()
    assert main(["moderate", "lessons", "forget", file, "--chat", "-2", "--json"], home) == 0
    assert json.loads(capsys.readouterr().out)["forgotten"] == 2
    assert table.of(-2) == () and len(table.of(-1)) == 2
    database.close()


def test_a_lesson_with_any_sign_in_it_comes_back_and_so_does_one_that_windows_wrote(
    tmp_path: Path,
) -> None:
    database = Database(tmp_path / STATE)
    table = LessonTable(database)
    table.add(-1, "act:1", "Earn\u2028money\x85fast", spam=True, by=9)
    home, file = {"GROUNDGLASS_HOME": str(tmp_path)}, tmp_path / "taught.jsonl"
    assert main(["moderate", "lessons", "export", str(file), "--chat", "-1"], home) == 0
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    assert main(["moderate", "lessons", "import", str(file), "--chat", "-2"], home) == 0
    assert [one.text for one in table.of(-2)] == ["Earn\u2028money\x85fast"]
    database.close()


def test_an_import_that_breaks_in_the_middle_leaves_what_was_taught_before(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    database = Database(tmp_path / STATE)
    table = LessonTable(database)
    home, file = {"GROUNDGLASS_HOME": str(tmp_path)}, tmp_path / "taught.jsonl"
    file.write_text('{"text": "Lunch at noon?", "spam": false}\n')
    assert main(["moderate", "lessons", "import", str(file), "--chat", "-2"], home) == 0
    database.execute(
        "CREATE TRIGGER full BEFORE INSERT ON lessons WHEN NEW.text = 'Earn money'"
        " BEGIN SELECT RAISE(ABORT, 'the disk is full'); END"
    )
    file.write_text('{"text": "Hello", "spam": false}\n{"text": "Earn money", "spam": true}\n')
    assert main(["moderate", "lessons", "import", str(file), "--chat", "-2"], home) == 1
    assert capsys.readouterr().err == "groundglass: the disk is full\n"
    assert [one.text for one in table.of(-2)] == ["Lunch at noon?"]
    database.close()


async def _at_once(function: Callable[[], R]) -> R:
    return function()


def shown(content: bytes, chat: int) -> Question:
    origin = Origin(chat, ChatKind.SUPERGROUP, 10, Person(7, "Ada"))
    picture = Picture(Sight(content, "image/jpeg", 800, 600, "0" * 64), "p.jpg", "u", 11)
    return Question(Incoming((1,), origin, ""), "", (picture,))


async def test_banned_pictures_go_with_the_lessons_and_are_taken_back_while_the_bot_runs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    database = Database(tmp_path / STATE)
    banned = Banned(database)
    words = fingerprint("Transfer your savings to our new wallet before the end of the day")
    banned.add(-1, NewBan("act:1", 9, words=words), [Taken(taken(scene(7)))])
    banned.add(-1, NewBan("act:2", 9), [scene(8)])
    banned.add(-1, NewBan("act:3", 9), [Taken(taken(scene(9)))])
    banned.pause(-1, 3)
    home, file = {"GROUNDGLASS_HOME": str(tmp_path)}, tmp_path / "taught.jsonl"
    # The bot of the other group runs all the while, as a process of its own would.
    watch = Banks(Shelf(banned, Shows(database), _at_once, lambda: None), lambda chat, who: False)
    assert not (await watch.check(shown(scene(7), -2)))[0].flagged

    assert main(["moderate", "lessons", "export", str(file), "--chat", "-1"], home) == 0
    assert [len(json.loads(line)["banned"]) for line in file.read_text("utf-8").splitlines()] == [
        *(1, 1)
    ]
    for _ in range(2):
        assert main(["moderate", "lessons", "import", str(file), "--chat", "-2"], home) == 0
    cropped = edited(scene(7), "crop of 10 %")
    flags = [
        (await watch.check(shown(one, -2)))[0].flagged
        for one in (scene(7), cropped, scene(8), scene(9), scene(10))
    ]
    assert flags == [True, True, True, False, False]
    assert [one.words for one in banned.known(-2)] == [words, None]

    capsys.readouterr()
    assert main(["moderate", "lessons", "forget", str(file), "--chat", "-2", "--json"], home) == 0
    assert json.loads(capsys.readouterr().out)["forgotten"] == 2
    assert not (await watch.check(shown(scene(7), -2)))[0].flagged
    assert (len(banned.bans(-2)), len(banned.bans(-1))) == (0, 3)
    database.close()


PRINT = {"pdq": ["0f" * 32], "quality": 90}


@pytest.mark.parametrize(
    "broken",
    [
        {"pdq": ["0f" * 31]},
        {"pdq": []},
        {"quality": 49},
        {"size": [0, 600]},
        {"features": "AAAA"},
        {"features": base64.b64encode(b"\xff" * 42).decode()},
        {"vector": base64.b64encode(np.float32([np.nan]).tobytes()).decode(), "model": "m"},
        {"vector": base64.b64encode(np.float32([1]).tobytes()).decode()},
    ],
    ids=lambda broken: next(iter(broken)),
)
def test_a_print_that_is_none_is_refused_before_anything_is_learned(
    broken: dict[str, object], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Database(tmp_path / STATE).close()
    file = tmp_path / "bad.jsonl"
    lines = [json.dumps({"banned": [one]}) for one in (PRINT, {**PRINT, **broken})]
    file.write_text("\n".join(lines))
    asked = ["moderate", "lessons", "import", str(file), "--chat", "-1"]
    assert main(asked, {"GROUNDGLASS_HOME": str(tmp_path)}) == 2
    assert "line 2 of" in capsys.readouterr().err
    file.write_text(lines[0])
    assert main(asked, {"GROUNDGLASS_HOME": str(tmp_path)}) == 0


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["lessons"], "say what to do with lessons"),
        (["lessons", "export"], "--chat"),
        (["lessons", "import", "--chat", "-1"], "name the file to import"),
        (["lessons", "import", "bad.jsonl", "--chat", "-1"], "line 2 of 'bad.jsonl' is no lesson"),
    ],
)
def test_a_wrong_command_is_told_in_one_line_and_changes_nothing(
    words: list[str],
    told: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    Database(tmp_path / STATE).close()
    monkeypatch.chdir(tmp_path)
    Path("bad.jsonl").write_text('{"text": "fine", "spam": true}\n{"text": 3, "spam": true}\n')
    assert main(["moderate", *words], {"GROUNDGLASS_HOME": str(tmp_path)}) == 2
    said = capsys.readouterr().err
    assert told in said and said.count("\n") == 1
    database = Database(tmp_path / STATE)
    assert LessonTable(database).of(-1) == ()
    database.close()
