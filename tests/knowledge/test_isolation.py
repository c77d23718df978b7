"""Whatever is done to whichever space, by whichever call: nobody ever sees a unit of a space outside their scope."""

import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from knowledge import KnowledgeBase
from knowledge.base import Options
from knowledge.errors import NotFound
from knowledge.records import Found, Hit, Query, Scope
from knowledge.vision.eyes import Eyes
from tests.knowledge.fakes import KnowingEyes, WordEmbedder, draw

SPACES = ("red", "blue", "green")
WORDS = ("router", "modem", "lease", "深色模式", "访客", "роутер", "invoice", "retro")
PICTURES = [draw(number) for number in range(4)]
MODELS = ("words@1", "words@2")

spaces = st.sampled_from(SPACES)
scopes = st.lists(spaces, unique=True, max_size=2)
texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)
numbers = st.integers(0, 3)


def mark(space: str) -> str:
    """Return the word that stands in every unit of `space` and in no other."""
    return f"belongsto{space}"


class Team(RuleBasedStateMachine):
    """Several teams in one store, all of them writing about the same things with the same pictures."""

    eyes: Eyes

    def __init__(self) -> None:
        super().__init__()
        self.home = Path(tempfile.mkdtemp(prefix="isolation-"))
        self.seeing = KnowingEyes(self.eyes)
        self.images: dict[str, set[str]] = {space: set() for space in SPACES}
        self.base = self.opened(MODELS[0])

    def opened(self, model: str) -> KnowledgeBase:
        options = Options(load=WordEmbedder)
        return KnowledgeBase(self.home, self.seeing, embedder=WordEmbedder(model), options=options)

    def teardown(self) -> None:
        self.base.close()
        shutil.rmtree(self.home)

    @initialize(number=numbers, text=texts)
    def fill(self, number: int, text: str) -> None:
        """Begin with the same picture and the same words in two of the spaces, and words in the third."""
        for space in SPACES:
            self.learn_page(space, 0, text)
        for space in SPACES[:2]:
            self.learn_picture(space, number, text)

    @rule(space=spaces, number=numbers, text=texts)
    def learn_page(self, space: str, number: int, text: str) -> None:
        content = (
            f"# {mark(space)} {text}\n\n{text} {mark(space)}\n\n## More\n\n{mark(space)} {text}\n"
        )
        self.base.learn_upload(f"{number}.md", content.encode(), space)

    @rule(space=spaces, number=numbers, text=texts)
    def learn_picture(self, space: str, number: int, text: str) -> None:
        note = f"{mark(space)} {text}"
        self.base.learn_upload(f"{number}.png", PICTURES[number], space, note=note)

    @rule(space=spaces, name=st.sampled_from(["0.md", "1.md", "0.png", "2.png"]))
    def forget(self, space: str, name: str) -> None:
        known = {one.name for one in self.base.documents(Scope((space,)))}
        try:
            self.base.forget(name, space)
        except NotFound as error:
            # A refusal names close documents, of this space only.
            assert name not in known
            assert not [other for other in SPACES if mark(other) in str(error)]

    @rule(model=st.sampled_from(MODELS))
    def change_model(self, model: str) -> None:
        self.base.close()
        self.base = self.opened(model)

    @rule(space=spaces)
    def rebuild(self, space: str) -> None:
        if space in self.base.spaces():
            self.base.rebuild(space)

    @rule()
    def tidy(self) -> None:
        self.base.tidy()

    @rule(scope=scopes, text=texts, limit=st.integers(1, 30))
    def search_words(self, scope: list[str], text: str, limit: int) -> None:
        self.check(scope, self.base.search(Query(text), Scope((*scope,)), limit))

    @rule(scope=scopes, other=spaces)
    def search_for_what_only_others_say(self, scope: list[str], other: str) -> None:
        found = self.base.search(Query(mark(other)), Scope((*scope,)), 30)
        self.check(scope, found)
        if other not in scope:
            assert not [hit for hit in found.hits if mark(other) in hit.unit.text]

    @rule(scope=scopes, number=numbers, text=st.one_of(st.just(""), texts))
    def search_picture(self, scope: list[str], number: int, text: str) -> None:
        sight = self.seeing.look(PICTURES[number])
        self.check(scope, self.base.search(Query(text, sight), Scope((*scope,)), 10))

    @rule(scope=scopes)
    def documents(self, scope: list[str]) -> None:
        assert {one.space for one in self.base.documents(Scope((*scope,)))} <= set(scope)

    @invariant()
    def pictures_of_others_are_not_to_be_had(self) -> None:
        for space in SPACES:
            shown = self.base.search(Query(mark(space)), Scope((space,)), 30).hits
            self.images[space] = {hit.image for hit in shown if hit.image}
        for space in SPACES:
            for image in set().union(*self.images.values()) - self.images[space]:
                try:
                    self.base.picture(image, Scope((space,)))
                except NotFound:
                    continue
                raise AssertionError(f"{image} was shown to {space}")

    def check(self, scope: Sequence[str], found: Found) -> None:
        """Look at everything that a search gave, and at all that can be asked of it."""
        shown: list[Hit] = [*found.hits, *filter(None, [found.nearest])]
        foreign = [mark(space) for space in SPACES if space not in scope]
        assert {hit.space for hit in shown} <= set(scope)
        for hit in shown:
            said = [hit.title, hit.unit.text, *hit.unit.heading, *hit.unit.fields.values()]
            said.append(self.base.section(hit))
            assert not [word for word in foreign if word in " ".join(said)]
            if hit.image:
                assert self.base.picture(hit.image, Scope((*scope,)))
        if not scope:
            assert shown == []


def test_no_call_ever_shows_a_unit_of_a_foreign_space(real_eyes: Eyes) -> None:
    Team.eyes = real_eyes
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        Team,
        settings=settings(
            max_examples=12,
            stateful_step_count=25,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
