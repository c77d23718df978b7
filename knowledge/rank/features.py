"""Turn the candidates of one search into numbers, one row each, that a ranker can weigh.

Every number lies near 0 to 1 and means the same in any space and language; none depends on how many
documents there are. Knows no weights.
"""

import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from knowledge.rank import characters
from knowledge.rank.pool import Known, Pool
from knowledge.records import Kind
from knowledge.terms import Term

Features = NDArray[np.float64]
"""Shape (candidates, len(NAMES))."""

Companies = Mapping[tuple[object, ...], Sequence[int]]
"""Candidates, by their place in the pool, that lie on one page, or in one section where there are no pages."""

LISTS = ("bm25", "bm25_page", "bm25_picture", "dense")
"""Lists that a ranker can weigh. What others say is fused by rank with what it says."""

_OF_LIST = ("first", "deep", "score")
_OF_COMPANY = ("section", "section_words", "section_z", "document", "document_share")
_OTHERS = (
    "agree",
    "covered",
    "covered_blind",
    "characters",
    "heading",
    "ocr",
    *_OF_COMPANY,
    "phrase",
    "picture",
    "picture_asked",
    "table_asked",
    "page_asked",
    "short",
)
NAMES = (*(f"{name}.{of}" for name in LISTS for of in _OF_LIST), *_OTHERS)
"""What each column says: rank in a list (steep, of meaning for texts alone, and flat), score there (as a share of the
best, or z / 8); how many of the lists agree; the share of the question's weight held in all words, in all words where
no list of meaning ran, in single characters, in headings, in a picture's writing; the same of all that was found in
its section (its page, where there are pages) and document, and the best scores there; adjacent words; kind, and what
kind was asked for."""

START = {
    "bm25.deep": 2.0,
    "bm25.score": 1.0,
    "bm25_page.deep": 1.6,
    "bm25_page.score": 0.8,
    "bm25_picture.score": 0.5,
    "dense.deep": 1.6,
    "dense.score": 0.8,
    "agree": 1.0,
    "covered": 1.0,
    "characters": 6.0,
    "section": 0.5,
    "section_words": 0.5,
    "section_z": 0.5,
    "document": 0.5,
    "phrase": 0.5,
    "picture_asked": 0.5,
    "page_asked": 1.0,
}
"""Where training starts and what it is pulled back to: rank fusion with the weights of `knowledge.looking`, and
some faith in words that are held together. Alone it carries over to unseen kinds of documents better than
weights that were fitted freely to one kind."""

SIGNED = frozenset({"picture", "table_asked", "short"})
"""Features that may speak against a candidate; more of any other never does."""

_PICTURE_ASKED = re.compile(
    r"\b(?:figures?|fig|charts?|graphs?|diagrams?|pictures?|images?|photos?|screenshots?|illustrations?|plots?|logos?"
    r"|icons?|maps?|colou?rs?|drawing|shown)\b|图|截图|照片|颜色|界面|窗口"
    r"|рисун|картин|диаграмм|график|снимок|снимк|схем|фото|изображ",
    re.IGNORECASE,
)
_TABLE_ASKED = re.compile(
    r"\b(?:tables?|rows?|columns?|how (?:many|much)|total)\b|表|多少|几个|таблиц|сколько",
    re.IGNORECASE,
)
_PAGE_ASKED = re.compile(
    r"\b(?:pages?|slides?|p\.|стр\w*|слайд\w*)\s*(?:no\.?\s*)?(\d{1,4})\b|第\s*(\d{1,4})\s*页",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d")

_Z_UNIT = 8.0
_SHORT_WORDS = 12


def describe(pool: Pool, text: str) -> Features:
    """Describe every candidate of `pool`, which was found for the words `text`."""
    if not pool.known:
        return np.zeros((0, len(NAMES)))
    companies = _companies(pool)
    lists = _of_lists(pool, companies)
    columns = {
        **lists,
        **_of_words(pool),
        "characters": characters.held(pool, text),
        **_of_company(pool, companies, lists),
        **_of_kind(pool, text),
    }
    return np.column_stack([columns[name] for name in NAMES])


def of_first(pool: Pool, count: int) -> dict[str, float]:
    """Return the best `section`, `phrase` and `heading` among the first `count` candidates of `pool`."""
    first = replace(pool, known=pool.known[:count])
    near = [members for members in _companies(pool).values() if min(members) < count]
    return {
        "section": max((_together(pool, members) for members in near), default=0.0),
        "phrase": float(_phrases(first).max(initial=0.0)),
        "heading": float(_headings(first).max(initial=0.0)),
    }


def _of_lists(pool: Pool, companies: Companies) -> dict[str, NDArray[np.float64]]:
    at = {one.row: index for index, one in enumerate(pool.known)}
    size = len(pool.known)
    columns = {f"{name}.{of}": np.zeros(size) for name in LISTS for of in _OF_LIST}
    votes = np.zeros(size)
    lists = [ranked for ranked in pool.looking.lists if ranked.name in LISTS and ranked.entries]
    for ranked in lists:
        best = _Z_UNIT if ranked.name == "dense" else max(ranked.entries[0][1], 1e-9)
        for rank, (row, score) in enumerate(ranked.entries):
            index = at.get(row)
            if index is not None:
                columns[f"{ranked.name}.first"][index] = 1 / (1 + rank)
                columns[f"{ranked.name}.deep"][index] = 10 / (10 + rank)
                columns[f"{ranked.name}.score"][index] = score / best
                votes[index] += 1
    _share_page_votes(companies, columns)
    # Pictures in a row share most of what is said of them: which is nearest by a hair says little.
    columns["dense.first"] *= [one.place.kind is not Kind.PICTURE for one in pool.known]
    return {**columns, "agree": votes / max(len(lists), 1)}


def _share_page_votes(companies: Companies, columns: Mapping[str, NDArray[np.float64]]) -> None:
    """Let everything found on a page have the vote of the page, which names one unit of it."""
    for members in companies.values():
        for of in _OF_LIST:
            column = columns[f"bm25_page.{of}"]
            column[members] = column[members].max()


def _companies(pool: Pool) -> Companies:
    """Group the candidates by page, or by section where there are no pages."""
    companies: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for index, one in enumerate(pool.known):
        place = one.place
        companies[(place.document, place.page) if place.page else place.section].append(index)
    return companies


def _of_words(pool: Pool) -> dict[str, NDArray[np.float64]]:
    forms = pool.looking.asked.forms
    covered = np.array([pool.covered(one.held) for one in pool.known])
    return {
        "covered": covered,
        "covered_blind": covered * pool.blind,
        "heading": _headings(pool),
        "ocr": _share(pool, (forms.intersection(one.words.ocr.split()) for one in pool.known)),
        "phrase": _phrases(pool),
        "short": np.array(
            [len(one.words.body) + len(one.words.ocr) < 6 * _SHORT_WORDS for one in pool.known],
            float,
        ),
    }


def _share(pool: Pool, held: Iterable[frozenset[str]]) -> NDArray[np.float64]:
    return np.array([pool.covered(one) if one else 0.0 for one in held])


def _headings(pool: Pool) -> NDArray[np.float64]:
    forms = pool.looking.asked.forms
    return _share(pool, (forms.intersection(one.words.heading.split()) for one in pool.known))


def _phrases(pool: Pool) -> NDArray[np.float64]:
    """Return the share of neighbouring words of the question that stand side by side in each candidate."""
    pairs = _pairs(tuple(pool.looking.asked.terms))
    if not pairs:
        return np.zeros(len(pool.known))
    counts = []
    for one in pool.known:
        held = [pair for pair in pairs if pair[0] in one.held and pair[1] in one.held]
        text = f" {one.words.heading} | {one.words.body} | {one.words.ocr} " if held else ""
        counts.append(sum(f" {first} {second} " in text for first, second in held) / len(pairs))
    return np.array(counts)


def _pairs(terms: Sequence[Term]) -> list[tuple[str, str]]:
    parts = [term.parts for term in terms if term.parts]
    return [(first[-1], second[0]) for first, second in itertools.pairwise(parts)]


def _of_company(
    pool: Pool, companies: Companies, lists: Mapping[str, NDArray[np.float64]]
) -> dict[str, NDArray[np.float64]]:
    """Describe the page or section, and the document, of each candidate by all candidates in it."""
    documents: dict[int, list[int]] = defaultdict(list)
    for index, one in enumerate(pool.known):
        documents[one.place.document].append(index)
    gains = np.array([one.candidate.score for one in pool.known])
    columns = {name: np.zeros(len(gains)) for name in _OF_COMPANY}
    for members in companies.values():
        columns["section"][members] = _together(pool, members)
        columns["section_words"][members] = lists["bm25.score"][members].max()
        columns["section_z"][members] = lists["dense.score"][members].max()
    for members in documents.values():
        columns["document"][members] = _together(pool, members)
        columns["document_share"][members] = gains[members].sum() / max(gains.sum(), 1e-9)
    return columns


def _together(pool: Pool, members: Sequence[int]) -> float:
    return pool.covered(frozenset().union(*(pool.known[index].held for index in members)))


def _of_kind(pool: Pool, text: str) -> Mapping[str, NDArray[np.float64]]:
    picture = np.array([one.place.kind is Kind.PICTURE for one in pool.known], float)
    pages = {int(first or second) for first, second in _PAGE_ASKED.findall(text)}
    wants_table = bool(_TABLE_ASKED.search(text))
    return {
        "picture": picture,
        "picture_asked": picture * bool(_PICTURE_ASKED.search(text)),
        "table_asked": np.array(
            [_tabular(one) if wants_table else 0.0 for one in pool.known], float
        ),
        "page_asked": np.array([one.place.page in pages for one in pool.known], float),
    }


def _tabular(one: Known) -> float:
    """Return how much of a unit is numbers: tables and listings are full of them."""
    words = one.words.body.split()[:300]
    return min(1.0, 3 * sum(bool(_NUMBER.match(word)) for word in words) / max(len(words), 1))
