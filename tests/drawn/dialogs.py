"""Dialog windows: their sign, how many buttons, light or dark, with which title bar."""

from functools import partial
from itertools import product

from tests.drawn.canvas import Canvas, Point
from tests.drawn.subject import COLOURS, Subject

_SIGNS = {"an error": "错误", "a warning": "警告", "a question": "询问"}
_BUTTONS = {
    1: ("one button", "一个按钮"),
    2: ("two buttons", "两个按钮"),
    3: ("three buttons", "三个按钮"),
}
_LIGHTS = {"light": "浅色", "dark": "深色"}
_BARS = ("blue", "green", "purple")


def subjects() -> list[Subject]:
    """Return 54 subjects: three signs, one to three buttons, two lights, three title bars."""
    return [
        Subject(
            f"{sign.split()[1]} dialog",
            f"{sign} dialog with {_BUTTONS[buttons][0]} and a {bar} title bar, {light}",
            f"{_LIGHTS[light]}{_SIGNS[sign]}对话框，{_BUTTONS[buttons][1]}，{COLOURS[bar][0]}标题栏",
            partial(_paint, sign, buttons, bar),
            dark=light == "dark",
        )
        for sign, buttons, light, bar in product(_SIGNS, _BUTTONS, _LIGHTS, _BARS)
    ]


def _paint(sign: str, buttons: int, bar: str, canvas: Canvas) -> None:
    left, right = canvas.rng.uniform(0.02, 0.08), canvas.rng.uniform(0.92, 0.98)
    high, low = canvas.rng.uniform(0.04, 0.12), canvas.rng.uniform(0.86, 0.96)
    canvas.box((left, high), (right, low), canvas.near(canvas.paper, 4), canvas.ink)
    canvas.box((left, high), (right, high + 0.14), canvas.near(COLOURS[bar][1]))
    canvas.text(((left + right) / 2, high + 0.07), canvas.word(), 0.06, (255, 255, 255))
    icon = left + canvas.rng.uniform(0.15, 0.2), high + canvas.rng.uniform(0.32, 0.36)
    _icon(canvas, sign, icon)
    for number in range(canvas.rng.randint(2, 3)):
        line = f"{canvas.word()} {canvas.word()}"
        canvas.text((icon[0] + 0.38, icon[1] - 0.08 + 0.08 * number), line, 0.05)
    width = (right - left) * canvas.rng.uniform(0.22, 0.26)
    for number in range(buttons):
        end = right - 0.03 - number * (width + 0.03)
        top = low - canvas.rng.uniform(0.155, 0.165)
        canvas.box(
            (end - width, top), (end, top + 0.11), canvas.near((150, 156, 164)), canvas.ink, 0.02
        )
        canvas.text((end - width / 2, top + 0.055), canvas.word()[:5], 0.045)


def _icon(canvas: Canvas, sign: str, centre: Point) -> None:
    x, y = centre
    size = canvas.rng.uniform(0.09, 0.11)
    if sign == "a warning":
        yellow = canvas.near(COLOURS["yellow"][1])
        canvas.polygon(
            ((x, y - size), (x - size * 1.1, y + size), (x + size * 1.1, y + size)), yellow
        )
        canvas.text((x, y + size * 0.25), "!", 0.13, (20, 20, 20))
    elif sign == "an error":
        canvas.ellipse(centre, size * 1.1, canvas.near(COLOURS["red"][1]))
        arm = size * 0.5
        for turn in (1, -1):
            ends = (x - arm, y - arm * turn), (x + arm, y + arm * turn)
            canvas.line(ends, (255, 255, 255), 0.025)
    else:
        canvas.ellipse(centre, size * 1.1, canvas.near(COLOURS["blue"][1]))
        canvas.text((x, y), "?", 0.15, (255, 255, 255))
