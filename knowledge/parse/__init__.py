"""Turn a file of any kind that can be learned into a `Parsed` document.

The bytes decide what a file is, its name only where they are silent. Run in a confined process.
"""

import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from knowledge.errors import Unreadable
from knowledge.parse.pictures import Pictures, tidy
from knowledge.records import Parsed, TextLine
from knowledge.vision.header import sniff

HTML = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)?<(?:!doctype html|html)\b", re.I | re.S
)
ARCHIVE = b"PK\x03\x04"

LEARNABLE = "Markdown, HTML, plain text, PDF, PNG, JPEG or WebP"


def parse(
    name: str,
    content: bytes,
    folder: Path | None = None,
    read: Mapping[int, tuple[TextLine, ...]] | None = None,
) -> Parsed:
    """Read one file; `name` is its place below `folder`, where its pictures are looked for.

    `read` holds what OCR read before, by page of a PDF.
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
    if content.startswith(ARCHIVE):
        raise Unreadable(f"this is an archive or an office file; save it as {LEARNABLE}")
    return _words(name, content, Pictures(name, folder), title)


def _words(name: str, content: bytes, pictures: Pictures, title: str) -> Parsed:
    suffix = PurePosixPath(tidy(name)).suffix.lower()
    if HTML.match(content) or suffix in (".html", ".htm", ".xhtml"):
        from knowledge.parse.html import parse as parse_html

        return parse_html(content, pictures, title)
    if suffix in (".md", ".markdown"):
        from knowledge.parse.markdown import parse as parse_markdown

        return parse_markdown(content, pictures, title)
    from knowledge.parse.text import parse as parse_text

    return parse_text(content, pictures, title)


def _title(name: str) -> str:
    """Make a title of a file's name, without marks that turn or hide letters."""
    stem = PurePosixPath(tidy(name)).stem
    plain = "".join(c for c in stem if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co"))
    return " ".join(plain.split())[:200] or "untitled"
