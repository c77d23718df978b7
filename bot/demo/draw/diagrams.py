"""Draw the architecture of the Feed and the network plan of the office."""

from bot.demo.draw.canvas import Canvas, Paint, Point, Type

INK = "#1f2937"
GREY = "#5b6675"
WIRE = "#64748b"


def architecture() -> bytes:
    """Draw the way of a reading from the mast to the customer."""
    canvas = Canvas(1240, 640, "#fbfcfe")
    canvas.text((50, 30), "Northlight Feed: the way of a reading", Type(27, INK, bold=True))
    canvas.text((50, 68), "about 9 seconds from the mast to the customer", Type(18, GREY))
    canvas.box((318, 118, 978, 590), Paint(fill="#f1f5fb", edge="#cfd9e8", radius=18))
    canvas.text((340, 134), "our hall in Bergen", Type(17, GREY))
    _part(canvas, (50, 180), ("48 stations", "BGO, SC and others", "every 5 minutes"), "#2f9e5f")
    _part(canvas, (350, 180), ("broker", "MQTT over TLS", "port 8883"), "#2f6fd0")
    _part(canvas, (700, 180), ("ingest", "checks and flags", "1 to 6 workers"), "#2f6fd0")
    _part(canvas, (700, 420), ("store", "TimescaleDB", "raw: 400 days"), "#7450c8")
    _part(canvas, (350, 420), ("forecast", "05, 11, 17, 23 UTC", "takes 12 minutes"), "#2f6fd0")
    _part(
        canvas, (1010, 180), ("Feed API", "JSON, version 3", "120 calls a minute"), "#2f6fd0", 190
    )
    _part(canvas, (1010, 420), ("customers", "212 of them", "HTTPS, port 443"), "#2f9e5f", 190)
    _wire(canvas, ((290, 240), (350, 240)))
    _wire(canvas, ((590, 240), (700, 240)), "queue")
    _wire(canvas, ((820, 300), (820, 420)))
    _wire(canvas, ((700, 460), (590, 460)), "read")
    _wire(canvas, ((590, 510), (700, 510)))
    canvas.text((645, 528), "forecasts", Type(15, GREY, anchor="mm"))
    _wire(canvas, ((940, 460), (975, 460), (975, 240), (1010, 240)))
    _wire(canvas, ((1105, 300), (1105, 420)))
    canvas.text((304, 222), "LTE", Type(15, GREY, anchor="mm"))
    canvas.text((50, 330), "without LTE for 15 minutes:", Type(16, GREY))
    canvas.text((50, 354), "satellite, every 60 minutes", Type(16, GREY))
    return canvas.png()


def network() -> bytes:
    """Draw the network of the Bergen office."""
    canvas = Canvas(1240, 700, "#fbfcfe")
    canvas.text((50, 30), "Network plan, Bergen office", Type(27, INK, bold=True))
    canvas.text((50, 68), "Owner: Tomasz Nowak, extension 214", Type(18, GREY))
    _cloud(canvas)
    canvas.text((450, 142), "fibre 1 Gbit/s", Type(16, GREY, anchor="mm"))
    canvas.line([(330, 165), (560, 165)], WIRE, 4)
    canvas.dashes((330, 205), (560, 205), WIRE, 3)
    canvas.text((450, 226), "LTE backup 60 Mbit/s", Type(16, GREY, anchor="mm"))
    _part(canvas, (560, 126), ("fw-1", "firewall, 10.20.0.1", "VPN: UDP 51820"), "#d64545")
    canvas.line([(680, 246), (680, 310)], WIRE, 4)
    _part(canvas, (560, 310), ("sw-core", "core switch", "48 ports, 10 Gbit/s"), "#2f6fd0")
    canvas.line([(800, 185), (930, 185)], WIRE, 3)
    _part(canvas, (930, 126), ("bastion", "SSH, port 2222", "hardware key only"), "#7450c8")
    networks = (
        ("VLAN 10 staff", "10.20.10.0/24", "northlight-staff", "#2f9e5f"),
        ("VLAN 20 guest", "10.20.20.0/24", "internet only", "#c77700"),
        ("VLAN 30 lab", "10.20.30.0/24", "stations on test", "#2f6fd0"),
        ("VLAN 40 printers", "10.20.40.0/24", "Fjord, cameras", "#64748b"),
        ("VLAN 99 mgmt", "10.20.99.0/24", "switches, UPS", "#d64545"),
    )
    canvas.line([(156, 490), (1084, 490)], WIRE, 4)
    canvas.line([(680, 430), (680, 490)], WIRE, 4)
    for number, (name, addresses, note, colour) in enumerate(networks):
        x = 50 + number * 232
        canvas.line([(x + 106, 488), (x + 106, 530)], WIRE, 4)
        _part(canvas, (x, 530), (name, addresses, note), colour, 212)
    return canvas.png()


def _part(
    canvas: Canvas, at: Point, words: tuple[str, str, str], colour: str, width: float = 240
) -> None:
    x, y = at
    middle = x + width / 2
    canvas.box((x, y, x + width, y + 120), Paint(fill="#ffffff", edge="#c8d2df", radius=12))
    canvas.box((x, y, x + width, y + 14), Paint(fill=colour, radius=7))
    canvas.text((middle, y + 40), words[0], Type(22, INK, True, "mm"))
    canvas.text((middle, y + 70), words[1], Type(17, GREY, anchor="mm"))
    canvas.text((middle, y + 96), words[2], Type(17, GREY, anchor="mm"))


def _wire(canvas: Canvas, points: tuple[Point, ...], label: str = "") -> None:
    canvas.arrow(points, WIRE, 3)
    if label:
        x = (points[0][0] + points[1][0]) / 2
        canvas.text((x, points[0][1] - 16), label, Type(15, GREY, anchor="mm"))


def _cloud(canvas: Canvas) -> None:
    for x, y, radius in ((130, 190, 44), (185, 160, 56), (250, 170, 50), (292, 196, 38)):
        canvas.disc((x, y), radius, Paint(fill="#dbe7f7"))
    canvas.box((120, 176, 300, 234), Paint(fill="#dbe7f7", radius=29))
    canvas.text((206, 192), "internet", Type(22, INK, True, "mm"))
