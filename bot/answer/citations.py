"""Hold an answer's `[n]` to the passages that exist.

Turns a model's text into text in which every number leads to a passage, and the citations behind
them. Knows no model and no layout.
"""

import re
from collections.abc import Sequence

from bot.answer.match import best_sentence
from bot.records import Citation, Passage

# The ways models write citations: [1], [1, 2], [1][2], 【1】, 【1†source】, [^1], [1](address).
_CITED = re.compile(
    r"(?P<gap>[ \t]*)[\[【]\^?(?P<numbers>\d+(?:\s*[,;、，]\s*\^?\d+)*)(?:†[^\]】]*)?[\]】](?:\(https?:[^)\s]*\))?"
)
FULL_STOPS = ("。", "！", "？", "；")
"""After these stands no space, for they bring their own."""
CODE_BLOCK = re.compile(r"```.*?(?:```|\Z)|`[^`\n]+`", re.DOTALL)
_NUMBER = re.compile(r"\d+")
_CLAIM_END = re.compile(r"(?<=[.!?])\s+|(?<=[。！？\n])")


def settle(text: str, passages: Sequence[Passage]) -> tuple[str, tuple[Citation, ...]]:
    """Return the text with only the numbers that exist, and a citation for each, in number order.

    Numbers in code are left alone: there `[0]` is an index.
    """
    known = {passage.number: passage for passage in passages}
    claims: dict[int, str] = {}
    settled: list[str] = []
    end = 0
    for code in CODE_BLOCK.finditer(text):
        settled.append(_prose(text[end : code.start()], known, claims))
        settled.append(code.group())
        end = code.end()
    settled.append(_prose(text[end:], known, claims))
    citations = tuple(
        Citation(number, known[number], best_sentence(known[number].text, claim))
        for number, claim in sorted(claims.items())
    )
    return "".join(settled).strip(), citations


def strip(text: str) -> str:
    """Remove all citations, as from an earlier answer whose numbers meant other passages."""
    return settle(text, ())[0]


def _prose(text: str, known: dict[int, Passage], claims: dict[int, str]) -> str:
    def keep(match: re.Match[str]) -> str:
        numbers = [int(number) for number in _NUMBER.findall(match["numbers"])]
        kept = list(dict.fromkeys(number for number in numbers if number in known))
        for number in kept:
            # The first claim that rests on a passage decides which sentence of it is shown.
            claims.setdefault(number, last_sentence(text[: match.start()]))
        gap = "" if text[: match.start()].endswith(FULL_STOPS) else match["gap"]
        return gap + "".join(f"[{number}]" for number in kept) if kept else ""

    return _CITED.sub(keep, text)


def last_sentence(before: str) -> str:
    """Return the last sentence before a citation: what it is cited for."""
    bare = _CITED.sub("", before).strip()
    sentences = [part for part in _CLAIM_END.split(bare) if part.strip()]
    return sentences[-1] if sentences else ""
