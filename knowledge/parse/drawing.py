"""Read what office files draw: charts, diagrams (SmartArt), text in shapes.

Takes trees without namespaces (`knowledge.parse.opc`); knows DrawingML (ECMA-376 part 1, section 20 and
21), not the document that it stands in.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from knowledge.parse.outline import Outline
from knowledge.parse.shown import shown

MOST_POINTS = 5_000
"""Of one series; what is drawn with more is no chart to be read."""

DEEPEST = 20

GUESSED = re.compile(
    r"(description automatically generated|AI-generated content may be incorrect\.?)", re.IGNORECASE
)
"""What Office writes below the alternative text that it made up."""


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart as a table: the first row names the series, the first column the categories."""

    title: str
    rows: tuple[tuple[str, ...], ...]


def paragraphs(element: Element) -> Iterator[tuple[int, str]]:
    """Yield level and text of each paragraph of a text body that says something."""
    for paragraph in element.iter("p"):
        text = "".join(_runs(paragraph))
        properties = paragraph.find("pPr")
        level = properties.get("lvl", "0") if properties is not None else "0"
        if text.strip():
            yield int(level) if level.isdecimal() and len(level) < 3 else 0, text.strip()


def text(element: Element) -> str:
    """Return the whole text of a body, a line a paragraph."""
    return "\n".join(line for _, line in paragraphs(element))


def alternative(properties: Element | None) -> str:
    """Return what the author says of a picture or chart, without what a program adds to its guess."""
    if properties is None:
        return ""
    said = properties.get("descr") or properties.get("title") or ""
    return " ".join(GUESSED.sub("", said).split())


def add_chart(outline: Outline, space: Element, alt: str) -> None:
    """Add a chart as a table; one that keeps no values as what is said of it."""
    drawn = chart(space)
    caption = "\n".join(filter(None, (f"Chart: {drawn.title}".rstrip(": "), alt)))
    if drawn.rows:
        outline.table(drawn.rows, caption)
    else:
        outline.text(caption)


def chart(space: Element) -> Chart:
    """Read a chart's title, axes, categories and values from what it keeps of them."""
    titles = [_title(space.find("chart"))]
    area = space.find("chart/plotArea")
    if area is not None:
        titles += [_title(axis) for axis in area if axis.tag.endswith("Ax")]
        series = [_series(one) for one in area.iter("ser")]
    else:
        # Waterfalls, funnels, maps and their like have a format of their own (chartEx).
        series = [_data(one) for one in space.iterfind("chartData/data")]
    title = " · ".join(dict.fromkeys(filter(None, titles)))
    return Chart(title, _rows(series)) if any(one.values for one in series) else Chart(title, ())


def diagram(model: Element) -> str:
    """Write the nodes of a diagram as an indented list."""
    points = {one.get("modelId", ""): one for one in model.iterfind("ptLst/pt")}
    below: dict[str, list[tuple[int, str]]] = {}
    for link in model.iterfind("cxnLst/cxn"):
        if link.get("type", "parOf") == "parOf":
            order = link.get("srcOrd", "0")
            rank = int(order) if order.isdecimal() and len(order) < 9 else 0
            below.setdefault(link.get("srcId", ""), []).append((rank, link.get("destId", "")))
    roots = [name for name, one in points.items() if one.get("type") == "doc"]
    lines: list[str] = []
    waiting = [(root, -1) for root in roots]
    seen: set[str] = set()
    while waiting:
        name, depth = waiting.pop()
        if name in seen or depth > DEEPEST:
            continue
        seen.add(name)
        said = " ".join(text(points[name]).split()) if name in points else ""
        if said:
            lines.append("  " * max(0, depth) + "- " + said)
        children = sorted(below.get(name, ()), reverse=True)
        waiting += [(child, depth + 1) for _, child in children]
    return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class _Series:
    name: str
    categories: Mapping[int, str]
    values: Mapping[int, str]


def _runs(paragraph: Element) -> Iterator[str]:
    for element in paragraph.iter():
        if element.tag == "t":
            yield element.text or ""
        elif element.tag == "br":
            yield "\n"
        elif element.tag == "tab":
            yield " "


def _title(element: Element | None) -> str:
    title = element.find("title") if element is not None else None
    if title is None:
        return ""
    words = " ".join(text(title).split())
    return words or " ".join(one.text or "" for one in title.iter("v"))


def _series(element: Element) -> _Series:
    name = " ".join(one.text or "" for one in element.iterfind("tx//v"))
    categories = _points(element, "cat") or _points(element, "xVal")
    values = _points(element, "val") or _points(element, "yVal")
    return _Series(name, categories, values)


def _points(element: Element, tag: str) -> dict[int, str]:
    cache = element.find(tag)
    if cache is None:
        return {}
    levels = cache.findall(".//lvl")
    if levels:
        return _levels([_cached(level, "General") for level in levels])
    return _cached(cache, cache.findtext(".//formatCode", "General"))


def _cached(cache: Element, code: str) -> dict[int, str]:
    found: dict[int, str] = {}
    for point in cache.iter("pt"):
        index = point.get("idx", "")
        if index.isdecimal() and len(found) < MOST_POINTS:
            found[int(index)] = _value(point.findtext("v", ""), point.get("formatCode", code))
    return found


def _levels(levels: list[dict[int, str]]) -> dict[int, str]:
    """Name categories of several levels from the outermost, which comes last, to the innermost."""
    names: dict[int, str] = {}
    held = [""] * len(levels)
    for index in sorted({index for level in levels for index in level}):
        # An outer name holds until the next one.
        held = [level.get(index, before) for level, before in zip(levels, held, strict=True)]
        names[index] = " / ".join(name for name in reversed(held) if name)
    return names


def _data(element: Element) -> _Series:
    def points(tag: str) -> dict[int, str]:
        level = element.find(f"{tag}/lvl")
        code = level.get("formatCode", "General") if level is not None else "General"
        found = list(level.iter("pt") if level is not None else ())[:MOST_POINTS]
        return {at: _value(point.text or "", code) for at, point in enumerate(found)}

    return _Series("", points("strDim"), points("numDim"))


def _value(written: str, code: str) -> str:
    try:
        return shown(float(written), code)
    except (ValueError, OverflowError):
        return written


def _rows(series: list[_Series]) -> tuple[tuple[str, ...], ...]:
    categories: dict[int, str] = {}
    for one in series:
        categories = {**one.categories, **categories}
    indices = sorted({index for one in series for index in one.values})
    head = ("", *(one.name for one in series))
    body = (
        (categories.get(index, ""), *(one.values.get(index, "") for one in series))
        for index in indices
    )
    return (head, *body)
