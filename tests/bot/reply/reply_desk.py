"""A bot over a fake Telegram with its outbox on disk, and what people say to it."""

from dataclasses import dataclass, field, replace
from pathlib import Path

from fake_telegram import TOKEN, FakeTelegram, VirtualTime

from bot.records import Answer, ChatKind, Citation, Incoming, Origin, Passage, Person
from bot.reply.connect import Bot, connect
from bot.reply.limiter import Pace
from bot.reply.rates import Rates
from bot.reply.replies import Replies
from bot.reply.times import Sleep
from bot.say import Notice
from bot.store.database import Database
from bot.store.outbox import Outbox
from knowledge.records import Hit, Kind, Unit

PRIVATE = 55
GROUP = -1_001_000_000_001
FAST = Rates(chat_burst=10_000, group_per_minute=10_000, overall_per_second=10_000)


@dataclass
class Desk:
    """One running bot; `restarted` gives the next one over the same files, as after kill -9."""

    home: Path
    telegram: FakeTelegram
    time: VirtualTime
    rates: Rates = FAST
    sleep: Sleep | None = None
    database: Database = field(init=False)
    replies: Replies = field(init=False)
    bot: Bot = field(init=False)

    def __post_init__(self) -> None:
        self.database = Database(self.home / "bot.sqlite")
        pace = Pace(self.rates, self.time, self.time.sleep)
        self.bot = connect(TOKEN, "https://telegram.test", pace, self.telegram.carrier)
        self.outbox = Outbox(self.database)
        tokens = iter(range(10_000))
        self.replies = Replies(
            self.bot,
            self.outbox,
            self.home / "outbox",
            lambda chat, action, payload: f"{action}-{next(tokens)}",
            sleep=self.sleep or self.time.sleep,
        )

    def restarted(self) -> "Desk":
        self.database.close()
        return Desk(self.home, self.telegram, self.time, self.rates)


def incoming(
    chat: int = PRIVATE, update: int = 9, *, topic: int | None = None, language: str = "en"
) -> Incoming:
    """Make message 100 of a chat."""
    kind = ChatKind.PRIVATE if chat > 0 else ChatKind.SUPERGROUP
    origin = Origin(chat, kind, 100, Person(55, "Ann", language=language), topic)
    return Incoming((update,), origin)


def edited(chat: int = PRIVATE, update: int = 12) -> Incoming:
    """Make a later edit of that message."""
    return replace(incoming(chat, update), edited=True)


def cited(
    number: int, document: str, page: int | None = None, crop: bytes | None = None
) -> Citation:
    unit = Unit("u", document, Kind.TEXT, "words of the source", page=page)
    passage = Passage(number, Hit(1, unit, "default", document, 1.0, ()), "words of the source")
    return Citation(number, passage, "words", crop)


def answer(
    text: str,
    *citations: Citation,
    footer: Notice | None = None,
    notices: tuple[Notice, ...] = (),
) -> Answer:
    """Make an answer of the model."""
    return Answer(text, citations, "gpt-4o", footer=footer, notices=notices)


async def say(desk: Desk, asked: Incoming, given: Answer) -> tuple[int, ...]:
    """Let an answer through at once."""
    async with desk.replies.live(asked) as live:
        return await live.finish(given)
