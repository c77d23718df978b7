"""The records that travel between the steps of this package.

    Source -> Parsed(Block...) -> Unit -> (embedding) -> Hit

All are frozen; coordinates are fractions of the page or picture, so a record never depends on
the resolution at which something was drawn.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """What a unit is, which decides how it is shown."""

    TEXT = "text"
    PICTURE = "picture"
    PAGE = "page"


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in fractions (0 to 1) of its page or picture, origin at the top left."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Place:
    """A page of a document, counted from 1, or a part of it."""

    page: int
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line as OCR or a PDF's text layer gives it."""

    text: str
    box: Box
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Sight:
    """A picture after it was opened safely: upright, without metadata, within limits.

    `content` is encoded again (JPEG, or PNG where there is transparency or few colours), so nothing
    of the sender's bytes survives but the pixels. `sha256` is of the bytes as they came.
    """

    content: bytes
    media_type: str
    width: int
    height: int
    sha256: str
    frames: int = 1
    lines: tuple[TextLine, ...] = ()

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)


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
    """A picture's surrogates by name: alt, caption, heading, neighbours, near, file_name, ocr, kind."""
    blob: str | None = None
    """sha256 of the stored picture, or of the PDF that the page is rendered from."""
    box: Box | None = None
    source: str = ""
    """A picture's path below the learned folder (`Block.picture_name`), as a person would look it up."""


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


@dataclass(frozen=True, slots=True)
class Scope:
    """The spaces that the asker may read, resolved now. Nothing is searched without one."""

    spaces: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for: words, a picture, or both; the other fields narrow where.

    `documents` and `kinds` allow all when empty. `since` (inclusive) and `until` (exclusive) bound when a
    document was learned, as RFC 3339 text in UTC; the beginning of one, such as a date, will do.
    """

    text: str = ""
    picture: Sight | None = None
    documents: tuple[str, ...] = ()
    kinds: tuple[Kind, ...] = ()
    since: str = ""
    until: str = ""
    earlier: tuple[str, ...] = ()
    """What the same person asked before, oldest first: a follow-up question is completed from it."""


@dataclass(frozen=True, slots=True)
class Vote:
    """How one list saw a unit: its rank there (from 1) and its own score, in that list's unit."""

    list: str
    rank: int
    score: float


@dataclass(frozen=True, slots=True)
class Hit:
    """One found unit, best first. `lists` tells which lists voted for it."""

    rank: int
    unit: Unit
    space: str
    title: str
    score: float
    lists: tuple[Vote, ...]
    image: str | None = None
    """A reference (blob hash, or `hash#page=n`) for `KnowledgeBase.picture`, None where nothing can be shown."""
    also: tuple[str, ...] = ()
    """Where else the same is said: `document` or `document, p. 3`; those hits are not listed by themselves."""
    match: Box | None = None
    """The part of this picture that the picture of the query shows, None where it does not show it."""


@dataclass(frozen=True, slots=True)
class Found:
    """The outcome of one search.

    `hits` may be empty; `nearest` is then the best of what was not good enough, so that a refusal
    can name it. `answerable` estimates, from 0 to 1, that the hits hold an answer.
    """

    hits: tuple[Hit, ...]
    nearest: Hit | None
    answerable: float
    took_ms: float
    lists: Mapping[str, str] = field(default_factory=dict)
    """For each list: `ran`, or why it took no part (language, gate, no weights)."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a long job is."""

    done: int
    total: int
    name: str


@dataclass(frozen=True, slots=True)
class Quota:
    """How much one space may hold; what goes beyond it is not learned, and said so."""

    documents: int = 50_000
    size_bytes: int = 20_000_000_000


@dataclass(frozen=True, slots=True)
class Report:
    """What `learn` did; the names are document names."""

    space: str
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    moved: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    failed: tuple[tuple[str, str], ...] = ()
    """(name, reason) of what could not be learned; everything else was."""
    warnings: tuple[tuple[str, str], ...] = ()
    units: int = 0
    took_seconds: float = 0.0
