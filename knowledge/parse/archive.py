"""Open a ZIP file (DOCX, PPTX, XLSX, EPUB) only after it was counted, and hand out its members.

Every member is unpacked once, in pieces, before anybody parses it: entries, places, sizes, ratio and
entity declarations are checked on what is really there. Knows no document format.
"""

import io
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError, fromstring

from knowledge.errors import TooLarge, Unreadable

MOST_ENTRIES = 10_000

DIRECTORY_BYTES = 4_000_000
"""Of the list of entries: it is read as a whole before an entry can be counted."""

UNPACKED_BYTES = 500_000_000
"""Of all members together; the pictures of a long deck fit."""

XML_BYTES = 64_000_000
"""Of one member that is parsed into a tree, which takes some ten times as much memory."""

MOST_RATIO = 200
FREE_BYTES = 50_000_000
"""Deflate reaches 1,032 to 1 on a bomb; sheets of repeated rows reach 60. Small files may do as they like."""

PIECE_BYTES = 1 << 20

ENTITY = re.compile(rb"<!ENTITY")
"""XML of office files and books has no use for it but to blow up or to draw other files in."""

NEVER_PARSED = ".svg"
"""Drawing programs declare entities in these, which nobody here opens."""

END_OF_DIRECTORY = b"PK\x05\x06"
LOCAL_HEADER_BYTES = 30

BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, struct.error, OSError)
"""What the standard library raises on archives that lie."""

DAMAGED = "the file is cut off or damaged; save it again in another program and retry"
BOMB = "the file unpacks to far more than a document holds; save it again in another program"
ENTITIES = "it declares XML entities, which documents do not; save it again in another program"
ENCRYPTED = "the file is protected by a password; save a copy without one and learn that"


class Archive:
    """The members of a ZIP file that passed every check."""

    def __init__(self, content: bytes) -> None:
        """Check and open; raise `TooLarge` for a bomb, `Unreadable` for what is damaged or locked."""
        _check_directory(content)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
            entries = self._zip.infolist()
            _check_entries(entries, len(content))
            for entry in entries:
                self._check_member(entry)
        except BROKEN as error:
            raise Unreadable(DAMAGED) from error
        self._entries = {_plain(entry.filename): entry for entry in entries}

    def __contains__(self, name: str) -> bool:
        return _plain(name) in self._entries

    @property
    def names(self) -> tuple[str, ...]:
        """The members' names, without leading slashes, in the order of the file."""
        return tuple(self._entries)

    def read(self, name: str) -> bytes | None:
        """Return a member's bytes, None where there is no such member."""
        entry = self._entries.get(_plain(name))
        return None if entry is None else self._zip.read(entry)

    def pieces(self, name: str) -> Iterator[bytes]:
        """Unpack a member piece by piece; nothing where there is no such member."""
        entry = self._entries.get(_plain(name))
        return iter(()) if entry is None else self._pieces(entry)

    def tree(self, name: str) -> Element | None:
        """Parse a member as XML; None where there is none; raise `Unreadable` where it is broken."""
        entry = self._entries.get(_plain(name))
        if entry is None:
            return None
        if entry.file_size > XML_BYTES:
            raise TooLarge(
                f"the part {name[:80]!r} has {entry.file_size / 1e6:.0f} MB and at most "
                f"{XML_BYTES / 1e6:.0f} MB can be read; split the document"
            )
        content = self._zip.read(entry)
        if ENTITY.search(content.replace(b"\0", b"")):
            raise Unreadable(ENTITIES)
        try:
            return fromstring(content)
        except (ParseError, ValueError, LookupError) as error:
            raise Unreadable(DAMAGED) from error

    def _check_member(self, entry: zipfile.ZipInfo) -> None:
        parsed = not entry.filename.lower().endswith(NEVER_PARSED)
        tail = b""
        # The checksum of the whole is compared when the last piece is read.
        for piece in self._pieces(entry):
            if not parsed:
                continue
            # Without its zeros UTF-16 looks like ASCII; an overlap keeps what lies across two pieces.
            seen = tail + piece.replace(b"\0", b"")
            if ENTITY.search(seen):
                raise Unreadable(ENTITIES)
            tail = seen[-16:]

    def _pieces(self, entry: zipfile.ZipInfo) -> Iterator[bytes]:
        with self._zip.open(entry) as member:
            while piece := member.read(PIECE_BYTES):
                yield piece


def _check_directory(content: bytes) -> None:
    at = content.rfind(END_OF_DIRECTORY)
    if at < 0 or at + 22 > len(content):
        raise Unreadable(DAMAGED)
    size = struct.unpack_from("<I", content, at + 12)[0]
    if size > DIRECTORY_BYTES:
        raise TooLarge(BOMB)


def _check_entries(entries: list[zipfile.ZipInfo], packed_bytes: int) -> None:
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise Unreadable(ENCRYPTED)
    # The standard library hands out no more of a member than its declared size.
    declared = sum(entry.file_size for entry in entries)
    if len(entries) > MOST_ENTRIES or declared > UNPACKED_BYTES:
        raise TooLarge(BOMB)
    if declared > FREE_BYTES and declared > MOST_RATIO * packed_bytes:
        raise TooLarge(BOMB)
    end = 0
    for entry in sorted(entries, key=lambda one: one.header_offset):
        # Members that share bytes are how a bomb gets around the ratio of deflate (Fifield 2019).
        if entry.header_offset < end:
            raise TooLarge(BOMB)
        end = entry.header_offset + LOCAL_HEADER_BYTES + entry.compress_size


def _plain(name: str) -> str:
    """Write a member's name without a leading slash or steps; it never becomes a path on disk."""
    return posixpath.normpath(name.replace("\\", "/").lstrip("/"))
