"""How fast PDFs are read before anything is embedded, and how much memory the process takes that reads.

    python -m tests.benchmarks.pdf_text [FOLDER...]

Draws a report of text, tables and charts, and one of 5,000 pages, and reads each in a confined process;
the PDFs of each FOLDER are read besides, and reported without a limit. Exits 1 when a limit is missed.
"""

import io
import random
import resource
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]  # ships no types

from knowledge.confine import Confined
from knowledge.parse import parse

PAGES_A_SECOND = 100
LONG = 5_000
LIMIT_MB = 900
STARTS = ("ha", "lo", "mi", "ter", "vor", "ka", "be", "sun")
WORDS = tuple(start + end for start in STARTS for end in ("n", "ring", "day", "tion", "s", "lder"))


@dataclass(frozen=True, slots=True)
class Measured:
    """What one file took."""

    pages: int
    blocks: int
    seconds: float
    megabytes: int


def report(pages: int) -> bytes:
    """Draw text in two columns, in one, tables and charts, A4, some 2,500 characters a page."""
    chance = random.Random(4)
    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    for number in range(pages):
        canvas.setFont("Helvetica-Bold", 14)
        canvas.drawString(60, 780, f"{number + 1}. {chance.choice(WORDS).title()} of the year")
        canvas.setFont("Helvetica", 9)
        (column, columns, table, chart)[number % 4](canvas, chance)
        canvas.drawString(290, 30, str(number + 1))
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def sentence(chance: random.Random, count: int) -> str:
    return " ".join(chance.choices(WORDS, k=count))


def column(canvas: Canvas, chance: random.Random) -> None:
    for row in range(48):
        canvas.drawString(60, 750 - 14 * row, sentence(chance, 16)[:95])


def columns(canvas: Canvas, chance: random.Random) -> None:
    for x in (60, 310):
        for row in range(56):
            canvas.drawString(x, 750 - 12 * row, sentence(chance, 8)[:44])


def table(canvas: Canvas, chance: random.Random) -> None:
    for row in range(40):
        canvas.drawString(60, 740 - 15 * row, sentence(chance, 4)[:34])
        for x in (300, 380, 460, 540):
            canvas.drawRightString(x, 740 - 15 * row, f"{chance.randrange(10**6):,}")


def chart(canvas: Canvas, chance: random.Random) -> None:
    for bar in range(24):
        canvas.rect(80 + 18 * bar, 500, 12, chance.randrange(20, 200), fill=1)
        canvas.drawString(80 + 18 * bar, 488, str(bar))
    canvas.drawString(60, 465, "Figure 1: " + sentence(chance, 8))
    for row in range(28):
        canvas.drawString(60, 440 - 14 * row, sentence(chance, 16)[:95])


def measure(name: str, content: bytes) -> Measured:
    """Read one file; called in the confined process, which loads its libraries first."""
    parse(name, report(1))
    started = time.perf_counter()
    parsed = parse(name, content)
    seconds = time.perf_counter() - started
    kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return Measured(parsed.pages, len(parsed.blocks), seconds, kilobytes // 1024)


def read(name: str, content: bytes) -> Measured:
    """Read one file in a process of its own."""
    # The child cannot find what stands in the module that is run.
    from tests.benchmarks import pdf_text

    child = Confined(memory_bytes=2 * 2**30, seconds=300)
    try:
        return child.run(pdf_text.measure, name, content)
    finally:
        child.close()


def line(name: str, measured: Measured, verdict: str = "       ") -> None:
    rate = measured.pages / measured.seconds
    sys.stdout.write(
        f"{verdict} {name[:44]:44} {measured.pages:5} pages {rate:7.0f} pages/s "
        f"{measured.blocks:6} blocks {measured.megabytes:5} MB\n"
    )


def main(folders: list[Path]) -> int:
    """Measure, print, judge."""
    missed = 0
    for name, pages in (("a drawn report", 400), ("a drawn report, very long", LONG)):
        measured = read("report.pdf", report(pages))
        fast = measured.pages == pages and measured.pages / measured.seconds >= PAGES_A_SECOND
        holds = fast and measured.megabytes <= LIMIT_MB
        missed += not holds
        line(name, measured, "holds  " if holds else "MISSED ")
    for path in sorted(path for folder in folders for path in folder.rglob("*.pdf")):
        line(path.name, read(path.name, path.read_bytes()))
    sys.stdout.write(f"limits: {PAGES_A_SECOND} pages/s, all pages, {LIMIT_MB} MB at the peak\n")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main([Path(argument) for argument in sys.argv[1:]]))
