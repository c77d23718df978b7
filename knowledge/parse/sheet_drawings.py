"""Read what lies upon a sheet: charts, pictures, comments.

A chart keeps a copy of what it shows, unless a program wrote it without; then its references lead to the
cells. Knows DrawingML's anchors and references, not how cells are read.
"""

import re
from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element, SubElement

from knowledge.parse.drawing import MOST_POINTS, add_chart, alternative
from knowledge.parse.grid import Cells
from knowledge.parse.opc import Package
from knowledge.parse.outline import Outline

REFERENCE = re.compile(
    r"(?:'((?:[^']|'')+)'|([^'!]+))!\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?"
)
"""A range of cells as charts name it: `'Sales 2024'!$B$2:$B$13`."""

CACHES = ("numCache", "strCache")


def add_drawing(package: Package, part: str, outline: Outline, grids: Mapping[str, Cells]) -> None:
    """Add the charts and pictures of one drawing; `grids` are the cells of each sheet by its name."""
    tree = package.find(part)
    relations = package.relations(part)
    for anchor in tree if tree is not None else ():
        alt = alternative(next(anchor.iter("cNvPr"), None))
        for element in anchor.iter():
            relation = relations.get(element.get("r:embed") or element.get("r:id") or "")
            if relation is None or relation.external:
                continue
            if element.tag == "chart":
                space = package.tree(relation.target)
                _fill(space, grids)
                add_chart(outline, space, alt)
            elif element.tag == "blip":
                name = relation.target.rsplit("/", 1)[-1]
                found = outline.pictures.take(package.read(relation.target), name)
                if found is not None:
                    outline.figure(found, alt=alt)


def _fill(space: Element, grids: Mapping[str, Cells]) -> None:
    """Give each reference without a copy of its values the values of its cells."""
    for tag in ("numRef", "strRef"):
        for reference in space.iter(tag):
            cache = next((one for one in reference if one.tag in CACHES), None)
            if cache is None:
                cache = SubElement(reference, CACHES[0])
            if cache.find("pt") is None:
                for at, value in enumerate(_values(reference.findtext("f", ""), grids)):
                    point = SubElement(cache, "pt", {"idx": str(at)})
                    SubElement(point, "v").text = value


def _values(written: str, grids: Mapping[str, Cells]) -> Iterator[str]:
    from openpyxl.utils import column_index_from_string

    match = REFERENCE.fullmatch(written)
    if match is None:
        return
    grid = grids.get((match[1] or match[2]).replace("''", "'"), {})
    first, last = int(match[4]), int(match[6] or match[4])
    left = column_index_from_string(match[3])
    right = column_index_from_string(match[5] or match[3])
    places = ((row, column) for row in range(first, last + 1) for column in range(left, right + 1))
    for _, (row, column) in zip(range(MOST_POINTS), places, strict=False):
        yield grid.get(row, {}).get(column, "")


def add_comments(package: Package, part: str, outline: Outline) -> None:
    """Add what people noted on cells."""
    tree = package.find(part)
    for comment in tree.iterfind("commentList/comment") if tree is not None else ():
        words = " ".join(" ".join(one.text or "" for one in comment.iter("t")).split())
        outline.text(f"Comment on {comment.get('ref', '')[:10]}: {words}" if words else "")
