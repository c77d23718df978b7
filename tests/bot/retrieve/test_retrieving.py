"""Who reads what, and what a question finds."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

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
    Turn,
)
from bot.retrieve.evidence import PASSAGES, Retriever
from bot.retrieve.follow import complete
from bot.retrieve.scope import Scopes
from bot.store.database import Database
from bot.store.spaces import Spaces
from knowledge.records import Found, Hit, Kind, Query, Sight, Unit

ADA, BOB = 7, 8
SALES, ENGINEERING = -1001, -1002

SIGHT = Sight(b"x", "image/png", 640, 480, "0" * 64)


class Telegram:
    """Who is in which group, right now."""

    def __init__(self) -> None:
        self.members = {(SALES, ADA), (ENGINEERING, ADA), (ENGINEERING, BOB)}
        self.asked = 0

    async def is_member(self, chat_id: int, person_id: int) -> bool:
        self.asked += 1
        return (chat_id, person_id) in self.members


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


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


@pytest.fixture
def spaces(tmp_path: Path) -> Iterator[Spaces]:
    database = Database(tmp_path / "bot.sqlite3")
    known = Spaces(database)
    for group in (SALES, ENGINEERING):
        for person in (ADA, BOB):
            known.saw(group, person, "a team", ChatKind.SUPERGROUP)
    yield known
    database.close()


@pytest.fixture
def telegram() -> Telegram:
    return Telegram()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def scopes(spaces: Spaces, telegram: Telegram, clock: Clock) -> Scopes:
    return Scopes(spaces, telegram.is_member, clock=clock)


def private(person: int) -> Origin:
    return Origin(person, ChatKind.PRIVATE, 10, Person(person, "x"))


def in_group(chat: int, person: int = ADA) -> Origin:
    return Origin(chat, ChatKind.SUPERGROUP, 10, Person(person, "x"))


def asked(
    text: str, origin: Origin, *pictures: Picture, replied: Replied | None = None
) -> Question:
    quoted = (replied.quote or replied.text) if replied else ""
    return Question(Incoming((1,), origin, text, replied=replied), text, pictures, quoted)


async def test_a_group_reads_its_own_space_alone(scopes: Scopes, spaces: Spaces) -> None:
    assert await scopes.resolve(in_group(SALES)) == Scope((spaces.of(SALES),))


async def test_a_person_reads_their_own_space_and_those_of_groups_they_are_in_now(
    scopes: Scopes, spaces: Spaces
) -> None:
    own = spaces.of(ADA)
    ada = await scopes.resolve(private(ADA))
    assert ada.spaces[0] == own
    assert set(ada.spaces) == {own, spaces.of(SALES), spaces.of(ENGINEERING)}
    # Bob was seen in sales, and is there no more.
    assert set((await scopes.resolve(private(BOB))).spaces) == {
        spaces.of(BOB),
        spaces.of(ENGINEERING),
    }


async def test_two_groups_on_one_space_are_read_once(scopes: Scopes, spaces: Spaces) -> None:
    spaces.bind(SALES, "company")
    spaces.bind(ENGINEERING, "company")
    assert (await scopes.resolve(private(ADA))).spaces == (spaces.of(ADA), "company")


async def test_who_leaves_a_group_stops_reading_it_within_half_a_minute(
    scopes: Scopes, spaces: Spaces, telegram: Telegram, clock: Clock
) -> None:
    await scopes.resolve(private(ADA))
    telegram.members.discard((SALES, ADA))
    clock.now = 29.0
    await scopes.resolve(private(ADA))
    assert telegram.asked == 2
    clock.now = 31.0
    assert spaces.of(SALES) not in (await scopes.resolve(private(ADA))).spaces


async def test_nothing_of_a_foreign_space_is_opened_or_found(
    scopes: Scopes, spaces: Spaces
) -> None:
    names = {place: spaces.of(place) for place in (ADA, BOB, SALES, ENGINEERING)}
    shelf = Shelf({name: (unit(f"{name}.md", "the secret plan"),) for name in names.values()})
    retriever = Retriever(shelf, scopes, at_once)

    for origin, allowed in (
        (private(BOB), {names[BOB], names[ENGINEERING]}),
        (in_group(SALES, BOB), {names[SALES]}),
        (in_group(ENGINEERING), {names[ENGINEERING]}),
    ):
        shelf.opened.clear()
        evidence = await retriever.retrieve(asked("the secret plan", origin))
        assert set(shelf.opened) == allowed
        assert {passage.hit.space for passage in evidence.passages} == allowed


async def test_passages_are_numbered_and_carry_their_section(scopes: Scopes, spaces: Spaces) -> None:
    shelf = Shelf({spaces.of(SALES): (unit("a.md", "leave"), unit("b.md", "leave too"))})
    evidence = await Retriever(shelf, scopes, at_once).retrieve(asked("leave", in_group(SALES)))
    assert [(p.number, p.text) for p in evidence.passages] == [
        (1, "leave (whole section)"),
        (2, "leave too (whole section)"),
    ]
    assert (evidence.answerable, evidence.lists) == (0.9, {"bm25": "ran"})


async def test_what_a_passage_already_shows_is_not_given_twice(
    scopes: Scopes, spaces: Spaces
) -> None:
    space = (
        unit("a.pdf", "leave", page=3),
        unit("a.pdf", "leave", page=3, kind=Kind.PAGE),
        unit("a.pdf", "leave", page=4),
        unit("b.md", "leave", heading=("Leave",)),
        unit("b.md", "leave", heading=("Sick leave",)),
    )
    shelf = Shelf({spaces.of(SALES): space})
    evidence = await Retriever(shelf, scopes, at_once).retrieve(asked("leave", in_group(SALES)))
    kept = [passage.hit.unit for passage in evidence.passages]
    assert kept == [space[0], space[2], space[3], space[4]]


async def test_a_picture_further_down_keeps_a_place(scopes: Scopes, spaces: Spaces) -> None:
    texts = [unit(f"{n}.md", "plan") for n in range(8)]
    picture = unit("plan.png", "plan", kind=Kind.PICTURE)
    shelf = Shelf({spaces.of(SALES): (*texts, picture)})
    evidence = await Retriever(shelf, scopes, at_once).retrieve(asked("plan", in_group(SALES)))
    found = [passage.hit.unit for passage in evidence.passages]
    assert found == [*texts[: PASSAGES - 1], picture]
    assert [passage.number for passage in evidence.passages] == list(range(1, PASSAGES + 1))


async def test_the_first_picture_is_searched_with(scopes: Scopes, spaces: Spaces) -> None:
    shelf = Shelf({})
    pictures = (Picture(SIGHT, "a.png"), Picture(SIGHT, "b.png"))
    await Retriever(shelf, scopes, at_once).retrieve(asked("", in_group(SALES), *pictures))
    assert shelf.queries == [Query("", SIGHT)]


async def test_an_empty_question_is_not_searched(scopes: Scopes) -> None:
    shelf = Shelf({})
    found = await Retriever(shelf, scopes, at_once).retrieve(asked(" ", in_group(SALES)))
    assert (found, shelf.queries) == (Evidence(), [])


HISTORY = (Turn("How do I reset the router?", "Hold the button."), Turn("How many days of leave do we get in Berlin?", "30"))


@pytest.mark.parametrize(
    ("text", "searched"),
    [
        ("And in Lisbon?", "And in Lisbon? days leave Berlin"),
        ("Why is that?", "Why is that? days leave Berlin"),
        ("what about it", "what about it days leave Berlin"),
        ("那里斯本呢？", "那里斯本呢？ days leave Berlin"),
        ("How do I get a parking space?", "How do I get a parking space?"),
        ("parking space", "parking space"),
        (
            "Which of those forms do I need for a parking space at the new office?",
            "Which of those forms do I need for a parking space at the new office?",
        ),
        ("", ""),
    ],
)
def test_only_a_short_question_that_points_back_is_completed(text: str, searched: str) -> None:
    assert complete(asked(text, in_group(SALES)), HISTORY) == searched


def test_a_reply_points_at_the_message_it_replies_to() -> None:
    theirs = Replied(3, "The VPN gives ERR-4012 again")
    ours = Replied(3, "You get 30 days. [1]", by_this_bot=True)
    marked = Replied(3, "long answer", by_this_bot=True, quote="carry-over to March")
    group = in_group(SALES)
    assert complete(asked("what does this mean?", group, replied=theirs), HISTORY) == (
        "what does this mean? VPN gives ERR-4012 again"
    )
    assert complete(asked("why is that?", group, replied=ours), HISTORY).endswith("leave Berlin")
    assert complete(asked("why is that?", group, replied=marked), HISTORY).endswith("carry-over March")


def test_a_question_under_a_picture_points_at_the_picture() -> None:
    question = asked("what is this?", in_group(SALES), Picture(SIGHT, "a.png"))
    assert complete(question, HISTORY) == "what is this?"
