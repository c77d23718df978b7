"""What no program expects on its command line or in a file, and no person shall see a traceback for."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from bot import cli


def run(home: Path, *argv: str) -> int:
    return cli.main(argv, {"GROUNDGLASS_HOME": str(home)})


@pytest.mark.parametrize(
    ("argv", "told"),
    [
        (("search", "x", "--limit", "0"), "--limit: '0' is no whole number from 1 to 1000000"),
        (("sandbox", "--port", "70000"), "--port: '70000' is no whole number from 0 to 65535"),
        (("moderate", "log", "--days", "9" * 20), "--days: '99999999999999999999' is no whole"),
        (("moderate", "log", "--chat", "9" * 20), "--chat: '99999999999999999999' is no whole"),
    ],
)
def test_a_number_beyond_its_bounds_is_told_with_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], argv: tuple[str, ...], told: str
) -> None:
    assert run(tmp_path, *argv) == 2
    assert told in capsys.readouterr().err


def test_words_that_are_no_utf_8_are_taken_as_far_as_they_are(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path, "docs", "--space", "a\udcffb") == 0
    assert "space 'a\ufffdb' is empty" in capsys.readouterr().out
    assert run(tmp_path, "ask", "a\udcffb", "--json") == 0
    assert json.loads(capsys.readouterr().out)["refused"] is True


def test_a_batch_hands_back_any_id_and_reads_any_line_that_json_may_hold(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    batch = tmp_path / "batch.jsonl"
    lines = ('{"id": "\\ud83d", "text": "half \\ud83d"}', '{"id": 2, "text": "two\u2028lines"}')
    batch.write_bytes(b"\xef\xbb\xbf" + "\r\n".join(lines).encode())
    assert run(tmp_path, "screen", "--batch", str(batch)) == 0
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [one["id"] for one in told] == ["\ud83d", 2]


@pytest.mark.parametrize(
    "line", ['{"text": "a", "media": 5}', "[" * 100_000, '{"media": {"a": 1}}']
)
def test_a_line_of_a_batch_that_is_none_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], line: str
) -> None:
    batch = tmp_path / "batch.jsonl"
    batch.write_text(line)
    assert run(tmp_path, "search", "--batch", str(batch)) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("groundglass: line 1 of ")


def test_a_reader_that_has_enough_is_no_trouble(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "bot", "models", "list"]
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={"GROUNDGLASS_HOME": str(tmp_path), "PYTHONPATH": ":".join(sys.path)},
    )
    assert process.stdout is not None and process.stderr is not None
    process.stdout.close()
    assert (process.stderr.read(), process.wait()) == (b"", 1)
    process.stderr.close()


def test_an_empty_store_says_how_it_is_filled(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = {"GROUNDGLASS_HOME": str(tmp_path)}
    assert cli.main(["search", "guest network"], home) == 0
    assert capsys.readouterr().out == (
        "nothing found\nspace 'default' is empty; `groundglass learn PATH` fills it\n"
    )
    assert cli.main(["rebuild"], home) == 0
    assert capsys.readouterr().out == (
        "nothing to rebuild: no space holds a document; `groundglass learn PATH` adds some\n"
    )
