"""Gather the words of a Word paragraph, cell or note, and what is shown and called among them.

Knows runs (ECMA-376 part 1, section 17.3); not the document's order, parts or styles.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

UNSEEN = frozenset({"del", "moveFrom", "instrText", "delText", "rPr", "pPr", "tcPr", "sdtPr"})

Notes = Mapping[str, Mapping[str, str]]
"""The text of each footnote and endnote: by `footnotes` or `endnotes`, then by id."""


@dataclass
class Line:
    """The text of one paragraph, and what is shown along with it."""

    notes: Notes
    parts: list[str] = field(default_factory=list)
    shown: list[Element] = field(default_factory=list)
    """Drawings: pictures, charts, diagrams."""
    boxes: list[Element] = field(default_factory=list)
    """Contents of text boxes."""
    called: list[tuple[str, str]] = field(default_factory=list)
    """Mark and text of each note."""

    @property
    def text(self) -> str:
        rows = (" ".join(row.split()) for row in "".join(self.parts).split("\n"))
        return "\n".join(filter(None, rows))

    def gather(self, element: Element) -> "Line":
        """Collect the words below `element`, in order and without recursion; return self."""
        waiting = [iter(element)]
        while waiting:
            one = next(waiting[-1], None)
            if one is None:
                waiting.pop()
            elif one.tag == "AlternateContent":
                # The fallback shows the same again for older programs.
                choice = one.find("Choice")
                waiting.append(iter(choice if choice is not None else one))
            elif self._enter(one):
                waiting.append(iter(one))
        return self

    def _enter(self, one: Element) -> bool:
        """Take what `one` says; return whether to look into it."""
        tag = one.tag
        if tag in UNSEEN or (tag == "r" and _hidden(one)):
            return False
        if tag == "t":
            self.parts.append(one.text or "")
        elif tag in ("br", "cr", "p"):
            self.parts.append("\n")
        elif tag in ("tab", "ptab"):
            self.parts.append(" ")
        elif tag == "noBreakHyphen":
            self.parts.append("-")
        elif tag in ("footnoteReference", "endnoteReference"):
            self._call(one, tag.removesuffix("Reference") + "s")
        elif tag in ("drawing", "pict", "object"):
            self.shown.append(one)
            self.boxes += one.iter("txbxContent")
            return False
        return True

    def _call(self, one: Element, kind: str) -> None:
        mark = one.get("id", "")
        note = self.notes.get(kind, {}).get(mark)
        if note:
            self.parts.append(f"[{mark}]")
            self.called.append((mark, note))


def _hidden(run: Element) -> bool:
    vanish = run.find("rPr/vanish")
    return vanish is not None and vanish.get("val", "1") not in ("0", "false", "off")
