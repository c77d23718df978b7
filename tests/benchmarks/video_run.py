"""Look for the cuts of one film, in this process, and print what was found and what it cost, as JSON.

python -m tests.benchmarks.video_run ours|AdaptiveDetector|ContentDetector FILM
"""

import json
import os
import sys
import time
from pathlib import Path

from knowledge.vision.eyes import Eyes


def ours(path: Path) -> dict[str, object]:
    """Look as the bot does, in the confined process."""
    eyes = Eyes()
    content = path.read_bytes()
    eyes.watch(content[:64] + bytes(8)).exception()  # the process starts, and loads what it needs
    before = children()
    video = eyes.watch(content).result()
    spent = children() - before
    return {
        "cuts": video.cuts,
        "seconds": spent,
        "megabytes": peak(),
        "frames": len(video.frames),
    }


def children() -> float:
    """Return the processor time of this process and of those that it started, in seconds."""
    me = os.getpid()
    ticks = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if int(fields[1]) == me or int(stat.parent.name) == me:
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def peak() -> float:
    """Return the most memory that any process started here has held, in MB."""
    most = 0
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            fields = dict(
                line.split(":", 1) for line in status.read_text().splitlines() if ":" in line
            )
        except OSError:
            continue
        if int(fields["PPid"]) == os.getpid():
            most = max(most, int(fields.get("VmHWM", "0 kB").split()[0]))
    return most / 1024


def theirs(name: str, path: Path) -> dict[str, object]:
    """Look as PySceneDetect does."""
    import scenedetect

    detector = getattr(scenedetect, name)
    scenedetect.open_video(str(path)).read()
    started = time.process_time()
    scenes = scenedetect.detect(str(path), detector())
    spent = time.process_time() - started
    return {"cuts": [begin.seconds for begin, _ in scenes[1:]], "seconds": spent}


def main() -> None:
    """Run one of them on one core."""
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    who, film = sys.argv[1], Path(sys.argv[2])
    result = ours(film) if who == "ours" else theirs(who, film)
    sys.stdout.write(json.dumps(result) + "\n")
    # Without waiting for the confined process to be told to go.
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
