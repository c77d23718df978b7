"""Count the tokens that a text, a picture or a whole prompt is to a model, rather too many than too few.

The exact vocabulary of a model is fetched from the net by the libraries that know it, so text is counted by its
kinds of signs instead: on handbooks, code and chat in English, Chinese and Russian the count was 1.0 to 1.6 times that
of `o200k_base` (GPT-4o); only random strings such as base64 are more tokens than counted. Knows no prices.
"""

import math
import re
from dataclasses import dataclass

from bot.answer.pictures import choose_detail, fitted
from bot.answer.prompt import word
from bot.ports import Prompt
from bot.records import Picture

_RUN = re.compile(
    r"(?P<latin>[A-Za-z]+)|(?P<digits>\d+)|(?P<space>\s+)"
    r"|(?P<han>[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uff00-\uffef\u3000-\u303f])"
    r"|(?P<other>[^\W\d_A-Za-z]+)|(?P<sign>[^\w\s]+|_+)"
)
LATIN, DIGITS, OTHER, SIGN = 5, 3, 3, 2
"""Characters of one token, rounded up for each run."""

MESSAGE_TOKENS = 4
"""What a chat model counts around each message, for its role and its borders."""

FENCE = "DATA-a1b2c3d4e5f6"
"""A fence such as prompts have, but always the same, so that a prompt always counts the same."""

TILE, PATCH = 512, 32
MOST_PATCHES = 1_536
"""OpenAI's published sizes (platform documentation, "Images and vision"): some families count tiles, others patches."""


@dataclass(frozen=True, slots=True)
class PictureRule:
    """How a family of models counts a picture: `base` plus `tile` for each tile, or `patch` for each patch.

    At low detail a picture of tiles is its base alone; patches know no detail.
    """

    base: float = 85
    tile: float = 170
    patch: float = 0


def count(text: str) -> int:
    """Return about how many tokens `text` is, rather too many than too few."""
    total = 0
    for run in _RUN.finditer(text):
        length, kind = run.end() - run.start(), run.lastgroup
        if kind == "latin":
            total += -(-length // LATIN)
        elif kind == "digits":
            total += -(-length // DIGITS)
        elif kind == "other":
            total += -(-length // OTHER)
        elif kind == "space":
            # One space belongs to the word after it.
            total += 0 if run.group() == " " else 1
        elif kind == "sign":
            signs = run.group()
            total += (
                -(-length // SIGN)
                if signs.isascii()
                else len(signs.encode("utf-8", "surrogatepass")) // 2 + 1
            )
        else:
            total += length
    return total


def of_picture(picture: Picture, rule: PictureRule) -> int:
    """Return the tokens of a picture at the size at which it is shown to a model."""
    detail = choose_detail(picture.sight)
    width, height = fitted(picture.sight.width, picture.sight.height, detail)
    if rule.patch:
        patches = math.ceil(width / PATCH) * math.ceil(height / PATCH)
        return math.ceil(min(patches, MOST_PATCHES) * rule.patch)
    if detail == "low":
        return math.ceil(rule.base)
    return math.ceil(rule.base + rule.tile * math.ceil(width / TILE) * math.ceil(height / TILE))


def of_prompt(prompt: Prompt, rule: PictureRule | None = None) -> int:
    """Return the tokens of a prompt, its pictures included."""
    wording = word(prompt, FENCE)
    said = [wording.instructions, wording.question]
    said += [text for turn in wording.earlier for text in turn]
    pictures = sum(of_picture(one, rule or PictureRule()) for one in prompt.question.pictures)
    return pictures + sum(count(text) + MESSAGE_TOKENS for text in said)
