"""Name the place that a citation leads to: a document and its page, or a page of the web by its headings, as a link."""

import re
from urllib.parse import quote, urldefrag

from bot.records import Passage
from bot.reply.markdown import CONTROL
from bot.reply.styled import Mark, Styled, marked

LONGEST_NAME = 200
"""A file name beyond this says nothing more under a picture."""


def place(passage: Passage) -> Styled:
    """Set the place of a passage."""
    hit = passage.hit
    if not hit.address:
        # As code: `handbook.md` would else become a link to a web site.
        return marked(_short(passage.source), "code")
    named = _short(CONTROL.sub("", " › ".join((passage.source, *hit.unit.heading))))
    page = urldefrag(hit.address).url
    url = f"{page}#{_anchor(hit.unit.heading[-1])}" if hit.unit.heading else hit.address
    return Styled(named, (Mark("text_link", 0, len(named), url),))


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1] + "…"


def _anchor(heading: str) -> str:
    """Write a heading as most sites name its place; where one does otherwise, the page opens at its top."""
    words = re.sub(r"[^\w\s-]", "", heading.strip().lower())
    return quote(re.sub(r"\s", "-", words))
