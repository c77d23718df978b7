"""Charts: bars, lines, pies, dots and tables, by count, colour and direction."""

from functools import partial
from itertools import product

from tests.drawn.canvas import Canvas, Point
from tests.drawn.subject import COLOURS, NUMBERS, Subject

_WAYS = {"rises": "上升", "falls": "下降"}
_LINES = {**_WAYS, "peaks in the middle": "中间最高"}


def subjects() -> list[Subject]:
    """Return 102 subjects of five kinds."""
    return [*_bars(), *_lines(), *_pies(), *_dots(), *_tables()]


def _bars() -> list[Subject]:
    return [
        Subject(
            "bar chart",
            f"a bar chart of {NUMBERS[count][0]} {colour} bars that {way.removesuffix('s')}",
            f"{NUMBERS[count][1]}根{COLOURS[colour][0]}柱子的柱状图，逐渐{_WAYS[way]}",
            partial(_paint_bars, count, colour, way),
        )
        for count, colour, way in product((3, 4, 5), COLOURS, _WAYS)
    ]


def _lines() -> list[Subject]:
    return [
        Subject(
            "line chart",
            f"a line chart whose {colour} line {way}",
            f"{COLOURS[colour][0]}折线{_LINES[way]}的折线图",
            partial(_paint_line, colour, way),
        )
        for colour, way in product(COLOURS, _LINES)
    ]


def _pies() -> list[Subject]:
    return [
        Subject(
            "pie chart",
            f"a pie chart of {NUMBERS[count][0]} slices, the largest one {colour}",
            f"{NUMBERS[count][1]}块的饼图，最大的一块是{COLOURS[colour][0]}",
            partial(_paint_pie, count, colour),
        )
        for count, colour in product((2, 3, 4), COLOURS)
    ]


def _dots() -> list[Subject]:
    return [
        Subject(
            "scatter plot",
            f"a scatter plot of {colour} dots that {way.removesuffix('s')}",
            f"{COLOURS[colour][0]}点的散点图，逐渐{_WAYS[way]}",
            partial(_paint_dots, colour, way),
        )
        for colour, way in product(COLOURS, _WAYS)
    ]


def _tables() -> list[Subject]:
    return [
        Subject(
            "table",
            f"a table of {NUMBERS[columns][0]} columns with a {colour} header",
            f"{NUMBERS[columns][1]}列的表格，表头是{COLOURS[colour][0]}",
            partial(_paint_table, columns, colour),
            dark=False,
        )
        for columns, colour in product((2, 3, 4), COLOURS)
    ]


def _axes(canvas: Canvas) -> tuple[Point, Point]:
    """Draw axes and a title; return the lower left and upper right corner between them."""
    left, low = canvas.rng.uniform(0.1, 0.2), canvas.rng.uniform(0.8, 0.9)
    right, high = canvas.rng.uniform(0.88, 0.96), canvas.rng.uniform(0.1, 0.22)
    canvas.line(((left, high), (left, low), (right, low)), canvas.ink, 0.008)
    if canvas.rng.random() < 0.7:
        canvas.text((0.5, high / 2), f"{canvas.word()} {canvas.word()}")
    for number in range(canvas.rng.randint(2, 4)):
        y = low - (low - high) * (number + 1) / 5
        canvas.line(((left - 0.02, y), (left, y)), canvas.ink, 0.006)
    return (left, low), (right, high)


def _heights(canvas: Canvas, count: int, way: str) -> list[float]:
    """Return heights from 0 to 1 that go `way`, none of them evenly."""
    low, high = canvas.rng.uniform(0.12, 0.3), canvas.rng.uniform(0.75, 0.98)
    steps = [low + (high - low) * number / (count - 1) for number in range(count)]
    if way == "peaks in the middle":
        steps = [low + (high - low) * (1 - abs(2 * n / (count - 1) - 1)) for n in range(count)]
    wobble = 0.25 * (high - low) / count
    heights = [step + canvas.rng.uniform(-wobble, wobble) for step in steps]
    return heights[::-1] if way == "falls" else heights


def _paint_bars(count: int, colour: str, way: str, canvas: Canvas) -> None:
    (left, low), (right, high) = _axes(canvas)
    fill = canvas.near(COLOURS[colour][1])
    step = (right - left) / count
    share = canvas.rng.uniform(0.5, 0.75)
    for number, height in enumerate(_heights(canvas, count, way)):
        start = left + step * (number + (1 - share) / 2)
        canvas.box((start, low - (low - high) * height), (start + step * share, low), fill)


def _paint_line(colour: str, way: str, canvas: Canvas) -> None:
    (left, low), (right, high) = _axes(canvas)
    heights = _heights(canvas, canvas.rng.randint(5, 9), way)
    step = (right - left) / len(heights)
    points = [
        (left + step * (number + 0.5), low - (low - high) * height)
        for number, height in enumerate(heights)
    ]
    fill = canvas.near(COLOURS[colour][1])
    canvas.line(points, fill, canvas.rng.uniform(0.014, 0.024))
    if canvas.rng.random() < 0.5:
        for point in points:
            canvas.ellipse(point, 0.018, fill)


def _paint_pie(count: int, colour: str, canvas: Canvas) -> None:
    centre = canvas.rng.uniform(0.4, 0.6), canvas.rng.uniform(0.48, 0.58)
    others = [name for name in COLOURS if name != colour]
    largest = canvas.rng.uniform(0.52, 0.66)
    rest = [canvas.rng.uniform(0.8, 1.2) for _ in range(count - 1)]
    shares = [largest, *(part * (1 - largest) / sum(rest) for part in rest)]
    names = [colour, *canvas.rng.sample(others, count - 1)]
    turn = canvas.rng.uniform(0, 360)
    for share, name in zip(shares, names, strict=True):
        canvas.slice(centre, 0.36, (turn, turn + 360 * share), canvas.near(COLOURS[name][1], 10))
        turn += 360 * share
    if canvas.rng.random() < 0.6:
        canvas.text((0.5, 0.06), canvas.word())


def _paint_dots(colour: str, way: str, canvas: Canvas) -> None:
    (left, low), (right, high) = _axes(canvas)
    fill = canvas.near(COLOURS[colour][1])
    for height in _heights(canvas, canvas.rng.randint(18, 30), way):
        # The dots are many and out of order: only their slope tells the way.
        x = (height - 0.15) / 0.85 if way == "rises" else 1 - (height - 0.15) / 0.85
        x = min(0.97, max(0.03, x + canvas.rng.uniform(-0.07, 0.07)))
        y = min(0.97, max(0.03, height + canvas.rng.uniform(-0.07, 0.07)))
        canvas.ellipse((left + (right - left) * x, low - (low - high) * y), 0.017, fill)


def _paint_table(columns: int, colour: str, canvas: Canvas) -> None:
    left, right = canvas.rng.uniform(0.04, 0.1), canvas.rng.uniform(0.9, 0.96)
    high, rows = canvas.rng.uniform(0.06, 0.14), canvas.rng.randint(4, 7)
    row = canvas.rng.uniform(0.1, 0.12)
    step = (right - left) / columns
    canvas.box((left, high), (right, high + row), canvas.near(COLOURS[colour][1]))
    for number in range(rows + 1):
        y = high + row * number
        canvas.line(((left, y), (right, y)), canvas.ink, 0.005)
        for column in range(columns if number < rows else 0):
            canvas.text(
                (left + step * (column + 0.5), y + row / 2), str(canvas.rng.randint(10, 999))
            )
    for column in range(columns + 1):
        x = left + step * column
        canvas.line(((x, high), (x, high + row * rows)), canvas.ink, 0.005)
