"""Is a ten-second cut of a banned clip found again by the stills that the bot looks at?

    python -m tests.benchmarks.cuts DATA

DATA holds `videos`: edits of one clip, `*-orig-*` the original, and others, as the PDQ test data do. Prints a
line a video and exits 1 where a cut of an edit is lost or another video is taken for the clip.
"""

import argparse
import sys
import tempfile
from pathlib import Path

import cv2

from knowledge.bank.bank import SURE, Asked, Bank
from knowledge.bank.records import Known
from knowledge.film.keyframes import keyframes
from knowledge.vision.eyes import Eyes
from knowledge.vision.prints import Sample, taken

CUT_SECONDS, STEP_SECONDS = 10.0, 2.3
"""The starts lie where no still of the banned clip does."""
MOST = 40


def cuts(video: Path, folder: Path) -> list[bytes]:
    """Cut ten seconds out of a video at several starts; a shorter one stays whole."""
    capture = cv2.VideoCapture(str(video))
    rate = capture.get(cv2.CAP_PROP_FPS)
    frames = []
    while (read := capture.read())[0]:
        frames.append(read[1])
    size = (frames[0].shape[1], frames[0].shape[0])
    found, start = [], 0.0
    while not found or start + CUT_SECONDS <= len(frames) / rate:
        path = folder / "cut.mp4"
        writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"mp4v"), rate, size)
        for frame in frames[round(start * rate) : round((start + CUT_SECONDS) * rate)]:
            writer.write(frame)
        writer.release()
        found.append(path.read_bytes())
        start += STEP_SECONDS
    return found


def main() -> int:
    """Print a line a video; return 1 where one is judged wrongly."""
    parser = argparse.ArgumentParser()
    parser.add_argument("data", type=Path)
    videos = sorted((parser.parse_args().data / "videos").iterdir())
    original = next(one for one in videos if "orig" in one.name)
    family, missed = original.name.split("-")[0], False
    eyes = Eyes()

    def look(picture: bytes) -> bytes:
        return eyes.look(picture, read=False).content

    try:
        with tempfile.TemporaryDirectory() as folder:
            # First, for the eyes forbid this process to open files as videos afterwards.
            parts = {video: cuts(video, Path(folder)) for video in videos}
        prints = tuple(taken(look(still)) for still in eyes.sample(original.read_bytes()))
        bank = Bank([Known("clip", prints)])
        for video, contents in parts.items():
            found = 0
            for content in contents:
                stills = [look(one.picture) for one in keyframes(content, MOST).frames]
                matches = bank.find_clip([Asked(Sample(still)) for still in stills])
                found += any(match.score >= SURE for match in matches)
            right = found == (len(contents) if video.name.startswith(family) else 0)
            missed |= not right
            sys.stdout.write(
                f"{'holds ' if right else 'MISSED'}  {video.name}: {found} of {len(contents)} cuts found\n"
            )
            sys.stdout.flush()
    finally:
        eyes.close()
    return missed


if __name__ == "__main__":
    sys.exit(main())
