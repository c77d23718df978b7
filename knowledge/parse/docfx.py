"""Turn DocFX's additions to Markdown into plain Markdown, and keep what plain Markdown cannot say.

Covers front matter, `[!INCLUDE]`, `:::image:::` and layout lines (learn.microsoft.com and its
like). Pictures become `![](figure:n)`, where n leads to a `Figure`.
"""

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import yaml

from knowledge.parse.address import address

# Lengths are bounded, or a line of unfinished marks would be searched again from each of them.
INCLUDE = re.compile(r"\[!INCLUDE\s*\[[^\]]{0,300}\]\(\s*<?([^)>]{1,500}?)>?\s*\)\]", re.IGNORECASE)
IMAGE = re.compile(r":::\s?image\s+([^\n]{0,3000}?):::(?!\w)")
IMAGE_END = re.compile(r":::\s?image-end\s?:::")
ATTRIBUTE = re.compile(r'([\w-]+)\s*=\s*"([^"]*)"')
NO_LOC = re.compile(r':::no-loc\s+text="([^"]*)"\s*:::')
LAYOUT = re.compile(r"[ \t>]*:::\s?/?(row|column|zone|moniker|code)\b.*")
FENCE = re.compile(r"[ \t>]*(?:[-*+]|\d+[.)])?[ \t]*(`{3,}|~{3,})")
LINKED = re.compile(
    r"(!\[[^\]]{0,1000}\]\(\s*<?)([^)\s>]{1,500})|^([ \t]*\[[^\]]{1,300}\]:\s*)(\S{1,500})",
    re.MULTILINE,
)

UNCLOSED_IMAGE = re.compile(r"[ \t>]*:::\s?image\s+(?:(?!:::).){0,3000}")
ATTRIBUTE_LINES = 6
"""A picture's attributes end within so many lines, or they are none."""

FRONT_MATTER_CHARACTERS = 65_536
DESCRIPTION_LINES = 60
"""A figure's long description ends within so many lines, or it was never meant as one."""

ADDRESS = ("url", "permalink", "canonical_url", "canonicalUrl", "canonical")
"""Names under which front matter tells a page's address (Jekyll, Hugo, Docusaurus, Astro)."""

INCLUDE_DEPTH = 3
FIGURE = "figure:"


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture written as `:::image:::`."""

    source: str
    alt: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class Plain:
    """Plain Markdown and what was taken out of it."""

    text: str
    title: str = ""
    description: str = ""
    figures: tuple[Figure, ...] = ()
    address: str = ""
    """Where the front matter says that the page stands on the web."""


Fetch = Callable[[str], str | None]
"""Return the text of an included file by its address, or None."""


def simplify(text: str, fetch: Fetch) -> Plain:
    """Rewrite a document; `fetch` is asked for what it includes."""
    fields, body = _front_matter(text)
    figures: list[Figure] = []
    lines = _without_fences(_included(body, fetch, INCLUDE_DEPTH).split("\n"))
    simple = "\n".join(_simple_lines(list(_whole_images(lines)), figures))
    told = fields.get("title", ""), fields.get("description", "")
    return Plain(simple, *told, tuple(figures), address(*(fields.get(one, "") for one in ADDRESS)))


def _front_matter(text: str) -> tuple[Mapping[str, str], str]:
    match = re.match(r"---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|$)", text, re.DOTALL)
    if match is None or len(match[1]) > FRONT_MATTER_CHARACTERS:
        return {}, text
    try:
        # The base loader knows nothing but strings: no dates that do not exist, no objects.
        fields = yaml.load(match[1], Loader=yaml.BaseLoader)
    except (yaml.YAMLError, RecursionError):
        fields = None
    body = text[match.end() :]
    if not isinstance(fields, dict):
        return {}, body
    strings = {str(key): value for key, value in fields.items() if isinstance(value, str)}
    return strings, body


def _included(text: str, fetch: Fetch, depth: int, place: str = "") -> str:
    def replacement(match: re.Match[str]) -> str:
        address = posixpath.join(place, match[1])
        found = fetch(address) if depth else None
        if found is None:
            return ""
        _, body = _front_matter(found)
        folder = posixpath.dirname(address)
        return _included(_moved(body, folder), fetch, depth - 1, folder).strip()

    return INCLUDE.sub(replacement, text)


def _moved(text: str, folder: str) -> str:
    """Make the relative addresses of an included text start where the including one lies."""

    def replacement(match: re.Match[str]) -> str:
        start, address = (match[1], match[2]) if match[1] else (match[3], match[4])
        if re.match(r"[a-z][a-z0-9+.-]+:|[/#]", address, re.IGNORECASE):
            return match[0]
        return start + posixpath.join(folder, address)

    return LINKED.sub(replacement, text)


def _without_fences(lines: list[str]) -> Iterator[tuple[str, bool]]:
    """Pair each line with whether it is prose, not inside a code fence."""
    fence = ""
    for line in lines:
        mark = FENCE.match(line)
        if not fence:
            yield line, mark is None
            fence = mark[1] if mark else ""
        else:
            yield line, False
            if mark and mark[1].startswith(fence) and not line.strip(" \t>`~"):
                fence = ""


def _whole_images(lines: Iterator[tuple[str, bool]]) -> Iterator[tuple[str, bool]]:
    """Join the lines over which a picture's attributes are spread."""
    held: list[str] = []
    for line, prose in lines:
        if held and (not prose or len(held) >= ATTRIBUTE_LINES):
            yield from ((one, True) for one in held)
            held = []
        if not prose or not (held or UNCLOSED_IMAGE.fullmatch(line)):
            yield line, prose
            continue
        held.append(line)
        if len(held) > 1 and ":::" in line:
            yield " ".join([held[0], *(one.strip() for one in held[1:])]), True
            held = []
    yield from ((one, True) for one in held)


def _simple_lines(lines: list[tuple[str, bool]], figures: list[Figure]) -> Iterator[str]:
    indent: int | None = None
    skip_to = 0
    for number, (line, prose) in enumerate(lines):
        if number < skip_to:
            continue
        layout = LAYOUT.fullmatch(line) if prose else None
        if layout is not None:
            # What stands in a column is indented, which must not make it a listing.
            indent = 0 if layout[1] == "column" and "-end" not in line else None
            yield ""
            continue
        if indent is not None:
            margin = len(line) - len(line.lstrip(" "))
            indent = margin if not indent and line.strip() else indent
            line = line[min(indent, margin) :]
        description = ""
        if prose and 'type="complex"' in line:
            description, skip_to = _description([text for text, _ in lines], number + 1)
        yield _with_figures(line, description, figures) if prose and ":::" in line else line


def _description(lines: list[str], start: int) -> tuple[str, int]:
    """Read up to the end mark; return the text and the line to go on with."""
    body: list[str] = []
    for at in range(start, min(start + DESCRIPTION_LINES, len(lines))):
        before, *end = IMAGE_END.split(lines[at], maxsplit=1)
        body.append(before)
        if end:
            return " ".join(" ".join(body).split()), at + 1
        if IMAGE.search(lines[at]):
            break
    return "", start


def _with_figures(line: str, description: str, figures: list[Figure]) -> str:
    def replacement(match: re.Match[str]) -> str:
        fields = dict(ATTRIBUTE.findall(match[1]))
        if "source" not in fields:
            return ""
        figures.append(Figure(fields["source"], fields.get("alt-text", ""), description))
        return f"![]({FIGURE}{len(figures) - 1})"

    return IMAGE_END.sub("", IMAGE.sub(replacement, NO_LOC.sub(r"\1", line)))
