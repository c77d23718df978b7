"""Measure a picture model on drawings that it was not trained on, through the `groundglass` command.

Text -> image: the captions are the questions, the drawings are learned as files named by a number.
Image -> text: the drawings are the questions, and what is learned are captions alone, each a file of its own.
Image -> page: what is learned are pages, each with a caption as its heading and three more drawings of that
caption, which is how a handbook explains what a screen looks like.
Where several drawings share a caption, any of them is a right answer to it.
"""

import json
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

from tests.drawn import KINDS, Subject, draw, drawings, subjects
from tests.drawn.train import UNSEEN

Run = Callable[..., str]
"""Runs `groundglass` with these arguments; returns standard output."""

CAPTIONS, DRAWINGS = 150, 300
"""How many captions are measured by how many drawings."""

SHOWN = 3
"""Drawings on a page."""


def chosen() -> list[Subject]:
    """Return the subjects to measure by, as many of each kind as of any other, and spread over its attributes."""
    kinds: dict[str, list[Subject]] = {}
    for subject in subjects():
        kinds.setdefault(subject.kind, []).append(subject)
    turns = [
        some[turn * len(some) // -(-CAPTIONS // len(kinds))]
        for turn in range(-(-CAPTIONS // len(kinds)))
        for some in kinds.values()
    ]
    return turns[:CAPTIONS]


@cache
def unseen() -> list[tuple[Subject, bytes]]:
    """Draw what is measured."""
    return list(drawings(chosen(), DRAWINGS, UNSEEN))


def write_drawings(folder: Path) -> dict[str, Subject]:
    """Write the drawings as q00000.png and on; return file name to subject."""
    folder.mkdir(parents=True)
    written = {}
    for number, (subject, picture) in enumerate(unseen()):
        name = f"q{number:05}.png"
        (folder / name).write_bytes(picture)
        written[name] = subject
    return written


def write_pages(folder: Path) -> dict[str, Subject]:
    """Write a page for each caption, with drawings of its own; return file name to subject."""
    folder.mkdir(parents=True)
    written = {}
    for number, subject in enumerate(chosen()):
        page = f"# {subject.caption}\n"
        for turn in range(SHOWN):
            name = f"r{number:05}-{turn}.png"
            seed = (UNSEEN + 1 + turn) * 1_000_003 + number
            (folder / name).write_bytes(draw(subject, seed))
            page += f"\n![]({name})\n"
        (folder / f"p{number:05}.md").write_text(page, encoding="utf-8")
        written[f"p{number:05}.md"] = subject
    return written


def write_captions(folder: Path) -> dict[str, Subject]:
    """Write each caption as a file of its own, with no picture beside it; return file name to subject."""
    folder.mkdir(parents=True)
    written = {}
    for number, subject in enumerate(chosen()):
        written[f"c{number:05}.txt"] = subject
        (folder / f"c{number:05}.txt").write_text(subject.caption, encoding="utf-8")
    return written


def text_to_image(run: Run, scratch: Path, language: str = "caption") -> float:
    """Return R@1 of the captions, in English or (`language` "chinese") Chinese, over learned drawings."""
    drawn = {f"q{number:05}.png": subject for number, (subject, _) in enumerate(unseen())}
    rows = [{"id": subject.caption, "text": getattr(subject, language)} for subject in chosen()]
    found = _batch(run, scratch, rows, "drawings")
    right = [name in drawn and drawn[name].caption == id for id, name in found.items()]
    return sum(right) / len(rows)


def image_to_text(run: Run, scratch: Path, folder: Path, space: str) -> float:
    """Return R@1 of the drawings in `folder` over the documents of `space`: captions, or pages with drawings."""
    wanted = {f"q{number:05}.png": subject for number, (subject, _) in enumerate(unseen())}
    rows = [{"id": name, "image": str(folder / name)} for name in wanted]
    found = _batch(run, scratch, rows, space)
    right = [_captioned(name) == wanted[id].caption for id, name in found.items()]
    return sum(right) / len(rows)


def _captioned(document: str) -> str:
    """Return the caption behind the name of a file of captions or a page."""
    number = document[1:6]
    return chosen()[int(number)].caption if number.isdigit() else ""


def _batch(run: Run, scratch: Path, rows: Sequence[dict[str, str]], space: str) -> dict[str, str]:
    """Search for `rows`; return id to the document of the first hit, empty where there is none."""
    questions = scratch / f"questions-{space}.jsonl"
    questions.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    out = run("search", "--batch", str(questions), "--space", space, "--limit", "1")
    answers = [json.loads(line) for line in out.splitlines()]
    return {
        answer["id"]: answer["hits"][0]["document"] if answer["hits"] else "" for answer in answers
    }


def zero_shot(guess: Callable[[bytes, Sequence[str]], str], chinese: bool = False) -> float:
    """Return how often `guess` names the class of an unseen drawing, ten of each of the twelve classes."""
    labels = list(KINDS.values()) if chinese else list(KINDS)
    by_kind = {kind: [one for one in subjects() if one.kind == kind] for kind in KINDS}
    right, every = 0, 0
    for kind, label in zip(KINDS, labels, strict=True):
        for _, picture in drawings(by_kind[kind], 10, UNSEEN + 9):
            right += guess(picture, labels) == label
            every += 1
    return right / every
