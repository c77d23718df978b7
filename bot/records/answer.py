"""What the documents say to a question, and what is answered."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.records.question import Picture
from bot.say import Notice
from knowledge.records import Hit


@dataclass(frozen=True, slots=True)
class Passage:
    """One numbered piece of evidence. `number` is what an answer cites."""

    number: int
    hit: Hit
    text: str
    """What a model reads and an answer quotes; may be wider than the hit (its section)."""

    @property
    def source(self) -> str:
        """The document and page as a person reads it: `handbook.pdf, p. 12`."""
        page = self.hit.unit.page
        return self.hit.unit.document + (f", p. {page}" if page else "")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the documents say to a question; empty `passages` mean nothing was good enough."""

    passages: tuple[Passage, ...] = ()
    nearest: Hit | None = None
    answerable: float = 0.0
    lists: Mapping[str, str] = field(default_factory=dict)
    took_ms: float = 0.0
    still: Picture | None = None
    """The moment of a clip by which it was found."""


@dataclass(frozen=True, slots=True)
class Turn:
    """An earlier exchange of the same conversation."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Usage:
    """What a model call consumed; `cost_dollars` is 0 for local models and until it was priced."""

    model: str
    lane: str
    input_tokens: int = 0
    output_tokens: int = 0
    cost_dollars: float = 0.0
    cached_tokens: int = 0
    """The part of `input_tokens` that the model had seen shortly before, which costs less."""
    again: bool = False
    """The words are those of an earlier answer to the same question: no model was asked."""
    warning: Notice | None = None
    """What the asker is told of the budget, once it is nearly used up."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What left the host for one answer."""

    model: str
    characters: int
    """Of all text, instructions included."""
    pictures: tuple[bytes, ...] = ()
    """Exactly as they went."""
    withheld: Mapping[str, int] = field(default_factory=dict)
    """How many secrets of which kind were taken out before."""
    recordings: int = 0
    """Of sound, which nothing can be taken out of."""


@dataclass(frozen=True, slots=True)
class Citation:
    """A passage that the answer rests on."""

    number: int
    passage: Passage
    quote: str
    crop: bytes | None = None
    """The cited page or figure as an encoded picture, where there is something to show."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The final words. `text` is Markdown; `[n]` in it are exactly the numbers in `citations`."""

    text: str
    citations: tuple[Citation, ...] = ()
    model: str = ""
    prompt: str = ""
    """Version of the instructions that the model was given."""
    usage: Usage | None = None
    refused: bool = False
    """True where the documents hold no answer or safety said no."""
    footer: Notice | None = None
    """A sentence about how this answer came to be (no model configured, fell down the ladder)."""
    notices: tuple[Notice, ...] = ()
    """What of the question could not be opened, said above the footer."""
    left: tuple[int, ...] = ()
    """Numbers in the store of what left the host for it."""
    kept: bool = False
    """Something private kept the question from a better model until somebody allows it."""
    shown: tuple[tuple[bytes, str], ...] = ()
    """Pictures made for this answer, encoded, each with its caption in plain text."""
    stills: tuple[Picture, ...] = ()
    """The moments of a clip that it rests on, sent below it."""
