"""Questions from people and groups, and a knowledge base that finds by shared words."""

from collections.abc import Callable, Mapping, Sequence

from bot.records import (
    ChatKind,
    Evidence,
    Incoming,
    Origin,
    Person,
    Picture,
    Question,
    Replied,
    Scope,
)
from bot.retrieve.evidence import Retriever
from bot.retrieve.search import Asked, Library, Search
from knowledge.records import Found, Hit, Kind, Query, Sight, Unit

ADA, BOB = 7, 8
SALES, ENGINEERING = -1001, -1002

SIGHT = Sight(b"x", "image/png", 640, 480, "0" * 64)


class Shelf:
    """A knowledge base that finds every unit sharing a word, in the spaces of the scope only."""

    def __init__(self, spaces: Mapping[str, tuple[Unit, ...]]) -> None:
        self._spaces = spaces
        self.opened: list[str] = []
        self.queries: list[Query] = []

    def search(self, query: Query, scope: Scope, limit: int = 10) -> Found:
        self.queries.append(query)
        self.opened += scope.spaces
        asked = set(query.text.lower().split())
        units = [
            (space, unit)
            for space in scope.spaces
            for unit in self._spaces.get(space, ())
            if asked & set(unit.text.lower().split())
        ]
        hits = [
            Hit(rank, unit, space, unit.document, 1 / rank, ())
            for rank, (space, unit) in enumerate(units, start=1)
        ]
        return Found(tuple(hits[:limit]), None, 0.9, 1.5, {"bm25": "ran"})

    def ahead(self, texts: Sequence[str]) -> None:
        """Prepare nothing: no vectors are needed here."""

    def section(self, hit: Hit, max_characters: int = 1600) -> str:
        return f"{hit.unit.text} (whole section)"


def unit(name: str, text: str, **more: int | Kind | tuple[str, ...]) -> Unit:
    page, kind, heading = more.get("page"), more.get("kind", Kind.TEXT), more.get("heading", ())
    assert page is None or isinstance(page, int)
    assert isinstance(kind, Kind)
    assert isinstance(heading, tuple)
    return Unit(f"{name}-{text}-{more}", name, kind, text, heading=heading, page=page)


async def at_once(function: Callable[[], Evidence]) -> Evidence:
    return function()


def retriever(library: Library, *, elsewhere: str = "") -> Retriever:
    """Search each question by itself, at once."""
    search = Search(library)

    async def by_words(asked: Asked) -> Evidence:
        (found,) = search.all([asked])
        assert isinstance(found, Evidence)
        return found

    return Retriever(search, at_once, by_words, elsewhere=elsewhere)


def private(person: int) -> Origin:
    return Origin(person, ChatKind.PRIVATE, 10, Person(person, "x"))


def in_group(chat: int, person: int = ADA) -> Origin:
    return Origin(chat, ChatKind.SUPERGROUP, 10, Person(person, "x"))


def asked(
    text: str, origin: Origin, *pictures: Picture, replied: Replied | None = None
) -> Question:
    quoted = (replied.quote or replied.text) if replied else ""
    return Question(Incoming((1,), origin, text, replied=replied), text, pictures, quoted)
