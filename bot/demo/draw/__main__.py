"""Write the handbook's drawn files again: `python -m bot.demo.draw [FOLDER]`."""

import sys
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from bot.demo.draw import charts, diagrams, dialogs, report, whiteboard
from bot.demo.team import HANDBOOK

DRAWINGS: Mapping[str, Callable[[], bytes]] = {
    "fleet-report-2025.pdf": report.draw,
    "pictures/architecture.png": diagrams.architecture,
    "pictures/chart-battery.png": charts.battery,
    "pictures/chart-pages.png": charts.pages,
    "pictures/error-nl-2207.png": partial(dialogs.draw, dialogs.RELEASE),
    "pictures/error-nl-3105.png": partial(dialogs.draw, dialogs.SENSOR),
    "pictures/error-nl-4012.png": partial(dialogs.draw, dialogs.VPN),
    "pictures/network-plan.png": diagrams.network,
    "pictures/whiteboard.png": whiteboard.draw,
}


def write(folder: Path) -> None:
    """Draw every file into `folder`."""
    for name, draw in DRAWINGS.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(draw())


if __name__ == "__main__":
    write(Path(sys.argv[1]) if sys.argv[1:] else HANDBOOK)
