"""`run` and `sandbox`: what they are not started with, and what they leave alone."""

import socket
from pathlib import Path

import pytest

from bot import cli


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("GROUNDGLASS_SANDBOX_PORT", "70000"),
        ("GROUNDGLASS_WEBHOOK_PORT", "65536"),
        ("GROUNDGLASS_SENDS_PER_SECOND", "0"),
    ],
)
def test_a_number_that_cannot_be_used_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, value: str
) -> None:
    assert cli.main(["models", "list"], {"GROUNDGLASS_HOME": str(tmp_path), name: value}) == 2
    said = capsys.readouterr().err
    assert said.startswith(f"groundglass: {name} is '{value}'; set it to ")
    assert said.count("\n") == 1


def test_a_sandbox_whose_port_is_taken_leaves_the_one_at_work_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = tmp_path / "sandbox" / "bot.sqlite3"
    kept.parent.mkdir()
    kept.touch()
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        assert cli.main(["sandbox", "--port", port], {"GROUNDGLASS_HOME": str(tmp_path)}) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.splitlines()[-1] == (
        f"groundglass: port {port} is taken; choose another one with --port or GROUNDGLASS_SANDBOX_PORT"
    )
    assert kept.exists()
