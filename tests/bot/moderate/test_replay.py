"""Another policy on what was judged, and lines that follow from what was called wrong."""

import pytest

from bot.moderate import document
from bot.moderate.replay import fitted, replay, wilson
from bot.records import Finding
from bot.store.judged import Judged

DAY = 86_400


def judged(number: int, score: float, **more: object) -> Judged:
    fields: dict[str, object] = {
        "id": number,
        "chat_id": -1,
        "message_id": number,
        "person_id": 7,
        "person_name": "Eve",
        "text": "words",
        "media": (),
        "findings": (Finding("links", "link", score=score),),
        "newcomer": False,
        "spared": "",
        "judged_at": number * DAY,
    }
    return Judged(**{**fields, **more})  # type: ignore[arg-type]  # a test's values, by name


def names(preset: str, *rows: Judged) -> list[str]:
    return [one.action.name for one in replay(rows, document.preset(preset), {}).would]


def test_strikes_count_up_as_they_would_have_and_are_forgotten() -> None:
    rows = [judged(1, 0.9), judged(2, 0.9), judged(40, 0.9)]
    assert names("standard", *rows) == ["delete", "warn", "delete"]
    assert names("watch", *rows) == ["note", "note", "note"]


def test_administrators_and_the_exempt_stay_spared() -> None:
    assert names("strict", judged(1, 0.9, spared="administrator")) == []
    assert names("strict", judged(1, 0.9, spared="exempt")) == []
    assert names("strict", judged(1, 0.9, spared="cleared")) == []


def test_a_replay_is_held_against_what_administrators_decided() -> None:
    rows = [
        judged(1, 0.9, label="wrong"),
        judged(2, 0.8, label="right"),
        judged(3, 0.2, label="right"),
    ]
    found = replay(rows, document.preset("standard"), {1: "delete"})
    assert (found.looked_at, len(found.removed), len(found.wrong)) == (3, 2, 1)
    assert [row.id for row in found.missed] == [3]


@pytest.mark.parametrize(
    ("wrong", "line"), [((0.72,), 0.73), ((0.72, 0.91), 0.92), ((1.0,), "never"), ((), None)]
)
def test_the_line_goes_just_above_what_was_wrong(
    wrong: tuple[float, ...], line: float | str | None
) -> None:
    rows = [judged(n, score, label="wrong") for n, score in enumerate(wrong)] + [judged(9, 0.95)]
    policy = document.preset("standard")
    assert fitted(replay(rows, policy, {}).would, policy).get("link") == line


def test_a_line_that_newcomers_crossed_is_moved_by_what_theirs_is_lower() -> None:
    policy = document.preset("standard")
    rows = [judged(1, 0.75, label="wrong", newcomer=True)]
    assert fitted(replay(rows, policy, {}).would, policy) == {"link": 0.86}
    assert replay(rows, document.read(_moved("link", 0.86)), {}).removed == ()


def _moved(category: str, line: float) -> str:
    text = document.merged("preset: standard")
    return document.changed(text, ("categories", category, "remove"), line)


def test_the_interval_of_few_is_wide() -> None:
    low, high = wilson(41, 41)
    assert 0.91 < low < 0.92 and high == 1.0
    assert wilson(0, 0) == (0.0, 1.0)
