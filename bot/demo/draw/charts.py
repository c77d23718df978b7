"""Draw the two charts of the handbook from their numbers."""

from collections.abc import Sequence

from bot.demo.draw.canvas import Canvas, Paint, Type

PAGES_BY_WEEK = (4, 3, 6, 2, 5, 7, 19, 5, 4, 3, 2, 4)
"""Pages in the weeks 27 to 38 of 2025."""

FIRST_WEEK = 27
GOAL = 5

BATTERY_VOLTS = (
    *(13.1, 13.1, 13.0, 12.9, 12.9, 12.8, 12.8, 12.7, 12.6, 12.6, 12.5, 12.4, 12.3, 12.3, 12.2),
    *(
        12.0,
        11.9,
        12.1,
        12.3,
        12.4,
        12.5,
        12.7,
        12.6,
        12.8,
        12.9,
        12.9,
        13.0,
        12.9,
        13.0,
        13.1,
        13.1,
    ),
)
"""BGO-07, noon of each day of January 2025."""

SAVING_VOLTS = 12.4

INK = "#1f2937"
GREY = "#6b7685"
GRID = "#e3e8ee"
BLUE = "#2f6fd0"
RED = "#d64545"
TITLE = Type(26, INK, bold=True)
NOTE = Type(17, GREY)
TICK = Type(16, GREY, anchor="rm")


def pages() -> bytes:
    """Draw how often the pager rang in each week."""
    canvas = Canvas(1100, 580)
    canvas.text((60, 30), "Pages per week, 2025", TITLE)
    canvas.text((60, 66), "All alerts that rang the pager, weeks 27 to 38", NOTE)
    bottom, step, left = 500.0, 19.0, 110.0
    for value in range(0, 21, 5):
        y = bottom - value * step
        canvas.line([(left, y), (1034, y)], GRID, 1.5)
        canvas.text((left - 14, y), str(value), TICK)
    goal = bottom - GOAL * step
    canvas.dashes((left, goal), (1034, goal), "#2f9e5f", 2.5)
    canvas.text((1042, goal), f"goal {GOAL}", Type(16, "#24804c", True, "lm"))
    for number, count in enumerate(PAGES_BY_WEEK):
        x = left + 26 + number * 77
        colour = RED if count == max(PAGES_BY_WEEK) else BLUE
        canvas.box((x, bottom - count * step, x + 46, bottom), Paint(fill=colour, radius=4))
        canvas.box((x, bottom - min(6, count * step), x + 46, bottom), Paint(fill=colour))
        label = bottom - count * step - 15
        canvas.box((x + 9, label - 11, x + 37, label + 11), Paint(fill="#ffffff"))
        canvas.text((x + 23, label), str(count), Type(17, INK, True, "mm"))
        canvas.text((x + 23, bottom + 22), str(FIRST_WEEK + number), Type(16, GREY, anchor="mm"))
    canvas.text((580, 552), "week", Type(16, GREY, anchor="mm"))
    canvas.text((668, 146), "week 33: broker outage, 14 August", Type(18, RED, bold=True))
    return canvas.png()


def battery() -> bytes:
    """Draw a station's battery through a dark month."""
    canvas = Canvas(1100, 580)
    canvas.text((60, 30), "Battery of BGO-07, January 2025", TITLE)
    canvas.text((60, 66), "Voltage at noon; below 12.4 V the logger saves power", NOTE)
    points = [(_day(day), _volts(volts)) for day, volts in enumerate(BATTERY_VOLTS, 1)]
    _axes(canvas)
    canvas.polygon([(points[0][0], 500), *points, (points[-1][0], 500)], "#e6effb")
    for tenths in range(115, 136, 5):
        canvas.line([(110, _volts(tenths / 10)), (1050, _volts(tenths / 10))], GRID, 1.2)
    canvas.dashes((110, _volts(SAVING_VOLTS)), (1050, _volts(SAVING_VOLTS)), "#c77700", 2.5)
    canvas.text(
        (1050, _volts(12.4) + 18), "saving mode below 12.4 V", Type(16, "#a86400", True, "rm")
    )
    canvas.line(points, BLUE, 4)
    _lowest(canvas, points)
    return canvas.png()


def _axes(canvas: Canvas) -> None:
    for tenths in range(115, 136, 5):
        canvas.text((96, _volts(tenths / 10)), f"{tenths / 10:.1f} V", TICK)
    for day in (1, 5, 10, 15, 20, 25, 31):
        canvas.text((_day(day), 522), str(day), Type(16, GREY, anchor="mm"))
    canvas.text((580, 552), "day of January", Type(16, GREY, anchor="mm"))


def _lowest(canvas: Canvas, points: Sequence[tuple[float, float]]) -> None:
    x, y = points[BATTERY_VOLTS.index(min(BATTERY_VOLTS))]
    canvas.disc((x, y), 9, Paint(fill="#ffffff", edge=RED, width=4))
    canvas.text((x + 22, y + 20), f"{min(BATTERY_VOLTS)} V on 17 January", Type(18, RED, bold=True))


def _day(day: int) -> float:
    return 120 + (day - 1) * 30.6


def _volts(volts: float) -> float:
    return 500 - (volts - 11.5) * 195
