"""`groundglass eval spam`: what it reads, what it measures, and what it says to a wrong file."""

import json
from pathlib import Path

import pytest

from bot import cli
from bot.evaluate.tgspam import TgSpam
from bot.safety.spam.course import written

NAMES = {
    *("recall", "recall homoglyph", "recall leet", "recall spaced", "recall zero-width"),
    *("recall with ham appended", "false alarms", "recall of unlike families", "later recall"),
    *("innocent English", "recall untaught", "false alarms untaught"),
}


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    spam, ham = tmp_path / "spam.txt", tmp_path / "ham.txt"
    spam.write_text("\n".join(f"{text} now" for text in written("spam")[:24]), "utf-8")
    ham.write_text("\n".join(f"{text} ok" for text in written("ham")[:30]), "utf-8")
    return str(spam), str(ham)


def test_it_measures_both_ways_of_judging(
    files: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    spam, ham = files
    arguments = ["eval", "spam", "--spam", spam, "--ham", ham, "--folds", "2", "--seeds", "1"]
    assert cli.main([*arguments, "--test-spam", spam, "--json"], {}) == 0
    report = json.loads(capsys.readouterr().out)
    figures = {(one["name"], one["method"]): one for one in report["figures"]}
    assert {name for name, _ in figures} == NAMES
    assert figures["recall", "groundglass"]["of"] == 24
    assert figures["later recall", "groundglass"]["value"] > 0.95
    for one in figures.values():
        assert 0 <= one["low"] <= one["value"] <= one["high"] <= 1
    assert report["messages_per_second"] > 0
    assert report["lesson_ms"] > 0


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--spam", "{spam}"], "name both files"),
        (["--spam", "{spam}", "--ham", "{empty}"], "holds no messages"),
        (["--spam", "{spam}", "--ham", "{spam}", "--folds", "999"], "--folds is 999"),
    ],
)
def test_a_wrong_file_gets_a_sentence(
    arguments: list[str],
    told: str,
    files: tuple[str, str],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    empty = tmp_path / "empty.txt"
    empty.write_text("\n")
    named = [one.format(spam=files[0], empty=empty) for one in arguments]
    assert cli.main(["eval", "spam", *named], {}) == 2
    assert told in capsys.readouterr().err


def test_the_other_way_of_judging_does_what_it_is_known_for() -> None:
    judge = TgSpam(["earn money fast from home with our crypto platform today"] * 2, ["see you"])
    copy = "earn money fast from home with our crypto platform tonight"
    assert judge.flags([copy, "😀😀😀", "short", f"see you at lunch{' dear' * 12}"]) == [
        *(True, True, False, False)
    ]
