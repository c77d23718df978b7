"""Turn source code into blocks that are whole functions and classes wherever they fit.

Reads structure from lines alone: a definition begins at a line that names one, with the comments and marks
right above it, and reaches to the next of its depth. Knows no grammar, so a file that does not compile is
read as well as one that does.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from knowledge.parse.languages import LANGUAGES
from knowledge.parse.outline import Outline
from knowledge.parse.pictures import Pictures, tidy
from knowledge.parse.table import size
from knowledge.parse.text import decode
from knowledge.records import Parsed

WORDS = """
def class async function func fn fun sub module namespace interface trait impl struct enum union record
protocol extension object type typedef message service rpc resource variable output data provider
CREATE ALTER DROP INSERT SELECT WITH
"""
MODIFIERS = """
export default public private protected internal static abstract final sealed override virtual inline
extern unsafe const async suspend open data partial readonly pub(crate) pub declare local
"""
DEFINITION = re.compile(
    rf"""\s*(?:(?:{"|".join(map(re.escape, MODIFIERS.split()))})\s+)*
    (?:(?:{"|".join(WORDS.split())})\b
    | (?:const|let|var)\s+\w+\s*=\s*(?:async\s*)?(?:\(|function|\w+\s*=>)
    | \[{{1,2}}[\w.\-"' ]+\]{{1,2}}\s*$
    | [\w.\-]+:\s*(?:$|[|>&])
    | (?!(?:return|else|if|for|while|switch|do|try|catch|throw|case|new|await|yield|and|or|not|in)\b)
      [\w<>\[\],:*&?~\s]{{1,120}}\([^;{{}}]{{0,300}}\)?[^;=]{{0,80}}\{{?\s*$
    | \w+\s*\(\)\s*\{{?)""",
    re.VERBOSE | re.IGNORECASE,
)
"""A line that begins a definition: by a word, an arrow function, a section, a key, or a C-like signature."""

ABOVE = re.compile(r"\s*(?:#|//|/\*|\*|--|@|\[|<!--|;|'''|\"\"\")")
"""Comments, decorators and attributes that belong to what follows them."""

WHOLE_TOKENS = 330
"""A definition up to this size is never torn; a larger one is parted at what it defines within."""

DEEPEST = 6
NAME_CHARACTERS = 120
LINE_CHARACTERS = 2_000
"""Longer lines are written by machines; what lies beyond is dropped."""


@dataclass(frozen=True, slots=True)
class _Part:
    """Consecutive lines: a definition and what belongs to it, or what stands between two."""

    lines: tuple[str, ...]
    name: str = ""
    """The line that names the definition; empty for anything else."""


def parse(content: bytes, pictures: Pictures, path: str) -> Parsed:
    """Read a source file; its title is its name, its language the first heading of all."""
    outline = Outline(pictures)
    file = PurePosixPath(tidy(path))
    outline.heading(0, LANGUAGES.get(file.suffix.lower(), "Code"))
    lines = [line.rstrip()[:LINE_CHARACTERS] for line in decode(content).expandtabs(4).split("\n")]
    _add(outline, tuple(lines), 1)
    return outline.finish(file.name)


def _add(outline: Outline, lines: Sequence[str], depth: int) -> None:
    for part in _parts(lines):
        text = "\n".join(part.lines)
        if size(text) <= WHOLE_TOKENS or depth > DEEPEST or len(part.lines) < 3 or not part.name:
            outline.text(text, atomic=True)
            continue
        # Too large for one unit: its name becomes the heading of what it holds.
        outline.heading(depth, part.name)
        head = next(at for at, line in enumerate(part.lines) if _named(line) == part.name) + 1
        outline.text("\n".join(part.lines[:head]), atomic=True)
        _add(outline, part.lines[head:], depth + 1)
        outline.end_sections(depth)


def _parts(lines: Sequence[str]) -> Iterator[_Part]:
    """Cut lines at the definitions of the least depth among them."""
    starts = _starts(lines)
    marks = [0, *(start for start, _ in starts), len(lines)]
    names = ["", *(name for _, name in starts)]
    for start, end, name in zip(marks, marks[1:], names, strict=False):
        if any(line.strip() for line in lines[start:end]):
            yield _Part(tuple(lines[start:end]), name)


def _starts(lines: Sequence[str]) -> list[tuple[int, str]]:
    """Return where definitions of the least depth begin, what belongs above them included."""
    found = [at for at, line in enumerate(lines) if DEFINITION.match(line[:500])]
    if not found:
        return []
    margin = min(_margin(lines[at]) for at in found)
    starts: list[tuple[int, str]] = []
    for at in found:
        if _margin(lines[at]) != margin:
            continue
        start = at
        least = starts[-1][0] + 1 if starts else 0
        while (
            start > least and ABOVE.match(lines[start - 1]) and _margin(lines[start - 1]) == margin
        ):
            start -= 1
        starts.append((start, _named(lines[at])))
    return starts


def _margin(line: str) -> int:
    return len(line) - len(line.lstrip())


def _named(line: str) -> str:
    return line.strip().rstrip("{:").strip()[:NAME_CHARACTERS]
