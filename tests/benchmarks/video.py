"""How many cuts of films are found, how fast, and in how little memory; beside PySceneDetect, in one run.

    python -m tests.benchmarks.video [FOLDER] [--seed N]

FOLDER holds films with `NAME.DETECTOR.default.json` beside them: the frames at which they cut. Each program looks at
each film in a process of its own, on one core; the time is what that process spent. Exits 1 where a limit is missed.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tests.drawn.films import Drawn, draw

NEAR_SECONDS = 0.5
"""A cut that is found so far away is found."""
FASTER = 1.7
SCREEN_RECALL = 0.95
MOST_MB = 200
PEERS = ("AdaptiveDetector", "ContentDetector")
REPEATS = 2
"""The best time counts: others work on the machine as well."""


@dataclass(frozen=True)
class Run:
    """What one program made of one film."""

    cuts: tuple[float, ...]
    seconds: float
    megabytes: float = 0.0
    frames: int = 0


def main() -> int:
    """Draw, measure, print, judge."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    missed = False
    with tempfile.TemporaryDirectory() as folder:
        films = [*draw(Path(folder), given.seed), *(known(given.folder) if given.folder else ())]
        rows = {
            film.name: {who: best(who, film.path) for who in ("ours", *PEERS)} for film in films
        }
    for line, holds in judged(films, rows):
        sys.stdout.write(
            f"{line if holds is None else ('holds ' if holds else 'MISSED') + '  ' + line}\n"
        )
        missed = missed or holds is False
    return int(missed)


def known(folder: Path) -> list[Drawn]:
    """Return the films of a folder whose cuts a detector of PySceneDetect told; all of them count."""
    import cv2

    films = []
    for path in sorted(folder.glob("*.mp4")):
        told = [file for peer in PEERS for file in folder.glob(f"{path.name}.{peer}.default.json")]
        if told:
            rate = cv2.VideoCapture(str(path)).get(cv2.CAP_PROP_FPS)
            frames = {cut for file in told for cut in json.loads(file.read_text())["cuts"]}
            films.append(Drawn(path.name, path, tuple(cut / rate for cut in sorted(frames)), False))
    return films


def judged(films: list[Drawn], rows: dict[str, dict[str, Run]]) -> list[tuple[str, bool | None]]:
    """Return lines, those that are limits with whether they hold."""
    lines: list[tuple[str, bool | None]] = []
    least, hits, cuts = True, 0, 0
    for film in films:
        row = rows[film.name]
        found = {who: recalled(film.cuts, run.cuts) for who, run in row.items()}
        told = "  ".join(
            f"{who} {found[who]}/{len(film.cuts)} (+{len(row[who].cuts) - found[who]}) {row[who].seconds:.2f} s"
            for who in row
        )
        mine = row["ours"]
        lines.append((f"{film.name:20} {told}  {mine.frames} frames {mine.megabytes:.0f} MB", None))
        least = least and found["ours"] >= max(found[peer] for peer in PEERS)
        if film.screen:
            hits, cuts = hits + found["ours"], cuts + len(film.cuts)
    lines.append(("on no film fewer cuts than PySceneDetect's detectors", least))
    share = hits / cuts
    lines.append(
        (
            f"recall on recordings of screens: {share:.3f} (at least {SCREEN_RECALL})",
            share >= SCREEN_RECALL,
        )
    )
    spent = {who: sum(row[who].seconds for row in rows.values()) for who in ("ours", *PEERS)}
    for peer in PEERS:
        ratio = spent[peer] / spent["ours"]
        lines.append(
            (f"faster than {peer}: {ratio:.2f} times (at least {FASTER})", ratio >= FASTER)
        )
    most = max(row["ours"].megabytes for row in rows.values())
    lines.append((f"peak memory of the worker: {most:.0f} MB (at most {MOST_MB})", most <= MOST_MB))
    return lines


def recalled(cuts: tuple[float, ...], found: tuple[float, ...]) -> int:
    """Count the cuts that were found, each by one of its own."""
    left = list(found)
    hits = 0
    for cut in cuts:
        near = min(left, key=lambda at: abs(at - cut), default=None)
        if near is not None and abs(near - cut) <= NEAR_SECONDS:
            left.remove(near)
            hits += 1
    return hits


def best(who: str, path: Path) -> Run:
    """Run a program over a film some times; return the fastest run."""
    runs = []
    for _ in range(REPEATS):
        command = [sys.executable, "-m", "tests.benchmarks.video_run", who, str(path)]
        told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        runs.append(Run(**json.loads(told.splitlines()[-1])))
    return min(runs, key=lambda run: run.seconds)


if __name__ == "__main__":
    sys.exit(main())
