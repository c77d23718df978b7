"""Measure how well an alt text finds its picture."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.evaluate import strip
from bot.evaluate.datasets import Pair, PictureSet
from bot.evaluate.metrics import Outcome
from bot.evaluate.peers import Bm25, Dense, fused
from bot.evaluate.report import OURS, Row, Task, compared
from bot.evaluate.store import Knowledge
from knowledge.records import Found, Hit, Kind, Unit


@dataclass(frozen=True, slots=True)
class Sought:
    """A labelled picture and what its alt text found."""

    pair: Pair
    found: Found


Rankings = Mapping[str, Sequence[Sequence[str]]]
"""By method: for each pair the labelled pictures it gives, best first."""


def rows(
    dataset: PictureSet, sought: Sequence[Sought], originals: Mapping[str, str], peers: Rankings
) -> list[Row]:
    """Measure where each picture stands among the labelled ones, ours beside `peers`; other hits are left out."""
    ours = [distinct_pictures(one.found.hits, originals) for one in sought]
    task = Task(dataset.name, "alt text to picture", "R")
    return [
        compared(task, "all", method, [_outcome(one.pair, images) for one, images in pairs])
        for method, every in {OURS: ours, **peers}.items()
        for pairs in [list(zip(sought, every, strict=True))]
    ]


def _outcome(pair: Pair, images: Sequence[str]) -> Outcome:
    return Outcome(pair.page, images.index(pair.image) + 1 if pair.image in images else None)


def peers(
    knowledge: Knowledge, space: str, pairs: Sequence[Pair], originals: Mapping[str, str]
) -> Rankings:
    """Rank the labelled pictures of `space` for each alt text in simpler ways."""
    exported, _ = knowledge.bench.export(space)
    shown = [
        (image, row.unit, row.title)
        for row in exported
        for image in [_original(row.unit, originals)]
        if image and row.unit.kind is Kind.PICTURE
    ]
    around = [(image, _around(unit)) for image, unit, _ in shown]
    by_words = {
        "BM25, neighbouring text": Bm25(around),
        "BM25, writing in it": Bm25([(i, unit.fields.get("ocr", "")) for i, unit, _ in shown]),
        "BM25, all joined": Bm25([(i, _joined(unit, title)) for i, unit, title in shown]),
    }
    dense = Dense(
        [image for image, _ in around], knowledge.bench.embed([text for _, text in around])
    )
    rankings: dict[str, list[Sequence[str]]] = {}
    for pair in pairs:
        lists = {method: index.rank(pair.alt) for method, index in by_words.items()}
        lists["MiniLM, neighbouring text"] = dense.rank(knowledge.bench.embed([pair.alt]))
        for method, images in {**lists, "plain RRF of these": fused(lists)}.items():
            rankings.setdefault(method, []).append(images)
    return rankings


def _around(unit: Unit) -> str:
    return "\n".join((*unit.heading, unit.fields.get("neighbours", "")))


def _joined(unit: Unit, title: str) -> str:
    return "\n".join((title, _around(unit), unit.fields.get("ocr", "")))


def distinct_pictures(hits: Iterable[Hit], originals: Mapping[str, str]) -> list[str]:
    """Return the labelled pictures of `hits` in order, each once."""
    found = (_original(hit.unit, originals) for hit in hits if hit.unit.kind is Kind.PICTURE)
    return list(dict.fromkeys(image for image in found if image))


def _original(unit: Unit, originals: Mapping[str, str]) -> str | None:
    # A picture file learned alone carries its name as the document's, one on a page as a surrogate.
    for words in (unit.fields.get("file_name", ""), unit.document):
        name = strip.NEUTRAL.search(words)
        if name:
            return originals.get(name[0].lower())
    return None
