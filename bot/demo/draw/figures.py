"""Draw the figures and the table of the fleet report from their numbers."""

from collections.abc import Sequence
from typing import Protocol

LEFT = 64.0
RIGHT = 531.0
INK = "#1f2937"
GREY = "#5b6675"
GRID = "#d9e0e8"
BLUE = "#2f6fd0"

KEY_NUMBERS = (
    ("99.2 %", "uptime"),
    ("31 h", "mean repair"),
    ("131", "visits"),
    ("5.0 M", "readings"),
)
UPTIME = (("Coast", 99.6), ("Basin", 99.5), ("Fjord", 99.3), ("Plateau", 98.7), ("Mountain", 98.4))
UPTIME_GOAL = 99.0
CAUSES = (
    ("empty battery", 41),
    ("lightning", 22),
    ("radio link", 18),
    ("broken sensor", 12),
    ("animals, vandalism", 7),
)
COSTS = (
    ("Hardware", 1.42, 1.18),
    ("Field travel", 0.96, 0.91),
    ("Cloud and hall", 0.83, 0.80),
    ("Connectivity", 0.71, 0.78),
    ("Spare parts", 0.26, 0.31),
)
"""Name, 2025, 2024, in million NOK."""
PLAN = (
    ("batteries", 2, 3),
    ("wind sensors", 4, 5),
    ("new stations", 5, 8),
    ("firmware 5.0", 9, 10),
)
"""Name, first and last month counted from 0."""
MONTHS = "JFMAMJJASOND"


class Sheet(Protocol):
    """What is used of reportlab's canvas."""

    def setFillColor(self, colour: str) -> None: ...
    def setStrokeColor(self, colour: str) -> None: ...
    def setLineWidth(self, width: float) -> None: ...
    def setDash(self, on: Sequence[float]) -> None: ...
    def setFont(self, name: str, size: float) -> None: ...
    def drawString(self, x: float, y: float, words: str) -> None: ...
    def drawRightString(self, x: float, y: float, words: str) -> None: ...
    def drawCentredString(self, x: float, y: float, words: str) -> None: ...
    def line(self, x1: float, y1: float, x2: float, y2: float) -> None: ...
    def rect(
        self, x: float, y: float, width: float, height: float, stroke: int, fill: int
    ) -> None: ...
    def showPage(self) -> None: ...


def key_numbers(sheet: Sheet, y: float) -> None:
    """Draw the four numbers of the cover."""
    for number, (value, name) in enumerate(KEY_NUMBERS):
        x = LEFT + number * 119
        _bar(sheet, (x, y, 110, 78), "#eaf1fb")
        sheet.setFillColor("#17365f")
        sheet.setFont("Helvetica-Bold", 22)
        sheet.drawCentredString(x + 55, y + 42, value)
        _words(sheet, GREY, 11)
        sheet.drawCentredString(x + 55, y + 20, name)


def uptime(sheet: Sheet, y: float) -> None:
    """Draw uptime as columns between 98 and 100 %."""
    height = 95.0
    for tenths in range(980, 1001, 5):
        level = y + (tenths / 10 - 98) * height
        _rule(sheet, level, GRID)
        _words(sheet, GREY, 9)
        sheet.drawRightString(LEFT + 28, level - 3, f"{tenths / 10:.1f}")
    for number, (site, share) in enumerate(UPTIME):
        x = LEFT + 60 + number * 84
        _bar(sheet, (x, y, 46, (share - 98) * height), BLUE if share >= UPTIME_GOAL else "#d64545")
        _words(sheet, INK, 10)
        sheet.drawCentredString(x + 23, y + (share - 98) * height + 5, f"{share} %")
        sheet.drawCentredString(x + 23, y - 13, site)
    sheet.setDash([5, 3])
    _rule(sheet, y + (UPTIME_GOAL - 98) * height, "#2f9e5f")
    sheet.setDash([])


def causes(sheet: Sheet, y: float) -> None:
    """Draw why hours were lost, as bars."""
    for number, (cause, percent) in enumerate(CAUSES):
        level = y + 168 - number * 40
        _words(sheet, INK, 10.5)
        sheet.drawString(LEFT, level + 8, cause)
        _bar(sheet, (LEFT + 110, level, percent * 7.4, 25), BLUE)
        _words(sheet, INK, 10.5)
        sheet.drawString(LEFT + 116 + percent * 7.4, level + 8, f"{percent} %")


def cost_table(sheet: Sheet, y: float) -> None:
    """Draw the table of costs of two years."""
    rows = [(name, f"{now:.2f}", f"{before:.2f}") for name, now, before in COSTS]
    total = (sum(row[1] for row in COSTS), sum(row[2] for row in COSTS))
    _bar(sheet, (LEFT, y - 6, RIGHT - LEFT, 22), "#eaf1fb")
    for number, row in enumerate(
        [("Item", "2025", "2024"), *rows, ("Total", f"{total[0]:.2f}", f"{total[1]:.2f}")]
    ):
        level = y - number * 22
        strong = number in {0, len(COSTS) + 1}
        sheet.setFillColor(INK)
        sheet.setFont("Helvetica-Bold" if strong else "Helvetica", 11)
        sheet.drawString(LEFT + 10, level, row[0])
        sheet.drawRightString(LEFT + 300, level, row[1])
        sheet.drawRightString(LEFT + 420, level, row[2])
        _rule(sheet, level - 6, GRID, LEFT)


def costs(sheet: Sheet, y: float) -> None:
    """Draw this year's and last year's costs side by side."""
    for number, (name, now, before) in enumerate(COSTS):
        x = LEFT + 20 + number * 90
        for column, (amount, colour) in enumerate(((now, BLUE), (before, "#b9c6d8"))):
            _bar(sheet, (x + column * 30, y + 20, 27, amount * 150), colour)
            _words(sheet, INK, 9)
            sheet.drawCentredString(x + column * 30 + 13, y + 24 + amount * 150, f"{amount:.2f}")
        _words(sheet, INK, 10)
        sheet.drawCentredString(x + 28, y + 6, name)
    _rule(sheet, y + 20, GREY, LEFT)
    for row, (year, colour) in enumerate((("2025", BLUE), ("2024", "#b9c6d8"))):
        _bar(sheet, (RIGHT - 60, y + 220 - row * 18, 11, 11), colour)
        _words(sheet, INK, 10)
        sheet.drawString(RIGHT - 44, y + 221 - row * 18, year)


def plan(sheet: Sheet, y: float) -> None:
    """Draw the year as bars over months."""
    start, month = LEFT + 90, 31.0
    for number, letter in enumerate(MONTHS):
        _words(sheet, GREY, 10)
        sheet.drawCentredString(start + (number + 0.5) * month, y + 150, letter)
        sheet.setStrokeColor(GRID)
        sheet.line(start + number * month, y, start + number * month, y + 144)
    for row, (name, first, last) in enumerate(PLAN):
        level = y + 112 - row * 35
        _words(sheet, INK, 10.5)
        sheet.drawString(LEFT, level + 6, name)
        _bar(sheet, (start + first * month, level, (last - first) * month, 20), BLUE)


def _bar(sheet: Sheet, place: tuple[float, float, float, float], colour: str) -> None:
    sheet.setFillColor(colour)
    sheet.rect(*place, stroke=0, fill=1)


def _rule(sheet: Sheet, y: float, colour: str, left: float = LEFT + 34) -> None:
    sheet.setStrokeColor(colour)
    sheet.setLineWidth(0.9)
    sheet.line(left, y, RIGHT, y)


def _words(sheet: Sheet, colour: str, size: float) -> None:
    sheet.setFillColor(colour)
    sheet.setFont("Helvetica", size)
