"""Measuring pictures as questions, over a real store of a few drawn pictures."""

from pathlib import Path

from bot.evaluate import edits, strip
from bot.evaluate.datasets import Pair, PictureSet
from bot.evaluate.lookalike import UNEDITED, rows
from knowledge import KnowledgeBase
from knowledge.records import Scope
from knowledge.vision.eyes import Eyes
from tests.benchmarks.gallery import draw, png
from tests.knowledge.fakes import KnowingEyes, WordEmbedder, write

PAGE = """# Manual

## Failures

![A dialog that says what failed](m/dialog.png)

Call Ann.

## Figures

![The figures of the year as a table](m/table.png)

Finance knows more.
"""
PAIRS = (
    Pair("1", "m/dialog.png", "A dialog that says what failed", "manual.md"),
    Pair("2", "m/table.png", "The figures of the year as a table", "manual.md"),
)


def test_every_picture_finds_itself_and_its_section(tmp_path: Path) -> None:
    pictures = {"m/dialog.png": png(draw(0, 0)), "m/table.png": png(draw(2, 0))}
    folder = write(tmp_path / "set", {"manual.md": PAGE, **pictures})
    dataset = PictureSet("set", folder, PAIRS)
    copy = tmp_path / "copy"
    originals = strip.copy(dataset, copy)
    with_eyes = Eyes()
    eyes = KnowingEyes(with_eyes)
    base = KnowledgeBase(tmp_path / "home", eyes, embedder=WordEmbedder())
    base.learn([copy], "s")
    found = list(
        rows(dataset, copy, originals, eyes, lambda query: base.search(query, Scope(("s",)), 50))
    )
    for row in found:
        figures = dict(row.figures)
        assert figures["R@1"].value == 1.0, (row.task, row.group)
    kinds = (UNEDITED, *edits.EDITS)
    assert [(row.task, row.group) for row in found] == [
        (task, kind) for task in ("picture to picture", "picture to its section") for kind in kinds
    ]
    # What was never learned is missed.
    none = list(rows(dataset, copy, originals, eyes, lambda query: base.search(query, Scope(()))))
    assert {dict(row.figures)["R@10"].value for row in none} == {0.0}
    base.close()
    with_eyes.close()
