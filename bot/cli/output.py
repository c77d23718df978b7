"""What commands print: JSON objects, plain lines, and a bar for long work on standard error."""

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from knowledge.records import Progress


def emit(value: Mapping[str, object]) -> None:
    """Print one JSON object on one line."""
    written = json.dumps(value, ensure_ascii=False)
    try:
        sys.stdout.write(written + "\n")
    except UnicodeEncodeError:
        # Halves of surrogate pairs, as names of files may hold them, can only be spelled out.
        sys.stdout.write(json.dumps(value) + "\n")
    sys.stdout.flush()


def line(text: str = "") -> None:
    """Print one line for a person."""
    sys.stdout.write(text.encode("utf-8", "replace").decode() + "\n")


@contextmanager
def bar(title: str) -> Iterator[Callable[[Progress], None]]:
    """Show progress on standard error, in a terminal only."""
    if not sys.stderr.isatty():
        yield lambda progress: None
        return
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task(title, total=None)

        def advance(progress: Progress) -> None:
            shown.update(
                task, completed=progress.done, total=progress.total, description=progress.name
            )

        yield advance
