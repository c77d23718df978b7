"""Shapes on paper: how many, of which colour and form, and on which side."""

import math
from functools import partial
from itertools import product

from tests.drawn.canvas import Canvas, Point
from tests.drawn.subject import COLOURS, NUMBERS, Subject

_SHAPES = {"circles": "圆形", "squares": "正方形", "triangles": "三角形", "stars": "星形"}
_PLACES = {
    "on the left": "左边",
    "on the right": "右边",
    "at the top": "上方",
    "at the bottom": "下方",
}


def subjects() -> list[Subject]:
    """Return 216 subjects: three counts, six colours, four shapes, three or four places."""
    return [
        Subject(
            shape,
            f"{NUMBERS[count][0]} {colour} {shape} {place}",
            f"{_PLACES[place]}有{NUMBERS[count][1]}个{COLOURS[colour][0]}{_SHAPES[shape]}",
            partial(_paint, shape, count, colour, place),
            dark=False,
        )
        for shape, count, colour, place in product(_SHAPES, (2, 3, 4), COLOURS, _PLACES)
        # A quarter is left out, so that no attribute follows from the others.
        if (count + len(colour) + len(shape) + len(place)) % 4
    ]


def _paint(shape: str, count: int, colour: str, place: str, canvas: Canvas) -> None:
    upright = place in ("on the left", "on the right")
    across = {"on the left": 0.2, "at the top": 0.2}.get(place, 0.8) + canvas.rng.uniform(
        -0.06, 0.06
    )
    step = 0.9 / count
    radius = canvas.rng.uniform(0.07, 0.095)
    fill = canvas.near(COLOURS[colour][1])
    for number in range(count):
        along = 0.05 + step * (number + 0.5) + canvas.rng.uniform(-0.02, 0.02)
        drift = across + canvas.rng.uniform(-0.03, 0.03)
        paint(canvas, shape, (drift, along) if upright else (along, drift), radius, fill)


def paint(
    canvas: Canvas, shape: str, centre: Point, radius: float, fill: tuple[int, int, int]
) -> None:
    if shape == "circles":
        canvas.ellipse(centre, radius, fill)
        return
    corners = {"squares": 4, "triangles": 3, "stars": 10}[shape]
    start = -math.pi / 4 if shape == "squares" else -math.pi / 2
    start += canvas.rng.uniform(-0.12, 0.12)
    short = min(canvas.width, canvas.height)
    points = []
    for number in range(corners):
        reach = radius * 1.15 * (0.42 if shape == "stars" and number % 2 else 1)
        turn = start + number * 2 * math.pi / corners
        x = centre[0] + reach * math.cos(turn) * short / canvas.width
        y = centre[1] + reach * math.sin(turn) * short / canvas.height
        points.append((x, y))
    canvas.polygon(points, fill)
