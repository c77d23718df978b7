"""Measure reading on a folder of pictures, each with what stands on it in a `.txt` of the same name.

Turns folders into a character error rate and a time. Knows no engine: it is given what reads.
"""

import time
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz.distance import Levenshtein

from bot.errors import BadInput
from bot.evaluate.store import Tell
from knowledge.errors import Unreadable
from knowledge.records import Progress, Sight

PICTURES = (".png", ".jpg", ".jpeg", ".webp", ".gif", ".heic", ".bmp", ".tif", ".tiff")

WORST = 5
"""Pictures that are named, those with the most wrong characters first."""


@dataclass(frozen=True, slots=True)
class Errors:
    """Wrong characters (replaced, missing, added) among those that stand there; spaces do not count."""

    wrong: int = 0
    characters: int = 0

    def __add__(self, other: "Errors") -> "Errors":
        return Errors(self.wrong + other.wrong, self.characters + other.characters)

    def __str__(self) -> str:
        return f"{self.rate:.2%} of {self.characters} characters wrong"

    @property
    def rate(self) -> float:
        """Return the character error rate; where nothing stands, everything that was read is wrong."""
        return self.wrong / max(1, self.characters)


@dataclass(frozen=True, slots=True)
class Page:
    """One picture of the measurement."""

    name: str
    errors: Errors
    seconds: float
    """On the wall, opening and reading; 0 where it could not be opened."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of all pictures."""

    pages: tuple[Page, ...]

    @property
    def errors(self) -> Errors:
        return sum((page.errors for page in self.pages), Errors())

    def json(self) -> dict[str, object]:
        """Return the figures for other programs."""
        errors = self.errors
        seconds = sum(page.seconds for page in self.pages)
        return {
            "pictures": len(self.pages),
            "characters": errors.characters,
            "wrong": errors.wrong,
            "error_rate": round(errors.rate, 5),
            "seconds_per_picture": round(seconds / len(self.pages), 3),
            "worst": [
                {"name": page.name, "error_rate": round(page.errors.rate, 4)}
                for page in self._worst()
            ],
        }

    def table(self) -> str:
        """Return the figures for a person."""
        seconds = sum(page.seconds for page in self.pages) / len(self.pages)
        lines = [f"{len(self.pages)} pictures, {self.errors}, {seconds:.2f} s a picture"]
        lines += [f"  {page.errors.rate:7.2%}  {page.name}" for page in self._worst()]
        return "\n".join(lines)

    def _worst(self) -> list[Page]:
        wrong = [page for page in self.pages if page.errors.wrong]
        return sorted(wrong, key=lambda page: -page.errors.rate)[:WORST]


def measure(
    folders: Sequence[Path],
    look: Callable[[bytes], Sight],
    tell: Tell = lambda progress: None,
) -> Reading:
    """Read every picture that has a `.txt` beside it; raise `BadInput` where there is none."""
    found = [path for folder in folders for path in _labelled(folder)]
    if not found:
        raise BadInput(
            "no picture with a .txt of the same name beside it in "
            + ", ".join(map(str, folders))
            + "; write what stands on each picture into such a file"
        )
    pages = []
    for number, path in enumerate(found, start=1):
        pages.append(_page(path, look))
        tell(Progress(number, len(found), path.name))
    return Reading(tuple(pages))


def compared(wanted: str, read: str) -> Errors:
    """Count what is wrong in `read`; forms of width are one, spaces do not count."""
    one, other = _bare(wanted), _bare(read)
    return Errors(int(Levenshtein.distance(one, other)), len(one))


def _page(path: Path, look: Callable[[bytes], Sight]) -> Page:
    words = path.with_suffix(".txt")
    try:
        wanted = words.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise BadInput(f"{str(words)!r} is not UTF-8 text; save it as UTF-8") from None
    started = time.perf_counter()
    try:
        read = look(path.read_bytes()).text
    except Unreadable:
        return Page(path.name, compared(wanted, ""), 0.0)
    return Page(path.name, compared(wanted, read), time.perf_counter() - started)


def _labelled(folder: Path) -> list[Path]:
    paths = sorted(folder.rglob("*")) if folder.is_dir() else [folder]
    return [
        path
        for path in paths
        if path.suffix.lower() in PICTURES and path.with_suffix(".txt").is_file()
    ]


def _bare(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())
