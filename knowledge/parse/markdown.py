"""Turn Markdown (CommonMark with tables, and DocFX's additions) into blocks.

Paragraphs become text without marks; lists, tables and listings stay whole, but a list is parted
at its pictures, so that each keeps the step it illustrates next to it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from knowledge.parse.docfx import FIGURE, Plain, simplify
from knowledge.parse.html import add_fragment
from knowledge.parse.outline import BELOW_ALL, Outline
from knowledge.parse.page_text import INLINE
from knowledge.parse.pictures import Pictures
from knowledge.parse.text import decode
from knowledge.records import Parsed

INCLUDED_BYTES = 1_000_000

NOTE = re.compile(r"\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\]\s*")
MARK = re.compile(r"\[!(div|VIDEO|code[\w-]*)[^\]]*\]\s*", re.IGNORECASE)
IMG = re.compile(r"<img\s", re.IGNORECASE)
TAG_NAME = re.compile(r"</?([a-z][a-z0-9]*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture met within a line of text."""

    target: str
    alt: str
    caption: str = ""


def parse(content: bytes, pictures: Pictures, name: str) -> Parsed:
    """Read a Markdown file; `name` is its title where it has none."""
    plain = simplify(decode(content), lambda address: _fetch(address, pictures))
    outline = Outline(pictures)
    if plain.description and plain.description not in plain.text:
        outline.text(plain.description)
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(plain.text)
    _Walk(outline, plain).blocks(SyntaxTreeNode(tokens).children)
    parsed = outline.finish(plain.title or outline.first_heading or name)
    return replace(parsed, address=plain.address)


def _fetch(address: str, pictures: Pictures) -> str | None:
    path = pictures.resolve(address)
    if path is None or path.stat().st_size > INCLUDED_BYTES:
        pictures.warnings.append(f"included file {address[:100]!r} is missing or above 1 MB")
        return None
    return decode(path.read_bytes())


class _Walk:
    """One walk over the tree of a document."""

    def __init__(self, outline: Outline, plain: Plain) -> None:
        self._outline = outline
        self._figures = plain.figures

    def blocks(self, nodes: list[SyntaxTreeNode]) -> None:
        """Add everything below `nodes`."""
        for node in nodes:
            self._block(node)

    def _block(self, node: SyntaxTreeNode) -> None:
        outline = self._outline
        if node.type == "heading":
            self._heading(node)
        elif node.type == "paragraph":
            self._paragraph(node)
        elif node.type in ("bullet_list", "ordered_list"):
            lines: list[str] = []
            self._list(node, lines, "")
            self._flush(lines)
        elif node.type in ("fence", "code_block"):
            outline.text(node.content, atomic=True)
        elif node.type == "table":
            self._table(node)
        elif node.type == "html_block":
            add_fragment(node.content, outline)
        elif node.type == "hr":
            outline.end_sections(BELOW_ALL)
        else:
            self.blocks(node.children)

    def _heading(self, node: SyntaxTreeNode) -> None:
        text, shown = self._inline(node)
        links = [str(child.attrGet("href")) for child in node.walk() if child.type == "link"]
        tab = any(link.startswith("#tab/") for link in links)
        self._outline.heading(BELOW_ALL if tab else int(node.tag[1:]), text)
        self._show(shown)

    def _paragraph(self, node: SyntaxTreeNode) -> None:
        text, shown = self._inline(node)
        if text and not (not shown and self._outline.caption(text, emphasised=_emphasised(node))):
            self._outline.text(text)
        self._show(shown)

    def _show(self, shown: list[Shown]) -> None:
        for one in shown:
            self._outline.picture(one.target, alt=one.alt, caption=one.caption)

    def _flush(self, lines: list[str]) -> None:
        self._outline.text("\n".join(lines), atomic=True)
        lines.clear()

    def _list(self, node: SyntaxTreeNode, lines: list[str], indent: str) -> None:
        start = node.attrGet("start")
        number = 1 if start is None else int(start)
        for item in node.children:
            mark = f"{number}. " if node.type == "ordered_list" else "- "
            number += 1
            for child in item.children:
                mark = self._item_part(child, lines, indent, mark)

    def _item_part(self, node: SyntaxTreeNode, lines: list[str], indent: str, mark: str) -> str:
        """Add one block of a list item; return what its next block starts with."""
        inner = indent + " " * len(mark)
        if node.type in ("bullet_list", "ordered_list"):
            self._list(node, lines, inner)
        elif node.type == "paragraph":
            text, shown = self._inline(node)
            if not shown and not lines and self._outline.caption(text):
                return mark
            if text:
                first, *rest = text.split("\n")
                lines.extend([indent + mark + first, *(inner + line for line in rest)])
                mark = " " * len(mark)
            if shown:
                self._flush(lines)
                self._show(shown)
        elif node.type in ("fence", "code_block"):
            lines.extend(inner + line for line in node.content.rstrip("\n").split("\n"))
        elif node.type == "blockquote":
            for child in node.children:
                mark = self._item_part(child, lines, indent, mark)
        else:
            self._flush(lines)
            self._block(node)
        return mark

    def _table(self, node: SyntaxTreeNode) -> None:
        rows: list[list[str]] = []
        met: list[Shown] = []
        for row in (inner for inner in node.walk() if inner.type == "tr"):
            cells = []
            for cell in row.children:
                text, shown = self._inline(cell)
                cells.append(text)
                met.extend(shown)
            rows.append(cells)
        self._outline.table(rows)
        self._show(met)

    def _inline(self, node: SyntaxTreeNode) -> tuple[str, list[Shown]]:
        shown: list[Shown] = []
        text = "".join(self._pieces(node, shown))
        text = NOTE.sub(lambda match: match[1].capitalize() + ": ", text)
        lines = (" ".join(line.split()) for line in MARK.sub("", text).split("\n"))
        return "\n".join(filter(None, lines)), shown

    def _pieces(self, node: SyntaxTreeNode, shown: list[Shown]) -> Iterator[str]:
        for child in node.children:
            if child.type in ("text", "code_inline"):
                yield child.content
            elif child.type == "softbreak":
                yield " "
            elif child.type == "hardbreak":
                yield "\n"
            elif child.type == "image":
                shown.append(self._shown(child))
            elif child.type == "html_inline":
                yield self._tag(child.content, shown)
            else:
                yield from self._pieces(child, shown)

    def _shown(self, node: SyntaxTreeNode) -> Shown:
        target = str(node.attrGet("src") or "")
        number = target.removeprefix(FIGURE)
        if target.startswith(FIGURE) and number.isdecimal() and int(number) < len(self._figures):
            figure = self._figures[int(number)]
            return Shown(figure.source, figure.alt, figure.description)
        return Shown(target, node.content, str(node.attrGet("title") or ""))

    def _tag(self, tag: str, shown: list[Shown]) -> str:
        if IMG.match(tag):
            from selectolax.lexbor import LexborHTMLParser

            image = LexborHTMLParser(tag).css_first("img")
            if image is not None:
                fields = image.attributes
                title = fields.get("title") or ""
                shown.append(Shown(fields.get("src") or "", fields.get("alt") or "", title))
        name = TAG_NAME.match(tag)
        if name is None or name[1].lower() in INLINE:
            return ""
        return "\n" if name[1].lower() == "br" else " "


def _emphasised(node: SyntaxTreeNode) -> bool:
    """Tell whether a paragraph is nothing but emphasis."""
    inner = [
        child for child in node.children[0].children if child.content.strip(" ") or child.children
    ]
    return bool(inner) and all(child.type in ("em", "strong") for child in inner)
