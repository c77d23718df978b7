"""What a question finds, as numbered passages."""

from retrieving import SALES, SIGHT, Shelf, asked, in_group, retriever, unit

from bot.records import Evidence, Picture, Scope, Sent
from bot.retrieve.search import PASSAGES
from knowledge.records import Kind, Query

SPACE = "sales"


async def test_passages_are_numbered_and_carry_their_section() -> None:
    shelf = Shelf({SPACE: (unit("a.md", "leave"), unit("b.md", "leave too"))})
    evidence = await retriever(shelf).retrieve(asked("leave", in_group(SALES)), (), Scope((SPACE,)))
    assert [(p.number, p.text) for p in evidence.passages] == [
        (1, "leave (whole section)"),
        (2, "leave too (whole section)"),
    ]
    assert (evidence.answerable, evidence.lists) == (0.9, {"bm25": "ran"})


async def test_what_a_passage_already_shows_is_not_given_twice() -> None:
    space = (
        unit("a.pdf", "leave", page=3),
        unit("a.pdf", "leave", page=3, kind=Kind.PAGE),
        unit("a.pdf", "leave", page=4),
        unit("b.md", "leave", heading=("Leave",)),
        unit("b.md", "leave", heading=("Sick leave",)),
    )
    shelf = Shelf({SPACE: space})
    evidence = await retriever(shelf).retrieve(asked("leave", in_group(SALES)), (), Scope((SPACE,)))
    kept = [passage.hit.unit for passage in evidence.passages]
    assert kept == [space[0], space[2], space[3], space[4]]


async def test_a_picture_further_down_keeps_a_place() -> None:
    texts = [unit(f"{n}.md", "plan") for n in range(8)]
    picture = unit("plan.png", "plan", kind=Kind.PICTURE)
    shelf = Shelf({SPACE: (*texts, picture)})
    evidence = await retriever(shelf).retrieve(asked("plan", in_group(SALES)), (), Scope((SPACE,)))
    found = [passage.hit.unit for passage in evidence.passages]
    assert found == [*texts[: PASSAGES - 1], picture]
    assert [passage.number for passage in evidence.passages] == list(range(1, PASSAGES + 1))


async def test_the_first_picture_is_searched_with() -> None:
    shelf = Shelf({})
    pictures = (Picture(SIGHT, "a.png"), Picture(SIGHT, "b.png"))
    await retriever(shelf).retrieve(asked("", in_group(SALES), *pictures), (), Scope((SPACE,)))
    assert shelf.queries == [Query("", SIGHT)]


async def test_an_empty_question_is_not_searched() -> None:
    shelf = Shelf({})
    found = await retriever(shelf).retrieve(asked(" ", in_group(SALES)), (), Scope((SPACE,)))
    assert (found, shelf.queries) == (Evidence(), [])


async def test_a_text_model_in_a_cloud_is_noted_and_passed_by_where_nothing_may_leave() -> None:
    shelf = Shelf({SPACE: (unit("a.md", "leave"),)})
    noted: list[Sent] = []
    asking = retriever(shelf, elsewhere="text-3")
    scope = Scope((SPACE,))
    await asking.retrieve(asked("leave", in_group(SALES)), (), scope, noted.append)
    await asking.retrieve(asked("leave", in_group(SALES)), (), scope, None)
    assert noted == [Sent("text-3", 5)]
    assert [query.stays for query in shelf.queries] == [False, True]
    near = retriever(shelf)
    await near.retrieve(asked("leave", in_group(SALES)), (), scope, None)
    assert not shelf.queries[-1].stays
