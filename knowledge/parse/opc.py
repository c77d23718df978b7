"""Follow the relations between the parts of an office file (Open Packaging Conventions, ECMA-376 part 2).

Knows which part belongs to which; nothing of what stands in them. External targets are named, never
fetched. Trees come without namespaces, because the strict and the transitional variant of the standard
differ in nothing else that is read here; only references to other parts keep their prefix: `r:id`.
"""

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from knowledge.errors import Unreadable
from knowledge.parse.archive import Archive

MAIN_PARTS = {
    "word/document.xml": "docx",
    "ppt/presentation.xml": "pptx",
    "xl/workbook.xml": "xlsx",
    "xl/workbook.bin": "xlsb",
}
"""Where every program writes the main part, and what the file is then."""


EMPTY_TITLE = re.compile(r"(powerpoint presentation|presentation\d*|untitled|document\d*)$", re.I)
"""Titles that nobody wrote."""


@dataclass(frozen=True, slots=True)
class Relation:
    """A part that another part refers to. `kind` is the last word of the relation's type."""

    id: str
    kind: str
    target: str
    """The part's name in the archive; for an external one its address."""
    external: bool


class Package:
    """An office file, opened safely."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._known: dict[str, Mapping[str, Relation]] = {}

    def tree(self, part: str) -> Element:
        """Parse a part; raise `Unreadable` where it is missing or broken."""
        tree = self.find(part)
        if tree is None:
            raise Unreadable(
                f"the part {part[:80]!r} is missing; save the file again and learn that"
            )
        return tree

    def find(self, part: str) -> Element | None:
        """Parse a part that need not be there."""
        tree = self._archive.tree(part)
        return None if tree is None else plain(tree)

    def pieces(self, part: str) -> Iterator[bytes]:
        """Read a part that may be too large for a tree."""
        return self._archive.pieces(part)

    @property
    def title(self) -> str:
        """The title that the file's properties give."""
        core = self.find("docProps/core.xml")
        title = " ".join((core.findtext("title", "") if core is not None else "").split())
        return "" if EMPTY_TITLE.match(title) else title

    def read(self, part: str) -> bytes | None:
        """Return a part's bytes."""
        return self._archive.read(part)

    def relations(self, part: str) -> Mapping[str, Relation]:
        """Return what `part` refers to, by the id that its XML uses."""
        if part not in self._known:
            self._known[part] = {one.id: one for one in self._read_relations(part)}
        return self._known[part]

    def related(self, part: str, kind: str) -> list[str]:
        """Name the parts of one kind that `part` refers to."""
        found = self.relations(part).values()
        return [one.target for one in found if one.kind == kind and not one.external]

    def _read_relations(self, part: str) -> Iterator[Relation]:
        folder, name = posixpath.split(part)
        tree = self.find(posixpath.join(folder, "_rels", f"{name}.rels"))
        for element in tree if tree is not None else ():
            target = element.get("Target", "")
            external = element.get("TargetMode") == "External"
            if not external:
                # An absolute target starts at the root of the archive; none can leave it.
                target = posixpath.normpath(posixpath.join("/", folder, unquote(target))).lstrip(
                    "/"
                )
            kind = element.get("Type", "").rsplit("/", 1)[-1]
            yield Relation(element.get("Id", ""), kind, target, external)


def plain(tree: Element) -> Element:
    """Take the namespaces off all names of a tree, but for references to parts; return it."""
    for element in tree.iter():
        element.tag = element.tag.rpartition("}")[2]
        for name in [name for name in element.attrib if name.startswith("{")]:
            space, _, local = name.rpartition("}")
            refers = space.endswith("/relationships")
            element.attrib[f"r:{local}" if refers else local] = element.attrib.pop(name)
    return tree


def kind_of(archive: Archive) -> str | None:
    """Tell which office file an archive is; None for another kind of archive."""
    return next((kind for part, kind in MAIN_PARTS.items() if part in archive), None)
