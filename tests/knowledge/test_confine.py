"""What a confined call can do to the process that asked for it: nothing."""

import json
import os
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge.confine import Confined
from knowledge.errors import TookTooLong, Unreadable

MEBIBYTE = 2**20


@pytest.fixture
def confined() -> Iterator[Confined]:
    confined = Confined(memory_bytes=256 * MEBIBYTE, seconds=1)
    yield confined
    confined.close()


def test_one_child_answers_call_after_call(confined: Confined) -> None:
    first = confined.run(os.getpid)
    assert first != os.getpid()
    assert confined.run(os.getpid) == first


def test_a_call_that_hangs_is_ended_and_the_next_one_answered(confined: Confined) -> None:
    hanging = confined.submit(time.sleep, 60.0)
    waiting = confined.submit(abs, -3)
    with pytest.raises(TookTooLong, match=r"longer than 1 seconds.*smaller or simpler"):
        hanging.result()
    assert waiting.result() == 3


def test_a_call_that_wants_too_much_memory_fails_alone(confined: Confined) -> None:
    first = confined.run(os.getpid)
    with pytest.raises(TookTooLong, match="more memory"):
        confined.run(bytearray, 512 * MEBIBYTE)
    assert confined.run(os.getpid) == first


def test_a_child_that_dies_is_replaced(confined: Confined) -> None:
    first = confined.run(os.getpid)
    with pytest.raises(TookTooLong, match="ended the process"):
        confined.run(os.kill, first, signal.SIGKILL)
    assert confined.run(os.getpid) != first


def test_a_child_that_died_between_two_calls_costs_none_of_them(confined: Confined) -> None:
    for noticed in (False, True):
        child = confined.run(os.getpid)
        os.kill(child, signal.SIGKILL)
        ends = time.monotonic() + 30
        while noticed and Path(f"/proc/{child}").exists() and time.monotonic() < ends:
            # Whoever started it has to bury it, and knows then.
            os.sched_yield()
        assert confined.run(abs, -3) == 3
        assert confined.run(os.getpid) != child


def test_any_failure_is_an_unreadable_file_with_a_remedy(confined: Confined) -> None:
    with pytest.raises(Unreadable, match=r"damaged \(JSONDecodeError\); save it again"):
        confined.run(json.loads, "{")


def test_secrets_in_the_environment_stay_with_the_parent(
    confined: Confined, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "1:secret")
    assert confined.run(os.getenv, "TELEGRAM_BOT_TOKEN") is None
    assert os.environ["TELEGRAM_BOT_TOKEN"] == "1:secret"


def test_a_child_reaches_neither_network_nor_programs_nor_disk(
    confined: Confined, tmp_path: Path
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0)
        with pytest.raises(Unreadable, match="PermissionError"):
            confined.run(socket.create_connection, server.getsockname())
        with pytest.raises(BlockingIOError):
            server.accept()
    with pytest.raises(Unreadable, match="PermissionError"):
        confined.run(os.system, "true")
    target = tmp_path / "left-behind"
    with pytest.raises(Unreadable, match="OSError"):
        confined.run(Path.write_bytes, target, b"x")
    assert not target.exists() or target.read_bytes() == b""


def test_after_closing_nothing_starts_again(confined: Confined) -> None:
    child = os.pidfd_open(confined.run(os.getpid))
    confined.close()
    assert select.select([child], [], [], 10)[0]
    os.close(child)
    with pytest.raises(TookTooLong, match="stopping"):
        confined.run(os.getpid)


def test_closing_does_not_wait_for_the_call_that_runs() -> None:
    confined = Confined(memory_bytes=256 * MEBIBYTE, seconds=600)
    child = os.pidfd_open(confined.run(os.getpid))
    running = confined.submit(time.sleep, 600.0)
    confined.close()
    assert select.select([child], [], [], 30)[0]
    os.close(child)
    with pytest.raises(TookTooLong):
        running.result(timeout=30)


WITHOUT_GUARD = """
import os, sys, time
from knowledge.confine import Confined

confined = Confined(memory_bytes=2**28, seconds=600)
print(confined.run(os.getpid), flush=True)
confined.submit(time.sleep, 600.0)
sys.stdin.read()
"""


def test_a_busy_child_goes_with_its_parent_even_after_kill_9() -> None:
    # The script has no `__main__` guard: a child must not run it again.
    with subprocess.Popen(
        [sys.executable, "-c", WITHOUT_GUARD],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as parent:
        assert parent.stdout is not None
        child = os.pidfd_open(int(parent.stdout.readline()))
        parent.kill()
        assert select.select([child], [], [], 20)[0]
        os.close(child)


def test_a_script_from_standard_input_can_use_it() -> None:
    script = "\n".join(
        (
            "from knowledge.confine import Confined",
            "confined = Confined(2**28, 10)",
            "print(confined.run(abs, -3))",
            "confined.close()",
        )
    )
    done = subprocess.run(
        [sys.executable, "-"], input=script, capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.stderr) == ("3\n", "")
