"""Widen a unit to the passage that a reader needs around it: its neighbours of the same heading or page."""

from collections.abc import Sequence

from knowledge.records import Kind, Unit


def widen(unit: Unit, units: Sequence[Unit], max_characters: int) -> str:
    """Return the text of `unit` with that of its neighbours, nearest first, in reading order."""
    texts = [one for one in units if one.kind is Kind.TEXT and _together(one, unit)]
    core = _core(unit)
    before = [one for one in texts if one.position < unit.position][::-1]
    after = [one for one in texts if one.position > unit.position]
    parts = [core[:max_characters]]
    left = max_characters - len(parts[0])
    while before or after:
        # What follows explains more often than what precedes.
        for side, place in ((after, len(parts)), (before, 0)):
            if side and len(side[0].text) + 2 <= left:
                one = side.pop(0)
                parts.insert(place, one.text)
                left -= len(one.text) + 2
            else:
                side.clear()
    return "\n\n".join(filter(None, parts))


def _core(unit: Unit) -> str:
    if unit.kind is not Kind.PICTURE:
        return unit.text
    said = (unit.fields.get(name, "") for name in ("caption", "alt", "ocr"))
    return "\n".join(dict.fromkeys(filter(None, said)))


def _together(one: Unit, unit: Unit) -> bool:
    return one.id != unit.id and one.heading == unit.heading and one.page == unit.page
