"""How fast a folder of Markdown is learned, beside LangChain with Chroma and LlamaIndex, in one run.

    python -m tests.benchmarks.ingest FOLDER --peers PYTHON

PYTHON belongs to a virtual environment of its own, for the peers are no part of the project:

    pip install langchain-chroma langchain-huggingface langchain-text-splitters \\
      llama-index-core llama-index-embeddings-huggingface sentence-transformers

All embed the same Markdown files with the same MiniLM, whose weights lie ready in memory when the clock
starts, and are processes of their own. Prints documents a second and the peak memory of each with its
children; exits 1 when a limit is missed.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from knowledge.embed import convert

TIMES = 4.0
"""Least that our documents a second are of each peer's."""
LIMIT_MB = 900


@dataclass(frozen=True)
class Figures:
    """One run: documents a second, and the peak resident memory of all its processes in MB."""

    per_second: float
    megabytes: int


def resident(pid: int) -> int:
    """Return the resident memory of a process and all below it in MB; 0 for one that is gone."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        threads = list(Path(f"/proc/{pid}/task").iterdir())
    except OSError:
        return 0
    for thread in threads:
        try:
            children += (thread / "children").read_text().split()
        except OSError:
            continue
    own = int(status.split("VmRSS:")[1].split()[0]) // 1024 if "VmRSS:" in status else 0
    return own + sum(resident(int(child)) for child in set(children))


def run(command: list[str], documents: int) -> Figures:
    """Run one ingestion and watch its memory."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    peak = 0
    done = threading.Event()

    def watch() -> None:
        nonlocal peak
        while not done.is_set():
            peak = max(peak, resident(process.pid))
            time.sleep(0.05)

    watching = threading.Thread(target=watch)
    watching.start()
    out, _ = process.communicate()
    done.set()
    watching.join()
    if process.returncode:
        raise SystemExit(f"{' '.join(command[:4])} failed")
    return Figures(documents / float(out.split()[-1]), peak)


def markdown_of(folder: Path, copy: Path) -> int:
    """Copy the Markdown files alone, so that nobody reads pictures; return how many there are."""
    count = 0
    for source in sorted(folder.rglob("*.md")):
        target = copy / source.relative_to(folder)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
        count += 1
    return count


def main() -> int:
    """Measure, print, judge."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--peers", required=True, help="the peers' python")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        here = Path(place)
        documents = markdown_of(arguments.folder, here / "docs")
        models = Path(tempfile.gettempdir()) / "groundglass-models"
        models.mkdir(exist_ok=True)
        weights, own = (
            str(convert.MINILM.path().parent),
            [sys.executable, "-m", "tests.benchmarks.own_ingest"],
        )
        peers = [arguments.peers, "-m", "tests.benchmarks.peers.{}_ingest"]
        rows = {"groundglass": run([*own, f"{here}/docs", str(models), f"{here}/home"], documents)}
        for name in ("langchain_chroma", "llama_index"):
            command = [part.format(name) for part in peers]
            rows[name] = run([*command, f"{here}/docs", weights, f"{here}/{name}"], documents)
    ours = rows["groundglass"]
    for name, row in rows.items():
        sys.stdout.write(f"{name:18} {row.per_second:6.1f} documents/s  {row.megabytes} MB\n")
    checks = {f"memory: {ours.megabytes} MB (at most {LIMIT_MB})": ours.megabytes <= LIMIT_MB}
    for name in ("langchain_chroma", "llama_index"):
        times = ours.per_second / rows[name].per_second
        checks[f"{times:.1f} times as fast as {name} (at least {TIMES})"] = times >= TIMES
    for line, holds in checks.items():
        sys.stdout.write(f"{'holds' if holds else 'MISSED'}  {line}\n")
    return 0 if all(checks.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
