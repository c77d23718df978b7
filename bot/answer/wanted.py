"""Tell what is looked for: the words of the question and of its pictures, and the codes among them.

Also whether what was found has anything to do with a picture that is to speak for itself. Knows no document beyond the
passages at hand.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from bot.answer.match import Piece, terms, windows
from bot.answer.readings import subject
from bot.ports import Prompt
from knowledge import follow

VAGUE_TERMS = 1
"""A question with no more words of substance than this points at its picture (`what is this?`)."""

SOFTLY = 0.3
"""What a word counts that is read from a picture under a question with words of its own."""

MEANT, PERHAPS = 0.7, 0.1
"""What a word counts that a question leaves out since it was said before, surely or perhaps."""

SHARED, SURE = 0.25, 0.9
"""What part of the words on a picture a sentence has to share that is quoted for them alone, unless the search is as
sure as where it found the very picture."""

POINTING: Final = terms("show shown display displayed look see picture image photo")
"""Words that tell how to answer and not what of."""

SENTENCES = 3
"""Sentences in a row that are quoted as one, where each adds a word that was asked for."""

_POINTS: Final = re.compile(
    r"^\W*(?:and|or|also|what about|how about|а|и)\b|\b(?:it|its|that|this|these|those|they|them|there|ones?|same)\b"
    r"|呢|它|这|那|还有",
    re.IGNORECASE,
)
"""What surely goes on from a question before."""

_CODE: Final = re.compile(r"\b[A-Z]{1,8}[-_]?\d{3,}\b|\b0x[0-9A-Fa-f]{4,}\b")
"""An error code or a part number. Who shows one asks for that one, whatever else is on the screen."""


def codes(text: str) -> tuple[str, ...]:
    """Return the error codes and part numbers of a text, each once."""
    return tuple(dict.fromkeys(_CODE.findall(text)))


def _read(prompt: Prompt) -> str:
    """Return the words of the asker's pictures; of a clip, those of the moment that the search chose."""
    still = prompt.evidence.still
    pictures = [one for one in prompt.question.pictures if not one.clip or still in (None, one)]
    heard = [clip.transcript for clip in prompt.question.clips]
    return "\n".join([*(one.sight.words for one in pictures), *heard])


def terms_wanted(prompt: Prompt) -> Mapping[str, float]:
    """Return the terms to look for: what was asked, and more softly what the pictures read."""
    asked = terms(prompt.question.text)
    asked = asked - POINTING or asked
    # A single letter is what is left of a code or of a word in an alphabet that OCR does not know.
    read = {term for term in terms(_read(prompt)) if len(term) > 1 or not term.isascii()}
    around = read | terms(prompt.question.quoted)
    softly = 1.0 if len(asked) <= VAGUE_TERMS else SOFTLY
    # `And how long does it take?` means what was asked before.
    before = [turn.question for turn in prompt.history]
    meant = terms(follow.complete(prompt.question.text, before))
    # `Where are the chargers?` may go on from there, and may as well ask for something else.
    goes_on = _POINTS.search(prompt.question.text) and not codes(prompt.question.text)
    share = PERHAPS if asked and not goes_on else MEANT
    return {
        **dict.fromkeys(around, softly),
        **dict.fromkeys(meant, share),
        **dict.fromkeys(asked, 1.0),
    }


def unknown_codes(prompt: Prompt) -> tuple[str, ...]:
    """Return the codes that were written or photographed and that no passage holds."""
    passages = prompt.evidence.passages
    return tuple(
        code for code in all_codes(prompt) if not any(code in passage.text for passage in passages)
    )


def all_codes(prompt: Prompt) -> tuple[str, ...]:
    """Return the codes that were written or photographed, each once."""
    question = prompt.question
    # Of a clip at any moment: an error is what it was taken for.
    shown = (one.sight.words for one in question.pictures)
    heard = (clip.transcript for clip in question.clips)
    return codes("\n".join((question.text, *shown, *heard)))


def shares_code(prompt: Prompt) -> bool:
    """Tell whether a code that was written or photographed stands in the evidence."""
    return len(unknown_codes(prompt)) < len(all_codes(prompt))


def vague(prompt: Prompt) -> bool:
    """Tell whether the question leaves it to its pictures to say what it is about."""
    question = prompt.question
    shown = bool(question.pictures or question.clips)
    return shown and not subject(question.text) and not question.quoted


def strange(
    prompt: Prompt, passages: Sequence[Sequence[Piece]], weights: Mapping[str, float]
) -> bool:
    """Tell whether a picture that is to speak for itself shares next to nothing with any passage."""
    read = terms(_read(prompt))
    if not read or not vague(prompt) or prompt.evidence.answerable >= SURE or shares_code(prompt):
        return False
    passages_text = "\n".join(passage.text for passage in prompt.evidence.passages)
    shown = codes("\n".join(one.sight.words for one in prompt.question.pictures if one.clip))
    if shown and not any(code in passages_text for code in shown):
        # A clip is about the error in it, whatever else is to be seen at other moments.
        return True
    unknown = max(weights.values(), default=1.0)
    whole = sum(weights.get(term, unknown) for term in read)
    runs = (run.terms & read for one in passages for run in windows(one, SENTENCES))
    shared = max((sum(weights[term] for term in run) for run in runs), default=0.0)
    return shared < SHARED * whole
