"""One coloured shape on paper, and what is asked and said of it."""

import random
from dataclasses import dataclass

from tests.drawn.canvas import Canvas
from tests.drawn.scenes import paint
from tests.drawn.subject import COLOURS

SHAPES = {"circle": "circles", "square": "squares", "triangle": "triangles", "star": "stars"}
"""A single shape, and what scenes call several."""

WHAT = (
    "What is in the picture?",
    "What do you see?",
    "What shape is this and which colour does it have?",
    "Describe this picture.",
    "Name the shape and its colour.",
    "Which shape is this?",
    "What does the picture show?",
    "Tell me what this is.",
    "what's this",
)
SAME = (
    "Do both pictures show the same?",
    "Are these two the same?",
    "Compare the two pictures.",
    "Same or different?",
    "Is there a difference between these pictures?",
    "What is different here?",
)


@dataclass(frozen=True, slots=True)
class Shape:
    """What a drawing shows."""

    colour: str
    form: str

    def __str__(self) -> str:
        article = "an" if self.colour[0] in "aeiou" else "a"
        return f"{article} {self.colour} {self.form}"

    def draw(self, seed: int) -> bytes:
        """Draw it as a PNG of 150 to 240 pixels a side; another seed gives another drawing."""
        canvas = Canvas(random.Random(f"{seed} {self}"))
        rng = canvas.rng
        radius = rng.uniform(0.16, 0.34)
        centre = rng.uniform(radius, 1 - radius), rng.uniform(radius, 1 - radius)
        paint(canvas, SHAPES[self.form], centre, radius, canvas.near(COLOURS[self.colour][1]))
        return canvas.encoded()


def every() -> list[Shape]:
    """Return all 24 of them."""
    return [Shape(colour, form) for colour in COLOURS for form in SHAPES]


def said(*shown: Shape) -> str:
    """Return what is to be said of no, one or two pictures; named first, then compared."""
    if not shown:
        return "I see no picture."
    first = str(shown[0])
    if len(shown) == 1:
        return f"{first[0].upper()}{first[1:]}."
    verdict = "the same" if shown[0] == shown[1] else "different"
    return f"{first[0].upper()}{first[1:]} and {shown[1]}: {verdict}."
