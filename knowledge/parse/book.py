"""Turn an EPUB (EPUB 3.3, W3C) into blocks: its chapters in the order of the spine, with their pictures.

Knows the package document; the chapters are HTML like any other. Nothing is unpacked to disk or fetched.
"""

import posixpath
import re
from dataclasses import replace
from urllib.parse import unquote

from knowledge.errors import Unreadable
from knowledge.parse.archive import ENCRYPTED, Archive
from knowledge.parse.html import add_page
from knowledge.parse.opc import plain
from knowledge.parse.outline import Outline
from knowledge.parse.pictures import Found, Pictures
from knowledge.records import Parsed

CONTAINER = "META-INF/container.xml"
ENCRYPTION = "META-INF/encryption.xml"
FONT_SCRAMBLING = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")

SELF_CLOSED = re.compile(
    rb"<(title|script|style|iframe|textarea|div|p|span|a|i|b|em|td|th)\b([^<>]{0,500})/>",
    re.IGNORECASE,
)
"""What XHTML may close at once and HTML reads as left open: `<title/>` would swallow the chapter."""

CHAPTER_BYTES = 20_000_000
MOST_CHAPTERS = 2_000


def parse(archive: Archive, name: str) -> Parsed:
    """Read a book; `name` is its title where it has none."""
    _refuse_locked(archive)
    root = _root(archive)
    book = archive.tree(root)
    if book is None:
        raise Unreadable("the book has no list of its chapters; save it again in another program")
    book = plain(book)
    title = " ".join(book.findtext("metadata/title", "").split())
    place = _Place(archive)
    outline = Outline(Pictures(name, None, place.picture))
    items = {one.get("id", ""): one for one in book.iterfind("manifest/item")}
    for number, reference in enumerate(book.iterfind("spine/itemref")):
        if number >= MOST_CHAPTERS:
            outline.pictures.warnings.append(
                f"chapters after {MOST_CHAPTERS} were left out, so split it"
            )
            break
        item = items.get(reference.get("idref", ""))
        if item is None or "nav" in item.get("properties", "").split():
            continue
        chapter = _join(root, item.get("href", ""))
        content = archive.read(chapter)
        if content is None or len(content) > CHAPTER_BYTES:
            outline.pictures.warnings.append(f"chapter {chapter[:100]!r} is missing or above 20 MB")
            continue
        place.chapter = chapter
        outline.end_sections(1)
        add_page(SELF_CLOSED.sub(rb"<\1\2></\1>", content), outline)
    parsed = outline.finish(title or outline.first_heading or name)
    return replace(parsed, warnings=tuple(dict.fromkeys(parsed.warnings)))


class _Place:
    """Finds pictures from the chapter that is being read."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self.chapter = ""

    def picture(self, target: str) -> Found | None:
        member = _join(self.chapter, target)
        content = self._archive.read(member)
        return None if content is None else Found(content, posixpath.basename(member))


def _join(base: str, address: str) -> str:
    """Follow an address from one member of the archive to another; none can leave it."""
    path = unquote(address.split("#")[0].split("?")[0])
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(base), path)).lstrip("/")


def _root(archive: Archive) -> str:
    container = archive.tree(CONTAINER)
    found = plain(container).find("rootfiles/rootfile") if container is not None else None
    return found.get("full-path", "") if found is not None else ""


def _refuse_locked(archive: Archive) -> None:
    encryption = archive.tree(ENCRYPTION)
    methods = plain(encryption).iter("EncryptionMethod") if encryption is not None else iter(())
    if any(one.get("Algorithm", "") not in FONT_SCRAMBLING for one in methods):
        raise Unreadable(ENCRYPTED)


def is_book(archive: Archive) -> bool:
    """Tell whether an archive is an EPUB."""
    return CONTAINER in archive
