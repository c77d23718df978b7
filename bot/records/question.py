"""What is asked, with everything that belongs to it opened."""

from dataclasses import dataclass

from bot.records.incoming import Incoming
from bot.say import Notice
from knowledge.records import Sight


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that was opened safely, ready to be judged, searched with and shown to a model."""

    sight: Sight
    name: str
    unique_id: str = ""
    message_id: int = 0
    from_reply: bool = False
    clip: int = 0
    """Number of the clip that it is a still of, from 1; 0 for a picture that stands for itself."""
    seconds: float = 0.0
    """When in the clip it is shown."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """What is said, or noted, from `seconds` on."""

    seconds: float
    text: str


@dataclass(frozen=True, slots=True)
class Clip:
    """A video, GIF, video note, moving sticker or recording. Its stills stand among the pictures."""

    number: int
    """From 1, in the order of the question."""
    name: str
    seconds: float
    """How far it was looked at or listened to."""
    heard: tuple[Utterance, ...] = ()
    from_reply: bool = False
    stretch: tuple[float, float] | None = None
    """The seconds between which it is shown now, None for all of it."""
    noted: tuple[Utterance, ...] = ()
    """What a model noted of its stretches, each from `seconds` on."""

    @property
    def transcript(self) -> str:
        return " ".join(one.text for one in self.heard)


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, with everything that belongs to it opened."""

    incoming: Incoming
    text: str
    pictures: tuple[Picture, ...] = ()
    quoted: str = ""
    """The text that was replied to or marked, given as context."""
    notices: tuple[Notice, ...] = ()
    """What could not be opened, in sentences for the sender; the rest is still answered."""
    clips: tuple[Clip, ...] = ()

    @property
    def words(self) -> str:
        """Everything readable in it: what was typed, what the pictures say and what is spoken."""
        read = (p.sight.words for p in self.pictures)
        heard = (clip.transcript for clip in self.clips)
        return "\n".join(filter(None, dict.fromkeys((self.text, *read, *heard))))
