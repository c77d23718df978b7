"""Lessons go out of one group and into another, and can be taken back by the file they came from."""

import json
from pathlib import Path

import pytest

from bot.app import STATE
from bot.cli import main
from bot.safety.spam.school import School
from bot.store.database import Database
from bot.store.lessons import LessonTable

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
