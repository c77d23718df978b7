"""Read folders of labelled questions into records.

A folder with `questions.jsonl` beside `pdfs/` asks for pages; one with `pairs.jsonl` asks for
pictures by their alt text. Knows nothing of how either is searched.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from bot.errors import BadInput
from bot.jsonl import lines

QUESTIONS = "questions.jsonl"
PAIRS = "pairs.jsonl"

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class PageQuestion:
    """A question and the pages, counted from 1, that hold its answer."""

    id: str
    question: str
    doc: str
    evidence_pages: tuple[int, ...]
    evidence_sources: tuple[str, ...]
    answerable: bool


@dataclass(frozen=True, slots=True)
class Pair:
    """A picture, what its author said of it, and the page that shows it; paths within the set."""

    id: str
    image: str
    alt: str
    page: str


@dataclass(frozen=True, slots=True)
class PageSet:
    """Questions about the PDFs in `folder`."""

    name: str
    folder: Path
    questions: tuple[PageQuestion, ...]


@dataclass(frozen=True, slots=True)
class PictureSet:
    """Pictures among the pages below `folder`."""

    name: str
    folder: Path
    pairs: tuple[Pair, ...]


Dataset = PageSet | PictureSet


def find(data: Sequence[Path]) -> tuple[Dataset, ...]:
    """Read every set that is, or lies directly in, one of the folders `data`."""
    found: list[Dataset] = []
    for folder in data:
        if not folder.is_dir():
            raise BadInput(
                f"{str(folder)!r} is not a folder; name one that holds labelled questions"
            )
        candidates = [folder, *sorted(path for path in folder.iterdir() if path.is_dir())]
        sets = [read(path) for path in candidates if _labelled(path)]
        if not sets:
            raise BadInput(
                f"{str(folder)!r} holds neither {QUESTIONS} nor {PAIRS}; name a folder that does, "
                "or the folder above it"
            )
        found += sets
    names = [dataset.name for dataset in found]
    for name in names:
        if names.count(name) > 1:
            raise BadInput(f"two sets are named {name!r}; name each once, or rename a folder")
    return tuple(found)


def read(folder: Path) -> Dataset:
    """Read the one set in `folder`."""
    if (folder / QUESTIONS).is_file():
        pdfs = folder / "pdfs"
        if not pdfs.is_dir():
            raise BadInput(f"{str(pdfs)!r} is missing; put the PDFs of {QUESTIONS} there")
        return PageSet(folder.name, pdfs, rows(folder / QUESTIONS, PageQuestion))
    pairs = rows(folder / PAIRS, Pair)
    _check(folder, pairs)
    return PictureSet(folder.name, folder, pairs)


def _labelled(folder: Path) -> bool:
    return (folder / QUESTIONS).is_file() or (folder / PAIRS).is_file()


def rows(path: Path, row: type[Row]) -> tuple[Row, ...]:
    """Read the file at `path`, one JSON object a line, into records of the class `row`."""
    adapter = TypeAdapter(row)
    found = []
    for number, line in enumerate(lines(path), 1):
        if not line.strip():
            continue
        try:
            found.append(adapter.validate_json(line))
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(map(str, first["loc"])) or "line"
            raise BadInput(
                f"{str(path)!r}, line {number}: {where}: {first['msg']}; mend that line"
            ) from None
    if not found:
        raise BadInput(f"{str(path)!r} is empty; it needs one JSON object a line")
    return tuple(found)


def _check(folder: Path, pairs: Sequence[Pair]) -> None:
    """Refuse pairs whose picture is missing, outside the folder, or not told apart by its name."""
    seen: dict[str, str] = {}
    for pair in pairs:
        path = (folder / pair.image).resolve()
        if not path.is_relative_to(folder.resolve()) or not path.is_file():
            raise BadInput(
                f"{pair.image!r} of {PAIRS} is not in {str(folder)!r}; take the pair out"
            )
        if seen.setdefault(path.name, pair.image) != pair.image:
            raise BadInput(
                f"{pair.image!r} and {seen[path.name]!r} have one name; rename one of them"
            )
