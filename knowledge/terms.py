"""Cut text into the terms that the word index stores and looks up (an analyzer, in Lucene's word).

Unspaced scripts give characters and pairs, so a word of two characters is found inside a sentence;
identifiers are kept whole beside their parts, so `ERR-4012` finds `err4012` and `4012`.
"""

import re
import threading
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Protocol

from knowledge.language import STOP_PHRASES, STOP_WORDS, UNSPACED

VERSION = 4
"""Raise it whenever the same text gives other terms: indexes of another version are rebuilt."""

_LETTER = f"[^\\W_{UNSPACED}]"
_TOKEN = re.compile(f"(?P<run>[{UNSPACED}]+)|(?P<word>{_LETTER}+(?:[-_.:/@']{_LETTER}+)*)")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_JOINTS = re.compile(r"[-_.:/@']")
_VOWEL = re.compile("[aeiouy]")
_STOP_RUN = re.compile("|".join(map(re.escape, STOP_PHRASES)))


_STEMMING = threading.Lock()
"""A stemmer of Snowball keeps the word that it works on."""


class Stemmer(Protocol):
    """What is used of a stemmer of Snowball."""

    def stemWord(self, word: str) -> str:
        """Return `word` without its ending."""


@dataclass(frozen=True, slots=True)
class Term:
    """One word of a question: its parts, and the whole where it is written in several."""

    parts: tuple[str, ...]
    joined: tuple[str, ...] = ()
    unspaced: bool = False
    """A pair of characters, which may as well join two words that have nothing to do with each other."""

    @property
    def forms(self) -> tuple[str, ...]:
        """Everything that is looked up for it."""
        return self.parts + self.joined

    @property
    def identifier(self) -> bool:
        """Whether it is a code: several parts, one of them a number."""
        return bool(self.joined) and any(part.isdigit() for part in self.parts)


LONGEST_TERM = 40
"""Longer words are hashes, keys and base64: nobody types them."""


def terms(text: str) -> list[str]:
    """List the terms of `text` as they are indexed, in order, with repetitions."""
    found: list[str] = []
    for match in _TOKEN.finditer(_normal(text)):
        run = match.group("run")
        if run:
            found.extend(run)
            found.extend(run[at : at + 2] for at in range(len(run) - 1))
        else:
            parts, joined = _forms(match.group("word"))
            found.extend(parts + joined)
    return found


def query_terms(text: str) -> tuple[Term, ...]:
    """List the distinct words of a question that carry meaning, in order."""
    found: dict[Term, None] = {}
    for match in _TOKEN.finditer(_normal(text)):
        run = match.group("run")
        if run:
            for part in _STOP_RUN.split(run):
                pairs = [part[at : at + 2] for at in range(len(part) - 1)]
                found.update(
                    (Term((pair,), unspaced=True), None)
                    for pair in pairs or ([part] if part else [])
                )
        elif match.group("word").lower() not in STOP_WORDS:
            parts, joined = _forms(match.group("word"))
            kept = tuple(part for part in parts if part not in _STEMMED_STOP_WORDS)
            if kept or joined:
                found[Term(kept, joined)] = None
    return tuple(found)


def characters(text: str) -> tuple[str, ...]:
    """List the distinct characters of unspaced scripts in a question, its function words left out."""
    runs = (match.group("run") or "" for match in _TOKEN.finditer(_normal(text)))
    return tuple(dict.fromkeys("".join(part for run in runs for part in _STOP_RUN.split(run))))


def _normal(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).replace("\u2019", "'")
    return text.replace("'s ", " ").replace("n't ", " not ")


@lru_cache(maxsize=65_536)
def _forms(word: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the stems of the parts of `word`, and the whole where it has several."""
    parts = [part for piece in _JOINTS.split(word) for part in _CAMEL.split(piece)]
    stems = tuple(stem(part) for part in parts if len(part) <= LONGEST_TERM)
    if 1 < len(parts) <= 4 and len(word) <= LONGEST_TERM:
        return stems, ("".join(parts).casefold(),)
    return stems, ()


def stem(word: str) -> str:
    """Fold case and accents and cut endings: the commonest of English, and Russian ones by Snowball.

    Of 60 pairs of Russian forms that people type for one another Snowball joins 52 and short rules 39. In
    English its longer cuts found no picture more by its alt text than the few rules below.
    """
    word = word.casefold()
    if "\u0400" <= word[0] <= "\u04ff":
        with _STEMMING:
            return _russian().stemWord(word.replace("ё", "е"))
    if not word.isascii():
        decomposed = unicodedata.normalize("NFKD", word)
        word = "".join(sign for sign in decomposed if not unicodedata.combining(sign)) or word
    if len(word) < 4 or not (word.isascii() and word.isalpha()):
        return word
    return _without_final_e(_singular(word))


@cache
def _russian() -> "Stemmer":
    # It ships no type information, and is needed for one alphabet only.
    from snowballstemmer.russian_stemmer import (  # type: ignore[import-untyped]
        RussianStemmer,
    )

    stemmer: Stemmer = RussianStemmer()
    return stemmer


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        word = word[:-3] + "y"
    elif word.endswith(("sses", "shes", "ches", "xes", "zes")):
        word = word[:-2]
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending in ("ing", "ed"):
        root = word.removesuffix(ending)
        if root != word and len(root) > 2 and _VOWEL.search(root):
            # stopped -> stop, but called -> call, passed -> pass.
            doubled = root[-1] == root[-2] and root[-1] not in "lsz"
            return root[:-1] if doubled else root
    return word


def _without_final_e(word: str) -> str:
    return word[:-1] if word.endswith("e") and len(word) > 4 else word


_STEMMED_STOP_WORDS = frozenset(stem(word) for word in STOP_WORDS)
