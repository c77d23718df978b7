"""Choose of a clip's stills those that are worth searching with: the ones that show the most new words."""

from collections.abc import Sequence

from bot.records import Picture

SEARCHED = 5
"""A search with a picture takes some tenths of a second."""


def telling(pictures: Sequence[Picture]) -> tuple[Picture, ...]:
    """Return at most five stills in their order; the first one where none shows words."""
    weights: list[tuple[int, int]] = []
    before: set[str] = set()
    for at, picture in enumerate(pictures):
        words = set(picture.sight.text.casefold().split())
        weights.append((len(words - before), at))
        before = words
    best = sorted(weights, key=lambda one: (-one[0], one[1]))[:SEARCHED]
    chosen = sorted(at for count, at in best if count)
    return tuple(pictures[at] for at in chosen or range(min(1, len(pictures))))
