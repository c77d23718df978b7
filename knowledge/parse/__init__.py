"""Turn a file of any kind that can be learned into a `Parsed` document.

The bytes decide what a file is, its name only where they are silent. Run in a confined process.
"""

import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from knowledge.errors import Unreadable
from knowledge.parse.languages import LANGUAGES
from knowledge.parse.pictures import Pictures, tidy
from knowledge.records import Parsed, TextLine
from knowledge.vision.header import is_video, sniff

HTML = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)?<(?:!doctype html|html)\b", re.I | re.S
)
ARCHIVE = (b"PK\x03\x04", b"PK\x05\x06")
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""Compound files (MS-CFB): Office before 2007, Outlook, and whatever Office encrypts."""

ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")

LEARNABLE = (
    "Markdown, HTML, plain text, code, CSV, PDF, DOCX, PPTX, XLSX, EPUB, EML, a picture "
    "(JPEG, PNG, WebP, GIF, HEIC) or a short video (MP4, MOV, WebM, MKV)"
)


def parse(
    name: str,
    content: bytes,
    folder: Path | None = None,
    read: Mapping[int, tuple[TextLine, ...]] | None = None,
    *,
    depth: int = 0,
) -> Parsed:
    """Read one file; `name` is its place below `folder`, where its pictures are looked for.

    `read` holds what OCR read before, by page of a PDF; `depth` counts the mails that the file was
    attached within.
    """
    if not content.strip():
        raise Unreadable("the file is empty; save it again and learn that")
    title = _title(name)
    # A PDF may begin with up to a kilobyte of anything (ISO 32000-1, annex H).
    if b"%PDF-" in content[:1024] and sniff(content) is None:
        from knowledge.parse.pdf import parse as parse_pdf

        return parse_pdf(content, title, read or {})
    if sniff(content) is not None:
        from knowledge.parse.picture import parse as parse_picture

        return parse_picture(content, name, title)
    if is_video(content):
        from knowledge.parse.video import parse as parse_video

        return parse_video(content, Pictures(name, folder), name, title)
    if content.startswith(COMPOUND):
        raise Unreadable(_compound(content))
    if content.startswith(ARCHIVE):
        return _archive(name, content, title)
    return _words(name, content, Pictures(name, folder), depth)


def _archive(name: str, content: bytes, title: str) -> Parsed:
    """Read what is packed into a ZIP file, after the guard has counted it."""
    from knowledge.parse.archive import Archive
    from knowledge.parse.book import is_book
    from knowledge.parse.opc import Package, kind_of

    archive = Archive(content)
    kind = kind_of(archive)
    pictures = Pictures(name, None)
    if kind == "docx":
        from knowledge.parse.word import parse as parse_word

        return parse_word(Package(archive), pictures, title)
    if kind == "pptx":
        from knowledge.parse.slides import parse as parse_slides

        return parse_slides(Package(archive), pictures, title)
    if kind == "xlsx":
        from knowledge.parse.sheets import parse as parse_sheets

        return parse_sheets(content, Package(archive), pictures, title)
    if is_book(archive):
        from knowledge.parse.book import parse as parse_book

        return parse_book(archive, title)
    raise Unreadable(f"this is an archive or another kind of office file; save it as {LEARNABLE}")


def _words(name: str, content: bytes, pictures: Pictures, depth: int) -> Parsed:
    """Read text; here the name decides, because the bytes say little."""
    title = _title(name)
    suffix = PurePosixPath(tidy(name)).suffix.lower()
    if suffix == ".eml":
        from knowledge.parse.mail import parse as parse_mail

        return parse_mail(
            content, title, lambda part, inner: parse(part, inner, depth=depth + 1), depth
        )
    if HTML.match(content) or suffix in (".html", ".htm", ".xhtml"):
        from knowledge.parse.html import parse as parse_html

        return parse_html(content, pictures, title)
    if suffix in (".md", ".markdown"):
        from knowledge.parse.markdown import parse as parse_markdown

        return parse_markdown(content, pictures, title)
    if suffix in (".csv", ".tsv"):
        from knowledge.parse.delimited import parse as parse_delimited

        return parse_delimited(content, pictures, title)
    if suffix in (".vtt", ".srt"):
        from knowledge.parse.transcript import parse as parse_transcript

        return parse_transcript(content, pictures, title)
    if suffix in LANGUAGES:
        from knowledge.parse.code import parse as parse_code

        return parse_code(content, pictures, name)
    from knowledge.parse.text import parse as parse_text

    return parse_text(content, pictures, title)


def _compound(content: bytes) -> str:
    if ENCRYPTED_PACKAGE in content:
        return "the file is protected by a password; save a copy without one and learn that"
    return "this is an office file or mail of an old kind; save it as DOCX, PPTX, XLSX or EML"


def _title(name: str) -> str:
    """Make a title of a file's name, without marks that turn or hide letters."""
    stem = PurePosixPath(tidy(name)).stem
    plain = "".join(c for c in stem if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co"))
    return " ".join(plain.split())[:200] or "untitled"
