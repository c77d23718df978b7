"""Who reads what: their own, and what their groups know while they are in them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from retrieving import (
    ADA,
    BOB,
    ENGINEERING,
    SALES,
    Shelf,
    asked,
    in_group,
    private,
    retriever,
    unit,
)

from bot.records import ChatKind, Scope
from bot.retrieve.scope import Scopes
from bot.store.database import Database
from bot.store.spaces import Spaces


class Telegram:
    """Who is in which group, right now."""

    def __init__(self) -> None:
        self.members = {(SALES, ADA), (ENGINEERING, ADA), (ENGINEERING, BOB)}

    async def is_member(self, chat_id: int, person_id: int) -> bool:
        return (chat_id, person_id) in self.members


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
def scopes(spaces: Spaces, telegram: Telegram) -> Scopes:
    return Scopes(spaces, telegram.is_member)


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


async def test_who_leaves_a_group_stops_reading_it_at_once(
    scopes: Scopes, spaces: Spaces, telegram: Telegram
) -> None:
    assert spaces.of(SALES) in (await scopes.resolve(private(ADA))).spaces
    telegram.members.discard((SALES, ADA))
    assert spaces.of(SALES) not in (await scopes.resolve(private(ADA))).spaces


async def test_nothing_of_a_foreign_space_is_opened_or_found(
    scopes: Scopes, spaces: Spaces
) -> None:
    names = {place: spaces.of(place) for place in (ADA, BOB, SALES, ENGINEERING)}
    shelf = Shelf({name: (unit(f"{name}.md", "the secret plan"),) for name in names.values()})
    searching = retriever(shelf)

    for origin, allowed in (
        (private(BOB), {names[BOB], names[ENGINEERING]}),
        (in_group(SALES, BOB), {names[SALES]}),
        (in_group(ENGINEERING), {names[ENGINEERING]}),
    ):
        shelf.opened.clear()
        scope = await scopes.resolve(origin)
        evidence = await searching.retrieve(asked("the secret plan", origin), (), scope)
        assert set(shelf.opened) == allowed
        assert {passage.hit.space for passage in evidence.passages} == allowed
