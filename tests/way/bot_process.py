"""The bot as a process of its own, for stories in which it is killed."""

import asyncio
import os
import signal
import sys
from dataclasses import dataclass, field
from pathlib import Path

KEPT = ("PATH", "HOME", "LANG", "OMP_NUM_THREADS")
"""What it sees of the environment beside its settings."""


@dataclass
class BotProcess:
    """`groundglass run` against a sandbox; may be killed and started again over the same state."""

    url: str
    token: str
    home: Path
    environment: dict[str, str] = field(default_factory=dict)
    process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Start it; it listens once its first getUpdates is seen."""
        own = {
            "GROUNDGLASS_HOME": str(self.home),
            "GROUNDGLASS_TELEGRAM_URL": self.url,
            "TELEGRAM_BOT_TOKEN": self.token,
        }
        kept = {name: os.environ[name] for name in KEPT if name in os.environ}
        with (self.home / "log").open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "bot",
                "run",
                env=kept | own | self.environment,
                stdout=asyncio.subprocess.DEVNULL,
                stderr=log,
            )

    async def kill(self) -> None:
        """End it as a power cut would."""
        assert self.process is not None
        if self.process.returncode is None:
            self.process.send_signal(signal.SIGKILL)
        await self.process.wait()

    @property
    def log(self) -> str:
        """Return everything it has logged."""
        return (self.home / "log").read_text(errors="replace")
