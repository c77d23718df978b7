"""Draw the fleet report, a PDF of four pages with a text layer and three figures.

Wraps reportlab, which only developers install.
"""

import io
from collections.abc import Sequence

from reportlab.lib.pagesizes import A4  # type: ignore[import-untyped]  # it ships no types
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]  # it ships no types

from bot.demo.draw import figures
from bot.demo.draw.figures import INK, LEFT, RIGHT, Sheet

TOP = 770.0
LINE = 16.5

SUMMARY = (
    "In 2025 our 48 stations delivered readings for 99.2 % of the time. The goal was",
    "99.0 %; in 2024 we reached 98.7 %. Together they sent 5.0 million readings.",
    "",
    "A station that failed was back after 31 hours on average, in 2024 after 44 hours.",
    "Field engineers made 131 visits: 84 planned ones and 47 repairs.",
    "",
    "The longest gap was at SC-11, dark for 19 days in February because the pass was",
    "closed by snow. The strongest wind was measured at BGO-22 on 9 December: 47.3 m/s.",
    "The lowest temperature was -31.6 °C, at SC-04 on 22 January.",
)
REGIONS = (
    "Uptime is the share of expected five-minute readings that arrived within an hour.",
    "Mountain stations were the weakest, with 98.4 %, because of ice on the solar panels",
    "in January and February. Coast stations did best, with 99.6 %.",
)
CAUSES = (
    "Four of ten lost hours were lost to empty batteries. Lightning comes second: 22 % of",
    "the lost hours fell on the three days around 14 August.",
)
COSTS = (
    "The fleet cost NOK 4.18 million, NOK 87,000 for each station. Hardware was the largest",
    "part with NOK 1.42 million; 12 loggers were replaced ahead of plan, which cost",
    "NOK 310,000. Connectivity fell by 9 % after the new LTE contract of May.",
)
PLAN = (
    "In 2026 the fleet grows from 48 to 54 stations: four new ones in Norway and two in",
    "Sichuan. The budget is NOK 4.65 million.",
    "",
    "March: second battery for the nine mountain stations.",
    "May: new wind sensors at 14 stations, the oldest are from 2019.",
    "June to August: the six new stations are built; each takes three days.",
    "October: firmware 5.0, with readings every minute during storms.",
)


def draw() -> bytes:
    """Draw the whole report; the same bytes each time."""
    buffer = io.BytesIO()
    # `invariant` leaves out the date and the random id that a PDF carries otherwise.
    sheet = Canvas(buffer, pagesize=A4, invariant=1)
    sheet.setTitle("Northlight fleet report 2025")
    sheet.setAuthor("Henrik Dahl, Lin Xiaoyu")
    _cover(sheet)
    _uptime(sheet)
    _money(sheet)
    _plan(sheet)
    sheet.save()
    return buffer.getvalue()


def _cover(sheet: Sheet) -> None:
    sheet.setFillColor("#17365f")
    sheet.rect(0, 640, A4[0], A4[1] - 640, stroke=0, fill=1)
    sheet.setFillColor("#ffffff")
    sheet.setFont("Helvetica-Bold", 30)
    sheet.drawString(LEFT, 740, "Fleet report 2025")
    sheet.setFont("Helvetica", 14)
    sheet.drawString(LEFT, 708, "Northlight: 48 weather stations in Norway and Sichuan")
    sheet.drawString(LEFT, 686, "Henrik Dahl and Lin Xiaoyu, 12 January 2026")
    _heading(sheet, 590, "The year in short")
    _text(sheet, 562, SUMMARY)
    figures.key_numbers(sheet, 290)
    _page(sheet, 1)


def _uptime(sheet: Sheet) -> None:
    _heading(sheet, TOP, "Uptime")
    _text(sheet, 742, REGIONS)
    figures.uptime(sheet, 484)
    _caption(sheet, 450, "Figure 1. Uptime in 2025 by kind of site; the goal is 99.0 %.")
    _heading(sheet, 396, "Why stations were dark")
    _text(sheet, 368, CAUSES)
    figures.causes(sheet, 130)
    _caption(sheet, 106, "Figure 2. Lost hours by cause, of 3,364 station hours in all.")
    _page(sheet, 2)


def _money(sheet: Sheet) -> None:
    _heading(sheet, TOP, "Costs")
    _text(sheet, 742, COSTS)
    figures.cost_table(sheet, 660)
    _caption(sheet, 500, "Table 1. Costs of the fleet in million NOK.")
    figures.costs(sheet, 190)
    _caption(sheet, 166, "Figure 3. Where the money went in 2025, in million NOK.")
    _page(sheet, 3)


def _plan(sheet: Sheet) -> None:
    _heading(sheet, TOP, "Plan for 2026")
    _text(sheet, 742, PLAN)
    figures.plan(sheet, 420)
    _caption(sheet, 396, "Figure 4. What happens when in 2026.")
    _page(sheet, 4)


def _heading(sheet: Sheet, y: float, words: str) -> None:
    sheet.setFillColor("#17365f")
    sheet.setFont("Helvetica-Bold", 19)
    sheet.drawString(LEFT, y, words)


def _text(sheet: Sheet, y: float, lines: Sequence[str]) -> None:
    sheet.setFillColor(INK)
    sheet.setFont("Helvetica", 11.5)
    for number, line in enumerate(lines):
        sheet.drawString(LEFT, y - number * LINE, line)


def _caption(sheet: Sheet, y: float, words: str) -> None:
    sheet.setFillColor("#5b6675")
    sheet.setFont("Helvetica-Oblique", 10)
    sheet.drawString(LEFT, y, words)


def _page(sheet: Sheet, number: int) -> None:
    sheet.setFillColor("#5b6675")
    sheet.setFont("Helvetica", 9)
    sheet.drawString(LEFT, 40, "Northlight fleet report 2025")
    sheet.drawRightString(RIGHT, 40, str(number))
    sheet.showPage()
