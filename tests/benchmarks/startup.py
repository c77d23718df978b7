"""How long a second start takes to its first getUpdates, and how much memory it holds then.

    python -m tests.benchmarks.startup

Starts the sandbox with the demo twice over the same state and measures the second one; exits 1 when
a limit is missed.
"""

import asyncio
import contextlib
import os
import sys
import tempfile
import time
from pathlib import Path

import httpx

from tests.way.town import Town

LIMIT_SECONDS = 2.0
LIMIT_MB = 200


async def start(home: Path, learned: bool) -> tuple[float, int]:
    """Start, wait for the first getUpdates, and with `learned` for the handbook; (seconds, MB)."""
    began = time.perf_counter()
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        "sandbox",
        "--port",
        "0",
        env=os.environ | {"GROUNDGLASS_HOME": str(home)},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    try:
        url = (await process.stdout.readline()).decode().split()[-1]
        async with httpx.AsyncClient(base_url=url) as http:
            while not await Town(http).calls("getUpdates"):
                await asyncio.sleep(0.01)
        took = time.perf_counter() - began
        megabytes = resident(process.pid)
        while learned and b"handbook is known" not in await process.stderr.readline():
            pass
        return took, megabytes
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
        await process.wait()


def resident(pid: int) -> int:
    """Return the resident memory of a process in MB."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) // 1024


async def main() -> int:
    """Measure, print, judge."""
    with tempfile.TemporaryDirectory() as folder:
        await start(Path(folder), learned=True)
        took, megabytes = await start(Path(folder), learned=False)
    holds = took < LIMIT_SECONDS and megabytes < LIMIT_MB
    sys.stdout.write(
        f"{'holds' if holds else 'MISSED'}  first getUpdates after {took:.2f} s "
        f"(below {LIMIT_SECONDS:.0f}), {megabytes} MB resident (below {LIMIT_MB})\n"
    )
    return 0 if holds else 1


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
