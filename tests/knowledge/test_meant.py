"""Which of a few earlier pictures a description means, and that one of something else means none."""

import random

import pytest

from knowledge.embed.clip import OpenClip
from knowledge.meant import ALIKE, meant, nearest, pack, unpack
from tests.drawn import Subject, draw, subjects
from tests.drawn.train import FOLDER, UNSEEN

ELSEWHERE = (
    *("how do I reset the router", "parental leave", "my invoice of the hotel", "a dog on a beach"),
    *(
        "the meal allowance in Norway",
        "our team at the lake",
        "a plate of pasta",
        "the boarding pass",
    ),
)
A_CHAT = 6
"""Pictures of one conversation."""


@pytest.fixture(scope="module")
def clip() -> OpenClip:
    return OpenClip(f"local-dir:{FOLDER}")


def chats(count: int) -> list[list[Subject]]:
    chosen = random.Random(3)
    kinds: dict[str, list[Subject]] = {}
    for subject in subjects():
        kinds.setdefault(subject.kind, []).append(subject)
    return [
        [chosen.choice(kinds[kind]) for kind in chosen.sample(sorted(kinds), A_CHAT)]
        for _ in range(count)
    ]


@pytest.mark.parametrize(("language", "least"), [("caption", 0.85), ("chinese", 0.7)])
def test_a_description_means_its_picture_and_hardly_ever_another(
    clip: OpenClip, language: str, least: float
) -> None:
    right, wrong = [], []
    for number, chat in enumerate(chats(12)):
        pictures = [draw(one, UNSEEN * 41 + number) for one in chat]
        known = unpack(pack(clip.embed_pictures(pictures)))
        for at, subject in enumerate(chat):
            rows = meant(getattr(subject, language), known, clip)
            right.append(at in rows)
            wrong.append(bool(rows) and at not in rows)
    assert sum(right) / len(right) >= least
    assert sum(wrong) / len(wrong) <= 0.05


def test_what_no_picture_shows_and_what_the_model_cannot_read_mean_none(clip: OpenClip) -> None:
    taken = []
    for number, chat in enumerate(chats(6)):
        known = clip.embed_pictures([draw(one, UNSEEN * 43 + number) for one in chat])
        taken += [bool(meant(words, known, clip)) for words in ELSEWHERE]
        assert meant("красные круги", known, clip) == ()
    assert sum(taken) / len(taken) <= 0.1
    assert meant("two red circles", clip.embed_pictures([]), clip) == ()


def test_the_nearest_of_some_pictures_is_another_drawing_of_the_same(clip: OpenClip) -> None:
    right = alike = 0
    for number, chat in enumerate(chats(4)):
        known = clip.embed_pictures([draw(one, UNSEEN * 47 + number) for one in chat])
        again = clip.embed_pictures([draw(one, UNSEEN * 53 + number) for one in chat])
        for at in range(A_CHAT):
            row, cosine = nearest(again[at : at + 1], known)
            right += row == at
            alike += cosine >= ALIKE
    assert right / (4 * A_CHAT) >= 0.9
    assert alike / (4 * A_CHAT) >= 0.85
