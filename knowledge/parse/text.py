"""Turn plain text, in whatever encoding, into paragraphs under their underlined headings.

Also the one place that turns bytes into text.
"""

import re
import unicodedata

from knowledge.errors import Unreadable
from knowledge.parse.outline import Outline
from knowledge.parse.pictures import Pictures
from knowledge.records import Parsed

MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
"""Byte order marks, the longer ones first."""

UNDERLINE = re.compile(r"(=|-|~|\^|\"|#|\*)\1{2,}\s*")
PARAGRAPH_CHARACTERS = 6_000
"""A log without empty lines is cut into pieces of this size, at line ends."""

HIGH_RUN = re.compile(rb"[\x80-\xff]+")
PAIR = re.compile(rb"(?<![\x80-\xff])[\xb0-\xf7][\xa1-\xfe](?![\x80-\xff])")
"""A single common Chinese character (GB 2312, levels 1 and 2) between plain signs."""

CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def parse(content: bytes, pictures: Pictures, name: str) -> Parsed:
    """Read a text file; `name` is its title where it has none."""
    outline = Outline(pictures)
    levels: list[str] = []
    for paragraph in re.split(r"\n[ \t]*\n", decode(content)):
        lines = paragraph.strip("\n").split("\n")
        if lines and UNDERLINE.fullmatch(lines[0]):
            # reStructuredText may draw a line above a title as well.
            lines = lines[1:]
        if len(lines) >= 2 and UNDERLINE.fullmatch(lines[1]) and lines[0].strip():
            mark = lines[1][0]
            if mark not in levels:
                levels.append(mark)
            outline.heading(levels.index(mark) + 1, lines[0])
            lines = lines[2:]
        for piece in _pieces(lines):
            outline.text(piece)
    return outline.finish(outline.first_heading or name)


def decode(content: bytes) -> str:
    """Guess the encoding; raise `Unreadable` where this is no text at all."""
    text = content.decode(_encoding(content), errors="replace")
    text = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
    sample = text[:100_000]
    strange = len(CONTROLS.findall(sample)) + sample.count("\ufffd")
    # Bytes of a program, read two by two, give letters that no script has.
    strange += sum(unicodedata.category(sign) in ("Cn", "Co") for sign in sample[:5_000])
    if strange > 0.02 * len(sample):
        raise Unreadable("this is not text; save it as UTF-8 text, Markdown, HTML or PDF")
    return text.replace("\0", "")


def _encoding(content: bytes) -> str:
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return encoding
    sample = content[:100_000]
    if sample.count(0) > len(sample) / 50:
        # In UTF-16 each blank, digit and line end has a zero, and all on the same side.
        return "utf-16-le" if sample[1::2].count(0) > sample[::2].count(0) else "utf-16-be"
    return "utf-8" if _decodes(content, "utf-8") else _eight_bit(content, sample)


def _eight_bit(content: bytes, sample: bytes) -> str:
    """Choose among Western, Cyrillic and Chinese by how bytes above ASCII stand together."""
    runs = [match[0] for match in HIGH_RUN.finditer(sample)]
    high = b"".join(runs)
    # Accents stand alone among plain letters; Cyrillic and Chinese words are whole runs.
    if sum(len(run) for run in runs if len(run) <= 2) > 0.5 * len(high):
        paired = sum(len(pair) for pair in PAIR.findall(sample)) >= 0.9 * len(high)
        return "gb18030" if paired and _decodes(content, "gb18030") else "cp1252"
    # Small Cyrillic letters are E0 to FF; in Chinese text those bytes are no more than a fifth.
    cyrillic = sum(byte >= 0xE0 for byte in high) > 0.5 * len(high)
    return "gb18030" if not cyrillic and _decodes(content, "gb18030") else "cp1251"


def _decodes(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _pieces(lines: list[str]) -> list[str]:
    pieces: list[list[str]] = [[]]
    length = 0
    for line in lines:
        if length + len(line) > PARAGRAPH_CHARACTERS and pieces[-1]:
            pieces.append([])
            length = 0
        pieces[-1].append(line)
        length += len(line) + 1
    return ["\n".join(piece) for piece in pieces]
