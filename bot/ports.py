"""The seams of the bot: each has several implementations and one contract test over all."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal, Protocol

from bot.records import (
    Evidence,
    Finding,
    Picture,
    Question,
    Scope,
    Sent,
    Turn,
    Usage,
    Utterance,
)
from bot.say import Notice
from knowledge.film.records import Sound
from knowledge.picture_kind import PictureKind
from knowledge.vision.differ import Difference

Outbound = Callable[[Sent], None]
"""Notes what leaves the host, before it does."""


def unnoted(sent: Sent) -> None:
    """Note nothing, where nobody asks."""


Lane = Literal["cloud", "local"]
"""Whether what is asked leaves the machines of those who run the bot."""

ANY_LANE: tuple[Lane, ...] = ("cloud", "local")

Privacy = Literal["redact", "faces", "local", "ask", "off"]
"""What happens to private data before a model in the cloud: taken out, all kept here, asked about, or sent."""


class Task(StrEnum):
    """What is wanted of the pictures of a question; each has instructions and a check of its own."""

    ANSWER = "answer"
    """Answer a question, with pictures or without."""
    DESCRIBE = "describe"
    READ = "read"
    CHART = "chart"
    """Explain a chart or a table."""
    COMPARE = "compare"
    COUNT = "count"
    ERROR = "error"
    """Explain a screenshot of an error."""
    TRANSLATE = "translate"
    TIMELINE = "timeline"
    """Answer about a clip that is too long to be shown at once: notes on each stretch, then all from the notes."""
    CAPTION = "caption"
    """Say of a learned picture what it shows, so that it is found."""
    VERIFY = "verify"
    """Say of the statements of another model whether their evidence bears them out."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """Everything that a model is given for one answer."""

    question: Question
    evidence: Evidence
    history: tuple[Turn, ...] = ()
    language: str = "en"
    lanes: tuple[Lane, ...] = ANY_LANE
    """Where the models may stand that are asked, as the chat's policy says."""
    scope: Scope = field(default_factory=lambda: Scope(()))
    """What the asker may read: an answer is never used again in another scope."""
    task: Task = Task.ANSWER
    kinds: tuple[PictureKind, ...] = ()
    """What each picture of the question looks like; empty where that plays no part."""
    differences: tuple[Difference, ...] = ()
    """Of each picture after the first to the first, for `Task.COMPARE`."""
    privacy: Privacy | None = None
    """The chat's policy; None: as the settings say."""
    withheld: Mapping[str, int] = field(default_factory=dict)
    """How many secrets of which kind were taken out before it was given to a model in the cloud."""
    outbound: Outbound | None = field(default=None, repr=False, compare=False)
    """Called with what leaves the host, before it does."""
    status: Callable[[Notice], None] | None = field(default=None, repr=False, compare=False)
    """Shows who waits how far it is."""

    @property
    def texts(self) -> tuple[str, ...]:
        """Everything readable in it: typed, quoted, drawn, spoken, found, and said before."""
        question, passages = self.question, self.evidence.passages
        said = (text for turn in self.history for text in (turn.question, turn.answer))
        found = (text for p in passages for text in (p.text, p.hit.unit.text))
        return (question.words, question.quoted, *question.incoming.links, *found, *said)


class VisionModel(Protocol):
    """Put the evidence into words."""

    name: str
    lane: Lane

    def stream(self, prompt: Prompt) -> AsyncIterator[str | Usage]:
        """Yield pieces of Markdown as they come, then one `Usage`.

        Raises `ModelFailed` when nothing, or nothing more, comes. Closing the iterator cancels the call.
        """

    async def close(self) -> None:
        """Let connections go; a later call opens them anew."""


@dataclass(frozen=True, slots=True)
class Permitted:
    """What of a question may leave the host, and who notes it."""

    question: Question
    note: Outbound


Permit = Callable[[Question], Awaitable[Permitted | None]]
"""Returns what of a question may leave this machine, None where nothing may."""


class SafetyCheck(Protocol):
    """Judge one question by one kind of sign; never acts."""

    name: str

    async def check(self, question: Question) -> tuple[Finding, ...]:
        """Return one finding for each category it saw something of, else one clean one.

        Whatever it raises becomes `Finding.error` one level up.
        """


class SecondLook(Protocol):
    """Judge what the checks were unsure of; never acts."""

    name: str

    async def look(self, question: Question, findings: Sequence[Finding]) -> tuple[Finding, ...]:
        """Return further findings, none where it has no part in it; what it raises becomes `Finding.error`."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """A message of which an administrator said what it is."""

    text: str
    unwanted: bool
    """True: more like it should go. False: it was taken for bad and is good."""
    by: int
    pictures: tuple[Picture, ...] = ()


class Lessons(Protocol):
    """Learn what administrators say of messages, group by group, so that each lesson can be taken back."""

    name: str
    """What is learned, in a word: `samples`, `hashes`."""

    def learn(self, chat_id: int, source: str, lesson: Lesson) -> int:
        """Learn one message under `source`; return how many entries that made, 0 where it has no use."""

    def unlearn(self, chat_id: int, source: str) -> int:
        """Take back everything that was learned under `source`, exactly; return how many entries."""


class Transcriber(Protocol):
    """Write down what is said in a recording."""

    name: str
    lane: Lane

    async def transcribe(self, sound: Sound) -> tuple[Utterance, ...]:
        """Return what is said, in order; empty where nobody speaks.

        Raises `NotHeard` when it cannot tell.
        """

    async def close(self) -> None:
        """Let connections and processes go."""
