"""How long it takes to learn a folder again in which nothing has changed, and to import the library.

    python -m tests.benchmarks.relearn [--files 1000]

The folder is written and learned first: Markdown pages, each with a picture of its own, and large files
among them. Exits 1 when a limit is missed.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from knowledge import KnowledgeBase
from knowledge.stamps import GRANULARITY_SECONDS
from knowledge.vision.eyes import Eyes
from tests.knowledge.fakes import WordEmbedder, draw

RELEARN_SECONDS = 1.0
IMPORT_SECONDS = 0.3
LARGE_EVERY = 10
"""Every tenth page is 2 MB long, as an export or a log is."""


def write_folder(folder: Path, files: int) -> int:
    """Write `files` pages and pictures, half each, and return their bytes."""
    folder.mkdir()
    for number in range(files // 2):
        words = f"# Page {number}\n\nword{number} about the router.\n\n![plan {number}](p{number}.png)\n"
        if number % LARGE_EVERY == 0:
            words += "\n<!-- " + "x" * 2_000_000 + " -->\n"
        (folder / f"{number}.md").write_text(words)
        (folder / f"p{number}.png").write_bytes(draw(number))
    # Files of this very moment are read again, see `knowledge.stamps`.
    time.sleep(GRANULARITY_SECONDS + 0.1)
    return sum(path.stat().st_size for path in folder.iterdir())


def relearn(files: int) -> tuple[float, int]:
    """Return the seconds that learning again takes, and the bytes of the folder."""
    eyes = Eyes()
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home) / "pages"
        size = write_folder(folder, files)
        base = KnowledgeBase(Path(home), eyes, embedder=WordEmbedder())
        base.learn([folder], "team")
        base.close()
        base = KnowledgeBase(Path(home), eyes, embedder=WordEmbedder())
        began = time.perf_counter()
        report = base.learn([folder], "team")
        took = time.perf_counter() - began
        base.close()
        if report.added or report.changed or len(report.unchanged) != files // 2:
            raise AssertionError(f"not unchanged: {report}")
    eyes.close()
    return took, size


def importing() -> float:
    """Return the seconds that `from knowledge import KnowledgeBase` takes in a new process, the best of five."""
    program = (
        "import time; began = time.perf_counter(); from knowledge import KnowledgeBase;"
        "print(time.perf_counter() - began)"
    )
    runs = [
        subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
        for _ in range(5)
    ]
    return min(float(run.stdout) for run in runs)


def main() -> int:
    """Measure, print, judge."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--files", type=int, default=1_000)
    arguments = parser.parse_args()
    imported = importing()
    took, size = relearn(arguments.files)
    lines = [
        (imported < IMPORT_SECONDS, f"imported in {imported:.2f} s (below {IMPORT_SECONDS})"),
        (
            took < RELEARN_SECONDS,
            f"{arguments.files} unchanged files, {size / 1e6:.0f} MB, learned again in {took:.2f} s"
            f" (below {RELEARN_SECONDS:g})",
        ),
    ]
    for holds, line in lines:
        sys.stdout.write(f"{'holds' if holds else 'MISSED'}  {line}\n")
    return 0 if all(holds for holds, _ in lines) else 1


if __name__ == "__main__":
    sys.exit(main())
