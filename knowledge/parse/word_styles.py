"""Tell what a Word paragraph is: heading, list item, caption, line of a table of contents.

Knows styles and numbering (ECMA-376 part 1, sections 17.7 and 17.9); not the text.
"""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from knowledge.parse.opc import Package

HEADING = re.compile(r"heading (\d)")
CONTENTS = re.compile(r"toc (\d|heading)|table of figures")
DEEPEST_STYLE = 20
"""Styles build on one another; a circle ends here."""

BODY_LEVEL = 9
"""The outline level of text that is no heading."""

BULLET = "-"
NUMERALS = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


@dataclass(frozen=True, slots=True)
class Style:
    """What a style makes of its paragraphs. `level` counts from 1, 0 is no heading."""

    level: int = 0
    title: bool = False
    caption: bool = False
    contents: bool = False
    number: str = ""
    number_level: int = 0


@dataclass(frozen=True, slots=True)
class Number:
    """What stands before a list item or a numbered heading."""

    mark: str
    indent: str


class Styles:
    """The styles of one document."""

    def __init__(self, package: Package, part: str) -> None:
        """Read the styles that belong to `part`."""
        self._elements: dict[str, Element] = {}
        self._known: dict[str, Style] = {}
        for name in package.related(part, "styles"):
            tree = package.find(name)
            for style in tree.iterfind("style") if tree is not None else ():
                self._elements[style.get("styleId", "")] = style

    def of(self, paragraph: Element) -> Style:
        """Return what a paragraph is; what it says of itself goes before its style."""
        named = paragraph.find("pPr/pStyle")
        style = self._style(named.get("val", "") if named is not None else "")
        level = _level(paragraph.find("pPr"))
        if level is None or level == style.level:
            return style
        return Style(
            level, style.title, style.caption, style.contents, style.number, style.number_level
        )

    def _style(self, name: str) -> Style:
        if name not in self._known:
            self._known[name] = self._build(name)
        return self._known[name]

    def _build(self, name: str) -> Style:
        level: int | None = None
        names: list[str] = []
        number, number_level = "", 0
        for _ in range(DEEPEST_STYLE):
            element = self._elements.get(name)
            if element is None:
                break
            label = element.find("name")
            names.append((label.get("val", "") if label is not None else "").lower())
            properties = element.find("pPr")
            level = _level(properties) if level is None else level
            if not number and properties is not None:
                number, number_level = _number_of(properties)
            base = element.find("basedOn")
            name = base.get("val", "") if base is not None else ""
        heading = next((match for one in names if (match := HEADING.fullmatch(one))), None)
        level = int(heading[1]) if heading else level
        return Style(
            level=level or 0,
            title=names[:1] == ["title"],
            caption="caption" in names,
            contents=any(CONTENTS.fullmatch(one) for one in names),
            number=number,
            number_level=number_level or (level - 1 if level and number else 0),
        )


class Numbers:
    """The running numbers of one document's lists."""

    def __init__(self, package: Package, part: str) -> None:
        """Read the numbering that belongs to `part`."""
        self._levels: dict[str, Mapping[int, Element]] = {}
        self._counts: defaultdict[str, dict[int, int]] = defaultdict(dict)
        for name in package.related(part, "numbering"):
            tree = package.find(name)
            if tree is not None:
                self._read(tree)

    def next(self, paragraph: Element, style: Style) -> Number | None:
        """Count a paragraph; return its mark, None where it has none."""
        properties = paragraph.find("pPr")
        own, level = _number_of(properties) if properties is not None else ("", 0)
        number = own or style.number
        level = level if own else style.number_level
        # Number 0 takes a style's number off again.
        if not number or number == "0":
            return None
        levels = self._levels.get(number, {})
        counts = self._counts[number]
        counts[level] = counts.get(level, _start(levels.get(level)) - 1) + 1
        for deeper in [one for one in counts if one > level]:
            del counts[deeper]
        return Number(self._mark(levels, counts, level), "  " * level)

    def _read(self, tree: Element) -> None:
        abstract = {one.get("abstractNumId", ""): one for one in tree.iterfind("abstractNum")}
        for one in tree.iterfind("num"):
            refers = one.find("abstractNumId")
            found = abstract.get(refers.get("val", "") if refers is not None else "")
            if found is not None:
                levels = {_whole(level.get("ilvl"), 0): level for level in found.iterfind("lvl")}
                self._levels[one.get("numId", "")] = levels

    def _mark(self, levels: Mapping[int, Element], counts: Mapping[int, int], level: int) -> str:
        element = levels.get(level)
        if element is None or _value(element, "numFmt") in ("bullet", "none"):
            return BULLET
        pattern = _value(element, "lvlText") or f"%{level + 1}."

        def written(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            form = _value(levels[at], "numFmt") if at in levels else "decimal"
            return _counted(counts.get(at, _start(levels.get(at))), form)

        return re.sub(r"%(\d)", written, pattern).strip() or BULLET


def _level(properties: Element | None) -> int | None:
    outline = properties.find("outlineLvl") if properties is not None else None
    if outline is None:
        return None
    level = _whole(outline.get("val"), BODY_LEVEL)
    return 0 if level >= BODY_LEVEL else level + 1


def _number_of(properties: Element) -> tuple[str, int]:
    number = properties.find("numPr/numId")
    level = properties.find("numPr/ilvl")
    depth = _whole(level.get("val") if level is not None else None, 0)
    return (number.get("val", "") if number is not None else ""), min(depth, 8)


def _start(element: Element | None) -> int:
    return _whole(_value(element, "start"), 1) if element is not None else 1


def _value(element: Element, tag: str) -> str:
    inner = element.find(tag)
    return inner.get("val", "") if inner is not None else ""


def _whole(written: str | None, otherwise: int) -> int:
    return int(written) if written and written.isdecimal() and len(written) < 7 else otherwise


def _counted(count: int, form: str) -> str:
    if form in ("lowerLetter", "upperLetter") and count > 0:
        letter = chr(ord("a") + (count - 1) % 26) * min((count - 1) // 26 + 1, 4)
        return letter if form == "lowerLetter" else letter.upper()
    if form in ("lowerRoman", "upperRoman") and 0 < count < 40:
        roman, rest = "", count
        for worth, sign in NUMERALS:
            roman, rest = roman + sign * (rest // worth), rest % worth
        return roman if form == "lowerRoman" else roman.upper()
    return f"{count:02}" if form == "decimalZero" else str(count)
