"""Find in the words of a picture what a question asks for: a row of its table, a sentence, the value above a label.

Knows lines and where they stand; no model, no document, and nothing of what is drawn between the lines.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from bot.answer.lines import GAP, beside, rows
from bot.answer.match import fit, pieces, rarity, terms
from bot.records import Picture
from knowledge.language import STOP_WORDS
from knowledge.records import TextLine

ENOUGH = 0.5
"""What part of the words that a question is about has to stand in the picture."""

MOST = 3
"""Rows or sentences that are read out, and how nearly as well as the best one a further one has to fit."""
CLOSE = 0.8

ASIDE: Final = terms(
    "error exception code message dialog window screen screenshot picture photo image chart graph table diagram"
    " value number amount figure mean happen show see look read fix help explain fail"
    " problem wrong cause solve crash work appear occur page do now"
    " 错误 报错 代码 截图 图片 照片 意思 数值"
)
"""Words that speak of the picture or of what to do, and name nothing in it."""

_VALUE: Final = re.compile(r"[-−+]?[$€£¥]?\s?\d[\d.,' ]*\s?(?:%|[^\W\d]{1,3})?")
_SHORT: Final = re.compile(
    r"jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun"
    r"|янв|фев|мар|апр|май|июн|июл|авг|сен|окт|ноя|дек"
)
"""Labels that stand for a longer word."""
_TOKEN: Final = re.compile(r"[^\W_]+")

LABELS = 3
"""Lines that stand in one row are the labels of an axis if they are so many."""

NEAR = 0.35
"""How far from the middle of a label the middle of its value may lie, as part of the way to the next label."""


def subject(text: str) -> frozenset[str]:
    """Return the terms of a question that name what it is about."""
    return terms(text) - ASIDE


def answering(text: str, picture: Picture) -> tuple[str, ...]:
    """Return what can be read in `picture` that answers the question `text`; empty where nothing does."""
    wanted = subject(text)
    lines = [line for line in picture.sight.lines if line.text.strip()]
    values = tuple(_above_labels(text, lines))
    if values or not wanted:
        return values
    cut = pieces("\n".join(_table(rows(lines))))
    weights = rarity(piece.terms for piece in cut)
    scored = [(fit(dict.fromkeys(wanted, 1.0), piece, weights), piece) for piece in cut]
    best = max((score for score, _ in scored), default=0.0)
    found = [
        piece
        for score, piece in scored
        if score > best * CLOSE
        and len(piece.terms & wanted) >= ENOUGH * len(wanted)
        # A line that only repeats the question says nothing.
        and not piece.terms <= wanted
    ]
    return tuple(piece.text for piece in found[:MOST])


def _table(read: Sequence[str]) -> Iterator[str]:
    """Set rows of as many columns below each other as a table, if the first one names the columns."""
    at = 0
    while at < len(read):
        count, end = read[at].count(GAP), at + 1
        while end < len(read) and read[end].count(GAP) == count:
            end += 1
        named = count and end - at > 1 and not re.search(r"\d", read[at])
        for row in read[at:end]:
            yield row.replace(GAP, " | ") if named else row
        at = end


def _above_labels(text: str, lines: Sequence[TextLine]) -> Iterator[str]:
    """Read values off a chart: the one number that stands above a label which the question names."""
    # `May` is a month, and `may` none.
    words = {word.casefold() for word in _TOKEN.findall(text) if word not in STOP_WORDS}
    for label in lines:
        row = [one for one in lines if beside(label, one) or beside(one, label)]
        if len(row) < LABELS or not _names(label.text, text, words):
            continue
        apart = min(abs(_middle(one) - _middle(label)) for one in row if one is not label)
        above = [
            one
            for one in lines
            if one not in row
            and one.box.bottom <= label.box.top
            and _VALUE.fullmatch(one.text.strip())
            and abs(_middle(one) - _middle(label)) < NEAR * apart
        ]
        if len(above) == 1:
            yield f"{label.text.strip()}: {above[0].text.strip()}"


def _names(label: str, text: str, words: set[str]) -> bool:
    bare = label.strip().strip(".").casefold()
    if not bare.isascii() and not bare[:1].isalpha():
        return False
    if re.search(r"[\u3400-\u9fff]", bare):
        return bare in text
    return bare in words or (
        bool(_SHORT.fullmatch(bare)) and any(word.startswith(bare) for word in words)
    )


def _middle(line: TextLine) -> float:
    return (line.box.left + line.box.right) / 2
