"""What a hostile file may cost, and how a refusal has to read."""

import multiprocessing
import resource
from pathlib import Path


def one_sentence(error: Exception) -> bool:
    """Tell whether this is a line for a person: what is wrong; what to do."""
    text = str(error)
    return ";" in text and "\n" not in text and len(text) < 200


def peak_bytes() -> dict[int, int]:
    """Return the highest resident memory so far, of this process (0) and of its children."""
    peaks = {0: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024}
    for child in multiprocessing.active_children():
        status = Path(f"/proc/{child.pid}/status").read_text()
        line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
        peaks[child.pid or 0] = int(line.split()[1]) * 1024
    return peaks
