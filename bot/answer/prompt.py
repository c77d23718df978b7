"""Put a question and its evidence into the words that a chat model is given.

Knows how untrusted text is fenced; which protocol carries the words is the model's business. The
instructions themselves stand in `prompts/`, a file for each task, whose first line names their version.
"""

import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from bot.answer import clips
from bot.answer.checks import comparing
from bot.answer.citations import strip
from bot.answer.task import SEARCHED
from bot.ports import Prompt, Task
from bot.records import Passage, Picture

MAX_PASSAGE = 2_000
"""Characters of one passage; six of them are about 3,000 tokens."""

MAX_QUOTED = 3_000
"""Characters of a replied message."""

EARLIER_SEEN = "what was seen on pictures sent earlier, which are not shown again"

MAX_READ = 1_500
"""Characters read from one picture; the model sees the picture itself as well."""

MAX_EARLIER = 1_500
"""Characters of an earlier question or answer."""

SHOWN_ALONE = "(No words, only the picture: say what it shows and what the evidence says about it.)"
CLIP_ALONE = "(No words, only the clip: say what happens in it, with times, and what the evidence says about it.)"

WORDLESS = {
    Task.READ: "(No words, only the picture: write out its text.)",
    Task.CHART: "(No words, only the picture: explain it.)",
    Task.COMPARE: "(No words, only the pictures: compare them.)",
}
"""What stands for a question that a command or the picture itself asks."""

WITHHELD = (
    "(Secrets were taken out before you were given this. Marks such as [password 1] in texts and dark boxes in "
    "pictures stand for them. Where the answer needs one, write its mark as it stands; never guess what it was.)"
)

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
    blocks += [_block(fence, title, text) for title, text in clips.transcripts(question)]
    blocks += [_block(fence, title, text) for title, text in clips.notes(question)]
    blocks += clips.outlines(question)
    if question.quoted:
        title = "the message that is replied to" if question.incoming.replied else EARLIER_SEEN
        blocks.append(_block(fence, title, question.quoted[:MAX_QUOTED]))
    if prompt.differences:
        measured = comparing.measured(prompt, "en")
        blocks.append(_block(fence, "what was measured between the pictures", measured))
    noting = any(clip.stretch is not None for clip in question.clips)
    if not prompt.evidence.passages and prompt.task in SEARCHED and not noting:
        blocks.insert(0, "(There is no evidence from the documents for this question.)")
    if prompt.withheld:
        blocks.append(WITHHELD)
    alone = CLIP_ALONE if question.clips else SHOWN_ALONE
    asked = fold(question.text, fence) or WORDLESS.get(prompt.task, alone)
    return Wording(
        instructions=instructions(prompt.task).replace("{fence}", fence),
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
    # By lines, of which nearly all are printable, it takes a twentieth of the time.
    visible = "\n".join(map(_visible, text.split("\n")))
    unmarked = _TEMPLATE.sub(lambda match: match.group().translate(_BLUNT), visible)
    return re.sub(re.escape(fence), "DATA", unmarked, flags=re.IGNORECASE).strip()


def _visible(line: str) -> str:
    return line if line.isprintable() else "".join(c for c in line if c == "\t" or c.isprintable())


def _block(fence: str, title: str, text: str) -> str:
    return f"{fence} {title}\n{fold(text, fence)}\n{fence} end"


def _title(passage: Passage, fence: str) -> str:
    """Head a passage with its number and source; names of files are as untrusted as their text."""
    heading = " > ".join(passage.hit.unit.heading)
    named = ", ".join(filter(None, (passage.source, heading)))
    return f"evidence [{passage.number}] from {_line(named, fence)}"


def _read(pictures: tuple[Picture, ...], fence: str) -> Iterator[str]:
    for number, picture in enumerate(pictures, start=1):
        text = picture.sight.words
        if text.strip():
            yield _block(fence, clips.title(picture, number), text[:MAX_READ])


def _line(text: str, fence: str) -> str:
    return " ".join(fold(text, fence).split())[:200]


@cache
def version(task: Task = Task.ANSWER) -> str:
    """Return the version of a task's instructions, as their first line names it."""
    first = files("bot.answer").joinpath(f"prompts/{task}.md").read_text(encoding="utf-8")
    named = re.search(r"version (\S+?):", first.partition("\n")[0])
    return f"{task} {named[1]}" if named else str(task)


@cache
def instructions(task: Task) -> str:
    """Return the task's prompt file without its first line."""
    whole = files("bot.answer").joinpath(f"prompts/{task}.md").read_text(encoding="utf-8")
    return whole.partition("\n")[2].strip()
