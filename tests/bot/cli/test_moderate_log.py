"""What was done in groups is told by the command line for as long as it is kept."""

import json
import time
from pathlib import Path

import pytest

from bot.app import STATE
from bot.cli import main
from bot.records import Action, ChatKind, Origin, Person
from bot.store.acts import Acts
from bot.store.database import Database

DAY = 86_400


def test_acts_of_all_groups_are_told_when_the_judgements_are_gone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    database = Database(tmp_path / STATE)
    for chat, days in ((-2, 50), (-1, 40), (-2, 80)):
        acts = Acts(database, lambda days=days: time.time() - days * DAY)  # type: ignore[misc]  # its default is known
        origin = Origin(chat, ChatKind.SUPERGROUP, 0, Person(9, "Eve"))
        acts.done(acts.plan(origin, Action("delete", (days,), "spam"), "Buy now", DAY), "delete")
    database.close()
    home = {"GROUNDGLASS_HOME": str(tmp_path)}

    def told(*more: str) -> list[tuple[int, int]]:
        assert main(["moderate", "log", "--days", "60", "--json", *more], home) == 0
        rows = map(json.loads, capsys.readouterr().out.splitlines())
        return [(row["chat"], row["act"]) for row in rows]

    assert told() == [(-2, 1), (-1, 2)]
    assert told("--chat", "-1") == [(-1, 2)]
