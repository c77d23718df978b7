"""Draw the whiteboard of the review after the broker outage."""

import math

from bot.demo.draw.canvas import Canvas, Paint, Point, Type

BLUE = "#1d4fa8"
RED = "#c22f2f"
GREEN = "#1f7a45"
BLACK = "#2a2f36"

TIMELINE = (
    ("02:14", "lightning strikes"),
    ("02:16", "broker disk full"),
    ("02:24", "pager rings"),
    ("02:31", "acknowledged"),
    ("03:05", "queue moved"),
    ("03:22", "all green"),
)
CAUSES = ("queue lay on the system disk", "no alert before 100 %", "only one broker")
ACTIONS = (
    ("disk alert at 70 %", "Jonas"),
    ("second broker by 1 Oct", "Tomasz"),
    ("restart drill each quarter", "Mara"),
)


def draw() -> bytes:
    """Draw the board with its frame, its three parts and a pen on the tray."""
    canvas = Canvas(1240, 760, "#c9c3b8")
    canvas.box((30, 26, 1210, 716), Paint(fill="#9aa1a9", radius=10))
    canvas.box((46, 42, 1194, 700), Paint(fill="#fbfcfb", radius=4))
    _glare(canvas)
    canvas.text((90, 76), "Broker outage  14 Aug 2025", Type(36, BLACK, bold=True))
    _stroke(canvas, (90, 124), (566, 124), RED)
    canvas.text((1150, 84), "66 min, Sev 1", Type(28, RED, True, "ra"))
    _timeline(canvas)
    _causes(canvas)
    _actions(canvas)
    canvas.box((480, 706, 760, 724), Paint(fill="#7d848c", radius=4))
    for x, colour in ((500, BLUE), (580, RED), (660, GREEN)):
        canvas.box((x, 696, x + 62, 708), Paint(fill=colour, radius=6))
        canvas.box((x + 44, 696, x + 62, 708), Paint(fill=BLACK, radius=6))
    return canvas.png()


def _timeline(canvas: Canvas) -> None:
    _stroke(canvas, (120, 226), (1130, 226), BLUE)
    for number, (time, event) in enumerate(TIMELINE):
        x = 170 + number * 180
        colour = GREEN if event == "all green" else BLUE
        canvas.disc((x, 226), 10, Paint(fill="#fbfcfb", edge=colour, width=4))
        canvas.text((x, 192), time, Type(25, colour, True, "mm"))
        canvas.text((x, 262 + (number % 2) * 30), event, Type(20, BLACK, anchor="mm"))


def _causes(canvas: Canvas) -> None:
    canvas.text((90, 350), "Why?", Type(31, RED, bold=True))
    for number, cause in enumerate(CAUSES):
        canvas.text((96, 408 + number * 52), f"{number + 1}. {cause}", Type(25, BLACK))
    _ring(canvas, (226, 527), (160, 25))
    canvas.arrow([(418, 524), (520, 512), (610, 516)], RED, 4)


def _actions(canvas: Canvas) -> None:
    canvas.box((620, 342, 1150, 640), Paint(edge=GREEN, width=4, radius=16))
    canvas.text((648, 362), "Actions", Type(31, GREEN, bold=True))
    for number, (action, owner) in enumerate(ACTIONS):
        y = 424 + number * 66
        canvas.box((650, y, 676, y + 26), Paint(edge=BLACK, width=3, radius=3))
        canvas.text((694, y - 2), action, Type(25, BLACK))
        canvas.text((1126, y - 2), owner, Type(25, BLUE, True, "ra"))
    canvas.text((90, 612), "next review: Thu 14:00", Type(24, BLUE))


def _glare(canvas: Canvas) -> None:
    canvas.polygon([(760, 42), (900, 42), (620, 700), (480, 700)], "#f5f8f7")
    canvas.polygon([(930, 42), (970, 42), (690, 700), (650, 700)], "#f7f9f8")


def _stroke(canvas: Canvas, start: Point, end: Point, colour: str) -> None:
    """Draw a line as a hand does: not quite straight."""
    steps = 60
    points = [
        (
            start[0] + (end[0] - start[0]) * step / steps,
            start[1] + (end[1] - start[1]) * step / steps + 2.2 * math.sin(step * 0.35),
        )
        for step in range(steps + 1)
    ]
    canvas.line(points, colour, 4)


def _ring(canvas: Canvas, centre: Point, radii: Point) -> None:
    points = [
        (
            centre[0] + (radii[0] + step * 0.03) * math.cos(math.radians(step)),
            centre[1] + (radii[1] + step * 0.02) * math.sin(math.radians(step)),
        )
        for step in range(-20, 372, 4)
    ]
    canvas.line(points, RED, 3.5)
