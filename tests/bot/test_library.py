"""Who is told that documents are still being read: whoever may read them, as long as that is so."""

import pytest

from bot.library import Learning
from knowledge.records import Progress, Scope


@pytest.mark.parametrize(
    ("done", "spaces", "told"),
    [
        (3, ("team",), True),
        (3, ("own-5", "team"), True),
        (3, ("own-5",), False),
        (3, (), False),
        (8, ("team",), False),
    ],
)
def test_only_unread_documents_of_the_askers_own_spaces_are_spoken_of(
    done: int, spaces: tuple[str, ...], told: bool
) -> None:
    learning = Learning()
    assert learning(Scope(spaces)) is None
    learning.space, learning.progress = "team", Progress(done, 8, "handbook")
    assert (learning(Scope(spaces)) is not None) is told
