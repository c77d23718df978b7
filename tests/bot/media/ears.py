"""Speech recognition whose words a test chooses."""

from dataclasses import dataclass, field

from bot.errors import NotHeard
from bot.ports import Lane
from bot.records import Utterance
from knowledge.film.records import Sound


@dataclass
class Ears:
    """Speech recognition whose words the test chooses."""

    says: tuple[Utterance, ...] | None = (Utterance(0.0, "what is"), Utterance(2.0, "wrong here?"))
    heard: list[Sound] = field(default_factory=list)
    name: str = "ears"
    lane: Lane = "local"

    async def transcribe(self, sound: Sound) -> tuple[Utterance, ...]:
        self.heard.append(sound)
        if self.says is None:
            raise NotHeard("the ears are out; try again in a minute")
        return self.says

    async def close(self) -> None: ...
