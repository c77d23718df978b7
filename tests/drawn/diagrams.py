"""Diagrams: boxes in a row and trees, by count, colour and direction."""

from functools import partial
from itertools import product

from tests.drawn.canvas import Canvas
from tests.drawn.subject import COLOURS, NUMBERS, Subject

_WAYS = {"from left to right": "从左到右", "from top to bottom": "从上到下"}


def subjects() -> list[Subject]:
    """Return 42 subjects of two kinds."""
    flows = [
        Subject(
            "flow diagram",
            f"a flow diagram of {NUMBERS[count][0]} {colour} boxes {way}",
            f"{_WAYS[way]}{NUMBERS[count][1]}个{COLOURS[colour][0]}方框的流程图",
            partial(_paint_flow, count, colour, way),
        )
        for count, colour, way in product((2, 3, 4), COLOURS, _WAYS)
        if count != 2 or way == "from left to right"
    ]
    trees = [
        Subject(
            "tree diagram",
            f"a tree diagram with a {colour} root and {NUMBERS[count][0]} leaves",
            f"{COLOURS[colour][0]}根节点和{NUMBERS[count][1]}个叶子的树状图",
            partial(_paint_tree, count, colour),
        )
        for count, colour in product((2, 3, 4), COLOURS)
    ]
    return [*flows, *trees]


def _paint_flow(count: int, colour: str, way: str, canvas: Canvas) -> None:
    level = way == "from left to right"
    fill = canvas.near(COLOURS[colour][1])
    middle = canvas.rng.uniform(0.35, 0.65)
    step, thick = 0.96 / count, canvas.rng.uniform(0.08, 0.13)
    half = step * canvas.rng.uniform(0.28, 0.34)
    corner = canvas.rng.choice((0, 0.03))
    for number in range(count):
        along = 0.02 + step * (number + 0.5)
        start, end = (along - half, middle - thick), (along + half, middle + thick)
        tail, head = (along + half, middle), (along + step - half, middle)
        if not level:
            start, end, tail, head = ((y, x) for x, y in (start, end, tail, head))
            start, end = (start[0] - 0.08, start[1]), (end[0] + 0.08, end[1])
        canvas.box(start, end, fill, canvas.ink, corner)
        place = (along, middle) if level else (middle, along)
        canvas.text(place, canvas.word()[:5], 0.04, (255, 255, 255))
        if number + 1 < count:
            canvas.arrow(tail, head)


def _paint_tree(count: int, colour: str, canvas: Canvas) -> None:
    root = canvas.rng.uniform(0.42, 0.58), canvas.rng.uniform(0.15, 0.25)
    low = canvas.rng.uniform(0.7, 0.82)
    half = 0.36 / count
    for number in range(count):
        leaf = 0.96 / count * (number + 0.5) + 0.02, low
        canvas.line((root, leaf), canvas.ink, 0.01)
        start, end = (leaf[0] - half, low - 0.07), (leaf[0] + half, low + 0.07)
        canvas.box(start, end, canvas.near((150, 156, 164), 12), canvas.ink)
    fill = canvas.near(COLOURS[colour][1])
    canvas.box((root[0] - 0.15, root[1] - 0.08), (root[0] + 0.15, root[1] + 0.08), fill, canvas.ink)
    canvas.text(root, canvas.word()[:6], 0.045, (255, 255, 255))
