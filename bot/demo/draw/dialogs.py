"""Draw the three error dialogs that the handbook explains."""

from dataclasses import dataclass

from bot.demo.draw.canvas import Canvas, Paint, Type

DESK = "#dfe6ee"
INK = "#17202e"
GREY = "#5b6675"


@dataclass(frozen=True, slots=True)
class Dialog:
    """The words on one error dialog; `facts` are its rows of name and value."""

    program: str
    code: str
    headline: str
    lines: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    buttons: tuple[str, str]
    colour: str


VPN = Dialog(
    program="Northlight VPN",
    code="NL-4012",
    headline="Your VPN profile has expired",
    lines=(
        "Profiles are valid for 90 days. Renew the profile in the portal",
        "under Devices, then press Reconnect.",
    ),
    facts=(
        ("Device", "NL-L-073"),
        ("Gateway", "vpn.northlight.example:51820"),
        ("Profile created", "94 days ago"),
    ),
    buttons=("Open portal", "Cancel"),
    colour="#d64545",
)
RELEASE = Dialog(
    program="nl release",
    code="NL-2207",
    headline="Release gate closed",
    lines=(
        "The last smoke tests are 83 minutes old. They count for",
        "60 minutes. Run them again, then start the release.",
    ),
    facts=(
        ("Release", "feed 2025.38.2"),
        ("Smoke tests", "passed at 10:12"),
        ("Canary", "not started"),
    ),
    buttons=("Run smoke tests", "Close"),
    colour="#c77700",
)
SENSOR = Dialog(
    program="Station service",
    code="NL-3105",
    headline="Calibration expired",
    lines=(
        "The temperature sensor was due for calibration 12 days ago.",
        "Its readings are sent, but marked as suspect.",
    ),
    facts=(
        ("Station", "BGO-07"),
        ("Sensor", "SHT-85, serial 20418"),
        ("Last calibration", "192 days ago"),
    ),
    buttons=("Start calibration", "Later"),
    colour="#c77700",
)


def draw(dialog: Dialog) -> bytes:
    """Draw a dialog as it stands on a screen."""
    canvas = Canvas(880, 500, DESK)
    window = (50.0, 36.0, 830.0, 456.0)
    canvas.shadow(window, 14, (0xDF, 0xE6, 0xEE))
    canvas.box(window, Paint(fill="#ffffff", radius=14))
    _title_bar(canvas, dialog.program)
    _sign(canvas, dialog.colour)
    canvas.text((184, 112), f"Error {dialog.code}", Type(18, dialog.colour, bold=True))
    canvas.text((184, 138), dialog.headline, Type(28, INK, bold=True))
    for row, line in enumerate(dialog.lines):
        canvas.text((184, 188 + row * 27), line, Type(19, "#323d4d"))
    canvas.box((184, 254, 790, 366), Paint(fill="#f3f6f9", radius=8))
    for row, (name, value) in enumerate(dialog.facts):
        canvas.text((204, 268 + row * 31), name, Type(17, GREY))
        canvas.text((370, 268 + row * 31), value, Type(17, INK))
    _buttons(canvas, dialog.buttons)
    return canvas.png()


def _title_bar(canvas: Canvas, program: str) -> None:
    canvas.box((50, 36, 830, 84), Paint(fill="#2b3648", radius=14))
    canvas.box((50, 64, 830, 84), Paint(fill="#2b3648"))
    canvas.text((74, 60), program, Type(17, "#eef2f7", anchor="lm"))
    canvas.line([(790, 53), (804, 67)], "#c5cedb", 2.4)
    canvas.line([(804, 53), (790, 67)], "#c5cedb", 2.4)


def _sign(canvas: Canvas, colour: str) -> None:
    canvas.disc((122, 150), 38, Paint(fill=colour))
    canvas.box((117, 127, 127, 157), Paint(fill="#ffffff", radius=4))
    canvas.disc((122, 169), 5.6, Paint(fill="#ffffff"))


def _buttons(canvas: Canvas, labels: tuple[str, str]) -> None:
    main, other = labels
    canvas.box((590, 388, 790, 434), Paint(fill="#2563c9", radius=8))
    canvas.text((690, 411), main, Type(18, "#ffffff", bold=True, anchor="mm"))
    canvas.box((440, 388, 574, 434), Paint(fill="#ffffff", edge="#b8c2ce", radius=8))
    canvas.text((507, 411), other, Type(18, INK, anchor="mm"))
