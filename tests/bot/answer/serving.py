"""A language model behind somebody else's server: `transformers serve` on a free port of loopback."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LISTENS = re.compile(r"running on (http://127\.0\.0\.1:\d+)")


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve the model in `folder`; yield the base address of its chat completions."""
    command = [Path(sys.executable).parent / "transformers", "serve", folder, "--port", "0"]
    process = subprocess.Popen(
        [*map(str, command), "--host", "127.0.0.1", "--device", "cpu"],
        stderr=subprocess.STDOUT,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "HF_HUB_OFFLINE": "1"},
    )
    try:
        assert process.stdout is not None
        said: list[str] = []
        for line in process.stdout:
            said.append(line)
            if found := LISTENS.search(line):
                yield f"{found[1]}/v1"
                return
        raise AssertionError("transformers serve did not start:\n" + "".join(said))
    finally:
        process.terminate()
        process.communicate(timeout=30)
