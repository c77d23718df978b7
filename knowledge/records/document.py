"""A document: as it is read, in units as it is found, and as it is listed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from knowledge.records.sight import Box, TextLine


class Kind(StrEnum):
    """What a unit is, which decides how it is shown."""

    TEXT = "text"
    PICTURE = "picture"
    PAGE = "page"


@dataclass(frozen=True, slots=True)
class Place:
    """A page of a document, counted from 1, or a part of it."""

    page: int
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a document in reading order, before chunking.

    `heading` is the path of headings above it, outermost first. `picture` is set for a figure: the
    bytes as found; then `text` is empty and `alt` and `caption` say what the author said of it.
    `lines` give the place of each line on its page where the source knows it (PDF).
    """

    text: str
    heading: tuple[str, ...] = ()
    page: int | None = None
    atomic: bool = False
    """A list, table or code listing: never torn by the chunker unless it alone is too long."""
    picture: bytes | None = None
    picture_name: str = ""
    """Path below the learned folder where the picture is a file of its own, else a bare name."""
    alt: str = ""
    caption: str = ""
    box: Box | None = None
    lines: tuple[TextLine, ...] = ()
    drawn: bool = False
    """A figure that has no file of its own: its picture is drawn from `box` of `page`, `lines` are the words in it."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """One source file, read."""

    title: str
    blocks: tuple[Block, ...]
    pages: int = 0
    warnings: tuple[str, ...] = ()
    """One sentence each: what could not be read while the rest was (a missing picture, a bad page)."""
    unread: tuple[int, ...] = ()
    """Pages of a PDF that are pictures of text: what stands on them has still to be read."""
    hidden: tuple[tuple[int, str], ...] = ()
    """(page, text) of what stands in a file but cannot be seen: it is never quoted, embedded or searched."""
    address: str = ""
    """Where it stands on the web, as it says itself."""


@dataclass(frozen=True, slots=True)
class Unit:
    """What is found: a chunk of text, a picture, or a whole page; `id` is stable over re-learning."""

    id: str
    document: str
    kind: Kind
    text: str
    """The words shown and quoted. For a picture: its caption, else its alt text, else what it reads."""
    heading: tuple[str, ...] = ()
    page: int | None = None
    position: int = 0
    """Order within the document; neighbours have consecutive positions."""
    fields: Mapping[str, str] = field(default_factory=dict)
    """A picture's surrogates by name: alt, caption, heading, neighbours, near, before, file_name, ocr, kind,
    and, where a model was asked, its description."""
    blob: str | None = None
    """sha256 of the stored picture, or of the PDF that the page is rendered from."""
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A learned file as `/docs` lists it. `name` is unique within its space."""

    name: str
    title: str
    space: str
    media_type: str
    size_bytes: int
    sha256: str
    pages: int
    units: int
    pictures: int
    learned_at: str
    """RFC 3339, UTC."""
    learned_by: str = ""
    warnings: tuple[str, ...] = ()
    address: str = ""
    """Where it stands on the web, as it says itself."""
