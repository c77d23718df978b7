"""How surely, and how fast, a picture is found again after what chats do to it.

    python -m tests.benchmarks.lookalike [FOLDER...] [--pictures 1000] [--queries 1000] [--absent 1000]

Learns drawn pictures, many of them nearly alike, and every picture in the folders; asks `--queries` times for
them under the four edits in turn, for some under further edits, and for pictures that are in no document.
Nothing is read (OCR) but where it says so, so that pixels alone have to do. Prints one line a figure and
exits 1 when a limit is missed. `--home FOLDER` keeps what was drawn and learned, `--part PART` runs one part alone.
"""

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from bot.evaluate import edits
from knowledge import KnowledgeBase
from knowledge.records import Found, Query, Scope, Sight
from knowledge.vision.eyes import Eyes
from tests.benchmarks import gallery
from tests.benchmarks.street import percentile
from tests.knowledge.fakes import KnowingEyes, WordEmbedder

MEMBERS = 4
"""Learned members of a family; the next one is drawn as an absent near twin."""

ABSENT_FAMILY = 50_000
SCOPE = Scope(("lookalike",))
R1, HASH_MS, PIXELS_MS, OCR_MS, FALSE = 0.97, 300.0, 150.0, 1_200.0, 0.01
READ, FURTHER = 40, 60
"""Pictures asked for with OCR, and under each further edit."""


@dataclass
class Tally:
    """What became of the queries of one kind."""

    right: int = 0
    asked: int = 0
    seconds: list[float] = field(default_factory=list)
    busy: list[float] = field(default_factory=list)
    """Processor seconds, which a machine that does other things as well inflates less."""

    def line(self, name: str) -> str:
        low, high = percentile(self.seconds, 0.5) * 1000, percentile(self.seconds, 0.95) * 1000
        share = f"{self.right}/{self.asked} = {self.right / self.asked:.3f}"
        busy = percentile(self.busy, 0.5) * 1000
        return f"        {name}: R@1 {share}, p50 {low:.0f} ms ({busy:.0f} of processor), p95 {high:.0f} ms"


class Bench:
    """A store with the pictures learned, and the figures so far."""

    def __init__(self, home: Path, sources: dict[str, bytes]) -> None:
        self.eyes = Eyes()
        self.base = KnowledgeBase(home, KnowingEyes(self.eyes), embedder=WordEmbedder())
        self.sources = sources
        self.missed = False
        self._warm = False

    def learn(self, folder: Path) -> None:
        """Learn every picture, and say what it took."""
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in self.sources.items():
            if not (folder / name).exists():
                (folder / name).write_bytes(content)
        report = self.base.learn([folder], SCOPE.spaces[0])
        each = report.took_seconds / max(1, len(report.added)) * 1000
        self.say(f"        learned {len(report.added)} pictures, {each:.0f} ms each without OCR")

    def search(self, content: bytes, tally: Tally) -> Found:
        """Search by one picture, timed."""
        query = Query(picture=self.eyes.look(content, read=False))
        if not self._warm:
            self.base.search(query, SCOPE)
            self._warm = True
        started, busy = time.perf_counter(), time.process_time()
        found = self.base.search(query, SCOPE, 10)
        tally.seconds.append(time.perf_counter() - started)
        tally.busy.append(time.process_time() - busy)
        return found

    def ask(self, name: str, content: bytes, tally: Tally) -> None:
        """Search for an edited copy of the picture `name`."""
        found = self.search(content, tally)
        wanted = self.eyes.look(self.sources[name], read=False)
        tally.asked += 1
        first = found.hits[0].image if found.hits else None
        right = first is not None and self._same(first, wanted)
        tally.right += right
        if not right:
            best = found.hits[0].unit.document if found.hits else "nothing"
            self.say(f"        missed {name}: {best}")

    def _same(self, image: str, wanted: Sight) -> bool:
        """Whether a stored picture has the pixels of the wanted one, under whatever name."""
        return image == wanted.sha256 or self.base.picture(image, SCOPE) == wanted.content

    def judge(self, holds: bool, text: str) -> None:
        self.missed |= not holds
        self.say(f"{'holds ' if holds else 'MISSED'}  {text}")

    @staticmethod
    def say(text: str) -> None:
        sys.stdout.write(text + "\n")
        sys.stdout.flush()


def edited(task: tuple[bytes, str, str]) -> bytes:
    content, kind, seed = task
    return edits.edited(content, {**edits.EDITS, **edits.FURTHER}[kind], seed)


def copies(tasks: Sequence[tuple[bytes, str, str]]) -> Iterator[bytes]:
    """Edit on both cores ahead of the measuring."""
    with ProcessPoolExecutor(2) as pool:
        return iter(list(pool.map(edited, tasks, chunksize=8)))


def same_again(bench: Bench, queries: int) -> None:
    """Ask for pictures from all over the store under the edits of the protocol."""
    kinds, pictures = list(edits.EDITS), list(bench.sources)
    asked = random.Random(0).sample(pictures * (queries // len(pictures) + 1), queries)
    names = [(name, kinds[at % len(kinds)]) for at, name in enumerate(asked)]
    tallies = {kind: Tally() for kind in kinds}
    made = copies([(bench.sources[name], kind, name + kind) for name, kind in names])
    for (name, kind), content in zip(names, made, strict=True):
        bench.ask(name, content, tallies[kind])
    for kind, tally in tallies.items():
        bench.say(tally.line(kind))
    right, asked = (sum(getattr(t, what) for t in tallies.values()) for what in ("right", "asked"))
    every = [one for tally in tallies.values() for one in tally.seconds]
    bench.judge(right / asked >= R1, f"image -> image R@1 {right / asked:.3f} of {asked} (>= {R1})")
    for share, limit in ((0.95, HASH_MS), (0.5, PIXELS_MS)):
        took = percentile(every, share) * 1000
        text = f"search by picture, unread: p{share * 100:.0f} {took:.0f} ms (<= {limit:.0f})"
        bench.judge(took <= limit, text)


def further(bench: Bench) -> None:
    """Ask for some pictures under the further edits; reported only."""
    names = list(bench.sources)[:: max(1, len(bench.sources) // FURTHER)]
    for kind in edits.FURTHER:
        tally = Tally()
        for name, content in zip(
            names, copies([(bench.sources[n], kind, n) for n in names]), strict=True
        ):
            bench.ask(name, content, tally)
        bench.say(tally.line(kind))


def absent(bench: Bench, count: int) -> None:
    """Ask for pictures that were never learned: of strange families, then near twins of learned ones."""
    kinds = list(edits.EDITS)
    for title, twins in (("unrelated", False), ("near twins", True)):
        number = count // 4 if twins else count
        families = [at if twins else ABSENT_FAMILY + at for at in range(number)]
        pictures = [gallery.png(gallery.draw(family, MEMBERS)) for family in families]
        tasks = [(one, kinds[at % len(kinds)], f"absent {at}") for at, one in enumerate(pictures)]
        tally, matched, same = Tally(), 0, 0
        for content in copies(tasks):
            found = bench.search(content, tally)
            matched += any(hit.match for hit in found.hits)
            same += found.answerable > 0.9
        text = f"{number} absent pictures, {title}: {matched} lookalikes shown, {same} taken for the same"
        bench.judge(twins or matched / number <= FALSE, text)


def with_ocr(bench: Bench) -> None:
    """Read and search, as the bot does with a photo."""
    names = list(bench.sources)[:: max(1, len(bench.sources) // READ)]
    photos = copies([(bench.sources[n], "photo of a screen", n + "read") for n in names])
    seconds = []
    bench.eyes.look(bench.sources[names[0]], read=True)
    for content in photos:
        started = time.perf_counter()
        bench.base.search(Query(picture=bench.eyes.look(content, read=True)), SCOPE)
        seconds.append(time.perf_counter() - started)
    low, high = percentile(seconds, 0.5) * 1000, percentile(seconds, 0.95) * 1000
    text = f"open, read and search a photo: p50 {low:.0f} ms (<= {OCR_MS:.0f}), p95 {high:.0f} ms"
    bench.judge(low <= OCR_MS, text)


def main() -> int:
    """Learn, ask, judge."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--pictures", type=int, default=1_000)
    parser.add_argument("--queries", type=int, default=1_000)
    parser.add_argument("--absent", type=int, default=1_000)
    parser.add_argument("--home", type=Path)
    parser.add_argument("--part", action="append", choices=("same", "further", "absent", "read"))
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        home = given.home or Path(scratch)
        drawn = home / "pictures"
        sources = {path.name: path.read_bytes() for path in sorted(drawn.glob("*"))}
        sources = sources or gallery.material(given.folders, given.pictures, MEMBERS)
        bench = Bench(home, sources)
        try:
            bench.learn(drawn)
            parts = {
                "same": lambda: same_again(bench, given.queries),
                "further": lambda: further(bench),
                "absent": lambda: absent(bench, given.absent),
                "read": lambda: with_ocr(bench),
            }
            for part in given.part or parts:
                parts[part]()
        finally:
            bench.base.close()
            bench.eyes.close()
    return 1 if bench.missed else 0


if __name__ == "__main__":
    sys.exit(main())
