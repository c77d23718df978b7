"""Put a question and its evidence into the words that a chat model is given.

Knows how untrusted text is fenced; which protocol carries the words is the model's business. The
instructions themselves stand in `prompts/answer.md`, whose first line names their version.
"""

import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from bot.answer.citations import strip
from bot.ports import Prompt
from bot.records import Passage, Picture

MAX_PASSAGE = 2_000
"""Characters of one passage; six of them are about 3,000 tokens."""

MAX_QUOTED = 3_000
"""Characters of a replied message."""

MAX_READ = 1_500
"""Characters read from one picture; the model sees the picture itself as well."""

MAX_EARLIER = 1_500
"""Characters of an earlier question or answer."""

# Local models take these for the border of a turn wherever they stand.
_TEMPLATE = re.compile(r"<\|[^|>\n]{0,40}\|?>|\[/?INST\]|<</?SYS>>|</?s>|<(?:start|end)_of_turn>")
_BLUNT = str.maketrans("<>[]", "‹›‹›")


@dataclass(frozen=True, slots=True)
class Wording:
    """The instructions, the earlier exchanges as (question, answer), and the question with its data."""

    instructions: str
    earlier: tuple[tuple[str, str], ...]
    question: str


def word(prompt: Prompt, fence: str = "") -> Wording:
    """Write out `prompt`, with a fence that nobody could have known when they wrote their text."""
    fence = fence or f"DATA-{secrets.token_hex(6)}"
    question = prompt.question
    blocks = [
        _block(fence, _title(passage, fence), passage.text[:MAX_PASSAGE])
        for passage in prompt.evidence.passages
    ]
    blocks += _read(question.pictures, fence)
    if question.quoted:
        blocks.append(_block(fence, "the message that is replied to", question.quoted[:MAX_QUOTED]))
    if not prompt.evidence.passages:
        blocks.insert(0, "(There is no evidence from the documents for this question.)")
    asked = (
        fold(question.text, fence)
        or "(No words, only the picture: say what it shows and what the evidence says about it.)"
    )
    return Wording(
        instructions=_instructions().replace("{fence}", fence),
        earlier=tuple(
            (
                fold(turn.question, fence)[:MAX_EARLIER],
                strip(fold(turn.answer, fence))[:MAX_EARLIER],
            )
            for turn in prompt.history
        ),
        question="\n\n".join([*blocks, f"Question: {asked}"]),
    )


def fold(text: str, fence: str) -> str:
    """Disarm whatever could pass for a mark of ours or of a chat template; drop what is invisible."""
    visible = "".join(c for c in text if c in "\n\t" or c.isprintable())
    unmarked = _TEMPLATE.sub(lambda match: match.group().translate(_BLUNT), visible)
    return re.sub(re.escape(fence), "DATA", unmarked, flags=re.IGNORECASE).strip()


def _block(fence: str, title: str, text: str) -> str:
    return f"{fence} {title}\n{fold(text, fence)}\n{fence} end"


def _title(passage: Passage, fence: str) -> str:
    """Head a passage with its number and source; names of files are as untrusted as their text."""
    heading = " > ".join(passage.hit.unit.heading)
    named = ", ".join(filter(None, (passage.source, heading)))
    return f"evidence [{passage.number}] from {_line(named, fence)}"


def _read(pictures: tuple[Picture, ...], fence: str) -> Iterator[str]:
    for number, picture in enumerate(pictures, start=1):
        text = picture.sight.text
        if text.strip():
            whose = "replied-to picture" if picture.from_reply else "picture"
            yield _block(fence, f"text read from {whose} {number}", text[:MAX_READ])


def _line(text: str, fence: str) -> str:
    return " ".join(fold(text, fence).split())[:200]


@cache
def _instructions() -> str:
    """Return the prompt file without its first line."""
    whole = files("bot.answer").joinpath("prompts/answer.md").read_text(encoding="utf-8")
    return whole.partition("\n")[2].strip()
