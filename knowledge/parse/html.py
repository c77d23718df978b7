"""Turn HTML into blocks: what a reader would see, without scripts, styles and hidden parts."""

import re
from dataclasses import replace

from selectolax.lexbor import LexborHTMLParser, LexborNode

from knowledge.errors import TooLarge
from knowledge.parse.address import address
from knowledge.parse.outline import Outline
from knowledge.parse.page_text import PageText
from knowledge.parse.pictures import Pictures
from knowledge.parse.text import decode
from knowledge.records import Parsed

UNSEEN_TAGS = """
script style noscript template head nav iframe object svg math select button input
"""
UNSEEN = frozenset(UNSEEN_TAGS.split())
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
CHARSET = re.compile(
    rb"<meta[^>]{0,200}charset=[\"']?\s*(?!utf-?(?:16|32)|ucs-?[24]|unicode)([\w-]+)", re.IGNORECASE
)
"""What can be read byte by byte is in no encoding of two bytes and more, whatever it declares (HTML, 13.2.3.2)."""

TAG = re.compile(
    r"<(/?)(?:div|span|b|i|u|a|em|font|strong|ul|ol|dl|table|section|blockquote)\b", re.I
)
MOST_NESTED = 4_000
"""Open elements within one another; the time that the tree takes grows with the square."""


def parse(content: bytes, pictures: Pictures, name: str) -> Parsed:
    """Read an HTML file; `name` is its title where it has none."""
    tree = _tree(_decode(content))
    outline = Outline(pictures)
    title = tree.css_first("head > title")
    if tree.body is not None:
        _walk(tree.body, PageText(outline), _layouts(tree.body))
    words = " ".join(title.text().split()) if title is not None else ""
    parsed = outline.finish(words or outline.first_heading or name)
    canonical = tree.css_first("head > link[rel~=canonical]")
    named = canonical.attributes.get("href") if canonical is not None else ""
    return replace(parsed, address=address(named or ""))


def add_page(content: bytes, outline: Outline, charset: str = "") -> None:
    """Add a whole page that is a part of a document: a chapter, the body of a mail."""
    add_fragment(_decode(content, charset), outline)


def add_fragment(source: str, outline: Outline) -> None:
    """Add a piece of HTML that stands inside another document."""
    body = _tree(source).body
    if body is not None:
        _walk(body, PageText(outline), _layouts(body))


def _tree(source: str) -> LexborHTMLParser:
    depth = deepest = 0
    for tag in TAG.finditer(source):
        depth = max(0, depth - 1) if tag[1] else depth + 1
        deepest = max(deepest, depth)
    if deepest > MOST_NESTED:
        raise TooLarge("its elements are nested too deeply; save it again in another program")
    return LexborHTMLParser(source)


def _decode(content: bytes, charset: str = "") -> str:
    declared = CHARSET.search(content[:4096])
    charset = charset or (declared[1].decode("ascii") if declared is not None else "")
    if charset:
        try:
            return content.decode(charset)
        except (LookupError, ValueError):
            # It declares what it is not, or what nobody knows: then by its looks.
            pass
    return decode(content)


def _layouts(body: LexborNode) -> frozenset[int]:
    """Name the tables that hold tables: mails and old pages arrange themselves so."""
    found = set()
    for inner in body.css("table table"):
        node = inner.parent
        while node is not None and node.tag != "table":
            node = node.parent
        if node is not None:
            found.add(node.mem_id)
    return frozenset(found)


def _walk(top: LexborNode, page: PageText, layouts: frozenset[int]) -> None:
    """Visit every seen node in order, without recursion: strangers choose the depth."""
    node = top
    while True:
        if _enter(node, page, layouts):
            if node.first_child is not None:
                node = node.first_child
                continue
            page.leave(node.tag or "")
        while node != top and node.next is None and node.parent is not None:
            node = node.parent
            page.leave(node.tag or "")
        if node == top or node.next is None:
            return
        node = node.next


def _enter(node: LexborNode, page: PageText, layouts: frozenset[int]) -> bool:
    """Tell the page of a node; return whether what is inside it is seen as well."""
    tag = node.tag or ""
    if tag == "-text":
        page.words(node.text_content or "")
        return False
    if tag.startswith("-") or tag in UNSEEN or tag == "figcaption":
        return False
    fields = node.attributes
    hidden = "hidden" in fields or fields.get("aria-hidden") == "true"
    if hidden or HIDDEN.search(fields.get("style") or ""):
        return False
    if tag == "img":
        page.picture(fields.get("src") or "", fields.get("alt") or "", fields.get("title") or "")
        return False
    if tag == "figure":
        caption = node.css_first("figcaption")
        page.figure(caption.text() if caption is not None else "")
    if tag == "table":
        role = fields.get("role") or ""
        page.table(layout=node.mem_id in layouts or role in ("presentation", "none"))
    else:
        page.enter(tag, fields.get("start") or "")
    return True
