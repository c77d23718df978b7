"""Measure how well pictures are told by the taxonomy, on folders that are named for what their pictures show.

Turns folders into a report. Knows no picture model: it is given what scores a picture.
"""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.errors import BadInput
from bot.evaluate.metrics import Scored, auc_estimate, estimate
from bot.evaluate.ocr import PICTURES
from bot.evaluate.report import Report, Row
from bot.evaluate.store import Tell
from bot.safety.taxonomy import REMOVE_SCORE, REVIEW_SCORE
from knowledge.errors import Unreadable
from knowledge.records import Progress, Sight

HARMLESS = "harmless"
"""What pictures are that lie in a folder of any other name."""

Scores = Callable[[Sight], Awaitable[Mapping[str, float]]]
"""(picture) -> its score, 0 to 1, by category; a category that is not named has 0."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """One picture: what it shows, and the scores that it got."""

    name: str
    shows: str
    scores: Mapping[str, float]

    def score(self, category: str) -> float:
        """Return the score of one category, of harmless pictures the highest that they got."""
        if category == HARMLESS:
            return max(self.scores.values(), default=0.0)
        return self.scores.get(category, 0.0)


async def measure(
    folders: Sequence[Path],
    categories: Collection[str],
    look: Callable[[bytes], Sight],
    scores: Scores,
    tell: Tell = lambda progress: None,
) -> Report:
    """Score every picture; raise `BadInput` where no folder is named for a category."""
    paths = [
        path
        for folder in folders
        for path in sorted(folder.rglob("*"))
        if path.suffix.lower() in PICTURES
    ]
    if not any(path.parent.name in categories for path in paths):
        raise BadInput(
            f"no picture in a folder named for what it shows in {', '.join(map(str, folders))}; "
            f"name the folders {', '.join(categories)}, and any others for harmless pictures"
        )
    seen, notes = [], []
    for number, path in enumerate(paths, start=1):
        shows = path.parent.name if path.parent.name in categories else HARMLESS
        try:
            seen.append(Labelled(str(path), shows, await scores(look(path.read_bytes()))))
        except Unreadable as error:
            notes.append(f"{path.name}: {error}")
        tell(Progress(number, len(paths), path.name))
    return Report(tuple(_rows(seen, categories)), tuple(notes))


def _rows(seen: Sequence[Labelled], categories: Collection[str]) -> list[Row]:
    """Report what reaches each line; a category is told from the harmless, for others may show it, too."""
    harmless = [one for one in seen if one.shows == HARMLESS]
    rows = []
    for category in (*categories, HARMLESS):
        own = [one for one in seen if one.shows == category]
        scored = [(one.name, one.score(category)) for one in own]
        figures = [
            (name, estimate([(one, float(score >= line)) for one, score in scored]))
            for name, line in (("review", REVIEW_SCORE), ("remove", REMOVE_SCORE))
        ]
        if category != HARMLESS:
            others = [Scored(one.name, one.score(category)) for one in harmless]
            figures.append(("AUC", auc_estimate([Scored(*one) for one in scored], others)))
        if own:
            rows.append(Row(category, "pictures by the taxonomy", "all", len(own), tuple(figures)))
    return rows
