"""Make lessons of any folder of Markdown: take a sentence out of a paragraph and ask for the paragraph by it.

The inverse cloze task (Lee et al. 2019). The sentence is in no unit afterwards, so it finds its paragraph by
what else is written there, as a question does. Part of the sentences are shortened to a few words.
"""

import random
import re
from collections.abc import Iterator
from pathlib import Path

from bot.evaluate.lessons import Lesson, squeezed

PER_DOCUMENT = 8
"""Lessons of one document; long ones would outweigh all others."""

_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=\S)|(?<=[。！？；])")
_PROSE = re.compile(r"^[\w*`\[\"“（(]")
_LINK = re.compile(r"!?\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])")
_SIGNS = re.compile(r"[*`]|</?\w+[^>]*>")
_PLAIN = re.compile(r"[^\[\]`*<>(){}|#!:]{12,}")
_HAN = re.compile(r"[\u3400-\u9fff]")


def make(source: Path, target: Path, chance: random.Random) -> list[Lesson]:
    """Write the Markdown files below `source` to `target` with sentences taken out; return the lessons."""
    lessons = []
    for path in sorted(source.rglob("*.md")):
        inside = path.relative_to(source)
        paragraphs = re.split(r"\n\s*\n", path.read_text("utf-8", errors="replace"))
        taken = list(_take(paragraphs, chance))
        copy = target / inside
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text("\n\n".join(paragraphs), "utf-8")
        lessons += [
            Lesson(question, inside.as_posix(), anchor=anchor) for question, anchor in taken
        ]
    return lessons


def _take(paragraphs: list[str], chance: random.Random) -> Iterator[tuple[str, str]]:
    """Take sentences out of some of `paragraphs`, in place; yield (question, anchor) of each."""
    order = list(range(len(paragraphs)))
    chance.shuffle(order)
    left = PER_DOCUMENT
    for at in order:
        text = " ".join(paragraphs[at].split())
        sentences = [part for part in _SENTENCE.split(text) if part.strip()]
        if not left or len(sentences) < 2 or not _PROSE.match(text) or "|" in text:
            continue
        taken = sentences.pop(chance.randrange(len(sentences)))
        question = _asked(_SIGNS.sub("", _LINK.sub(r"\1", taken)).strip(), chance)
        anchor = max(_PLAIN.findall(" ".join(sentences)), key=len, default="")
        if question and len(squeezed(anchor)) >= 10:
            left -= 1
            paragraphs[at] = " ".join(sentences)
            yield question, anchor.strip()


def _asked(sentence: str, chance: random.Random) -> str:
    """Shorten half of the sentences to a few words in a row; drop those that say too little."""
    han = bool(_HAN.search(sentence))
    words = list(sentence) if han else sentence.split()
    if len(words) < (10 if han else 5):
        return ""
    if chance.random() < 0.5:
        size = chance.randint(8, 16) if han else chance.randint(4, 9)
        start = chance.randrange(max(1, len(words) - size + 1))
        words = words[start : start + size]
    return ("" if han else " ").join(words[:60])
