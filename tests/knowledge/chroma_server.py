"""`chroma run` on loopback, for the length of a `with` block."""

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from knowledge.index.chroma import ONE_LINKER

READY = "Frontend server listening"
"""What the server logs once it takes connections."""


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Start a Chroma server over `folder`; yield its address once it answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    program = "from chromadb.cli.cli import app; app()"
    command = [sys.executable, "-c", program, "run", "--host", "127.0.0.1"]
    process = subprocess.Popen(
        [*command, "--port", str(port), "--path", str(folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, **dict([ONE_LINKER])},
    )
    assert process.stdout is not None
    try:
        log = ""
        for line in process.stdout:
            log += line
            if READY in line:
                break
        else:
            raise AssertionError(f"the Chroma server did not start: {log}")
        # It logs every request, and stops where nobody reads on.
        reading = threading.Thread(target=process.stdout.read)
        reading.start()
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            reading.join()
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
