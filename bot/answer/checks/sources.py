"""Check each cited sentence of a model's answer against the passages that it cites.

Numbers and codes must stand there or in the question, a denial must not become a promise, and something of the
sentence must be said there: in its words, or in its meaning where a measure of that is given. A sentence that another
passage bears out is given that one's number; what no passage bears out is marked.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Final

from bot.answer.checks.figures import UNSURE
from bot.answer.checks.words import CODE, bare
from bot.answer.citations import CODE_BLOCK, last_sentence, settle
from bot.answer.match import best_sentence, terms
from bot.answer.numbers import numbers, values
from bot.answer.said import said
from bot.language import Language
from bot.ports import Prompt
from bot.records import Answer, Passage
from knowledge.language import script

Alike = Callable[[str, Sequence[str]], float]
"""How near in meaning a sentence is to the nearest of some texts: a cosine; negative where that cannot be told."""

SHARED: Final = 0.34
"""Part of a sentence's terms in its source from which on they speak of the same; the rest are words of its own."""

NEAR: Final = 0.4
"""Cosine from which on two sentences mean something alike: MiniLM puts unrelated ones below 0.3."""

SURE: Final = 0.5
"""Part of a sentence's terms that another passage must hold to take it over."""

SAME: Final = 0.6
"""Part of a sentence's terms that one sentence must hold to be its model, so that a denial in one alone counts."""

FEWEST: Final = 3
"""Terms of a sentence; fewer say nothing that could be looked for."""

_GROUP: Final = re.compile(r"(?:\[\d{1,3}\])+")
_COUNTED: Final = re.compile(r"(?m)^\s*(?:[-*•]\s+)?\d{1,2}[.)]\s")
_MOMENT: Final = re.compile(r"\b\d{1,2}(?::\d{2}){1,2}\b")
"""When something is shown in a clip, which no document says."""
_DENIES: Final = re.compile(
    r"\b(?:not|no|never|cannot|without|neither|nor|forbidden|prohibited|не|нет|нельзя|без|никогда|запрещ\w+)\b|n['’]t\b"
    r"|[不没沒無无未勿]|禁止|不得",
    re.IGNORECASE,
)
_BOUNDS: Final = re.compile(
    r"\b(?:no|not) (?:more|less|fewer|later|earlier|longer|only|need)\b"
    r"|\bне (?:более|менее|больше|меньше|позднее|позже|раньше|только)\b"
    r"|不(?:得|能)?(?:超过|少于|晚于|早于|低于|高于|仅|只|同)|没有?超过",
    re.IGNORECASE,
)
"""Limits and comparisons, which deny nothing."""
_UNITS: Final = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen"),
    "nineteen",
)
_TENS: Final = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_HAN: Final = {han: value for value, han in enumerate("〇一二三四五六七八九十")} | {
    "两": 2,
    "零": 0,
}
_HAN_NUMBER: Final = re.compile(r"[〇零一二两三四五六七八九十百千]+")
_HAN_SAID: Final = re.compile(
    r"[〇零一二两三四五六七八九十百千]{2,}|[两三四五六七八九十](?=天|小时|周|年|月|日|元|次|人|分钟|页|倍)"
)
"""Chinese numerals that count something; alone they stand in many words."""
_SPOKEN: Final = {
    **{word: float(at) for at, word in enumerate(_UNITS)},
    **{word: 10.0 * at for at, word in enumerate(_TENS, start=2)},
}


@dataclass(frozen=True, slots=True)
class _Known:
    """What may be said without a source: the question's own words."""

    terms: frozenset[str]
    numbers: frozenset[float]
    codes: str


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence of an answer and what it cites."""

    text: str
    cited: tuple[Passage, ...]
    start: int
    """Where in the answer its citation stands."""
    end: int


def claims(prompt: Prompt, answer: Answer) -> tuple[Claim, ...]:
    """Return the cited sentences of an answer, in their order; what stands in code is none."""
    return tuple(_claims(prompt, answer))


def _claims(prompt: Prompt, answer: Answer) -> Iterator[Claim]:
    passages = {passage.number: passage for passage in prompt.evidence.passages}
    code = [found.span() for found in CODE_BLOCK.finditer(answer.text)]
    for group in _GROUP.finditer(answer.text):
        if any(start <= group.start() < stop for start, stop in code):
            continue
        text = _COUNTED.sub("", last_sentence(answer.text[: group.start()]))
        if prompt.question.clips:
            text = _MOMENT.sub("", text)
        numbers = map(int, re.findall(r"\d+", group[0]))
        cited = tuple(passages[number] for number in numbers if number in passages)
        if cited:
            yield Claim(text, cited, *group.span())


def check(
    prompt: Prompt,
    answer: Answer,
    spoken: Language,
    alike: Alike,
    denied: frozenset[str] = frozenset(),
) -> Answer:
    """Return the answer with its citations put right and what they do not bear out marked.

    `denied` are texts of claims that somebody who read the passages found not borne out.
    """
    asked = "\n".join((prompt.question.words, prompt.question.quoted))
    known = _Known(terms(asked), _values(asked), bare(asked))
    text, end, unsure = [], 0, False
    for claim in _claims(prompt, answer):
        shown = answer.text[claim.start : claim.end]
        if claim.text in denied or not _borne_out(claim.text, claim.cited, known, alike):
            others = (one for one in prompt.evidence.passages if one not in claim.cited)
            other = next((one for one in others if _surely(claim.text, one, known)), None)
            shown = f"[{other.number}]" if other else shown + UNSURE
            unsure = unsure or other is None
        text += [answer.text[end : claim.start], shown]
        end = claim.end
    whole = "".join([*text, answer.text[end:]])
    if whole == answer.text:
        return answer
    settled, citations = settle(whole, prompt.evidence.passages)
    remark = said("claims_unsure", spoken) if unsure else ""
    return replace(answer, text="\n\n".join(filter(None, (settled, remark))), citations=citations)


def _borne_out(claim: str, cited: Sequence[Passage], known: _Known, alike: Alike) -> bool:
    text = "\n".join(map(_text, cited))
    wanted = _wanted(claim) - known.terms
    if not _exact(claim, text, known) or _reversed(claim, cited):
        return False
    if len(wanted) < FEWEST or script(claim) != script(text) or _share(wanted, text) >= SHARED:
        return True
    near = alike(claim, [best_sentence(passage.text, claim) for passage in cited])
    return near >= NEAR if near >= 0 else bool(wanted & terms(text))


def _surely(claim: str, passage: Passage, known: _Known) -> bool:
    """Tell whether a passage that was not cited says it, beyond doubt."""
    text = _text(passage)
    return (
        len(_wanted(claim)) >= FEWEST
        and _share(_wanted(claim), text) >= SURE
        and _exact(claim, text, known)
        and not _reversed(claim, [passage])
    )


def _exact(claim: str, text: str, known: _Known) -> bool:
    """Tell whether every number and code of a claim stands in a text or in the question."""
    there = _values(text)
    said = [{abs(value) for value in number.values} for number in numbers(claim)]
    said += [{_of_han(found[0])} for found in _HAN_SAID.finditer(claim)]
    for meant in said:
        if not meant & (there | known.numbers | _reckoned(there, known.numbers)):
            return False
    held = bare(text)
    codes = (bare(found[0]) for found in CODE.finditer(claim) if not found[0][0].isdigit())
    return all(code in held or code in known.codes for code in codes)


def _reckoned(there: frozenset[float], asked: frozenset[float]) -> frozenset[float]:
    """Return what follows from a number of the question and one of the source by one step."""
    pairs = product(list(asked)[:8], list(there)[:60])
    return frozenset(round(made, 6) for a, b in pairs for made in (a * b, a + b, abs(a - b)))


def _reversed(claim: str, cited: Sequence[Passage]) -> bool:
    """Tell whether a claim denies what its source says, or promises what the source denies."""
    wanted = _wanted(claim)
    for passage in cited:
        model = best_sentence(passage.text, claim)
        if (
            len(wanted) >= FEWEST
            and script(claim) == script(model)
            and _share(wanted, model) >= SAME
        ):
            return _denies(claim) != _denies(model)
    return False


def _denies(text: str) -> bool:
    return _DENIES.search(_BOUNDS.sub(" ", text)) is not None


def _share(wanted: frozenset[str], text: str) -> float:
    return len(wanted & terms(text)) / len(wanted) if wanted else 1.0


def _wanted(claim: str) -> frozenset[str]:
    """Return the terms to be looked for; numbers are held to more than that."""
    return frozenset(term for term in terms(claim) if not term.isdigit())


def _text(passage: Passage) -> str:
    unit = passage.hit.unit
    return "\n".join(
        (passage.source, *unit.heading, passage.text, unit.text, *unit.fields.values())
    )


def _values(text: str) -> frozenset[float]:
    """Return the numbers of a text, those written in words included."""
    words = {_SPOKEN[word] for word in re.findall(r"[a-z]+", text.lower()) if word in _SPOKEN}
    han = {_of_han(found[0]) for found in _HAN_NUMBER.finditer(text)}
    return values(text) | words | han


def _of_han(written: str) -> float:
    """Read a Chinese numeral below ten thousand: 十四 is 14, 三百二十 is 320."""
    total, digit = 0, 0
    for sign in written:
        unit = {"十": 10, "百": 100, "千": 1000}.get(sign)
        if unit is None:
            digit = 10 * digit + _HAN[sign]
        else:
            total, digit = total + (digit or 1) * unit, 0
    return float(total + digit)
