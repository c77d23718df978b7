"""Our own ingestion: FOLDER MODELS HOME -> seconds on standard output."""

import sys
import time
from pathlib import Path


def main(folder: str, models: str, home: str) -> None:
    """Learn once; the weights are converted before, as they are once a machine."""
    from knowledge import KnowledgeBase
    from knowledge.vision.eyes import Eyes

    eyes = Eyes()
    knowledge = KnowledgeBase(Path(home), eyes, models=Path(models))
    try:
        knowledge.ahead(["warm"])
        started = time.perf_counter()
        knowledge.learn([Path(folder)], "team")
        sys.stdout.write(f"{time.perf_counter() - started}\n")
    finally:
        knowledge.close()
        eyes.close()


if __name__ == "__main__":
    main(*sys.argv[1:4])
