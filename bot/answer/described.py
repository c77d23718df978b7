"""A picture in words, for a model that cannot look: what kind it is, how large, which colours."""

from collections.abc import Sequence

from bot.records import Picture
from knowledge.records import Sight


def described(pictures: Sequence[Picture]) -> str:
    """Return a line for each picture; what is written in them stands in the prompt already; blocking."""
    lines = [f"Picture {n}: {_one(picture.sight)}" for n, picture in enumerate(pictures, start=1)]
    return (
        "(You cannot see pictures. This is what is known of those of the question:)\n"
        + "\n".join(lines)
    )


def _one(sight: Sight) -> str:
    from knowledge.vision.kind import guess

    kind = guess(sight.content, sight.lines)
    text = "with text, which is given below" if sight.lines else "without text"
    return f"probably a {kind}, {sight.width} x {sight.height} pixels, {text}."
