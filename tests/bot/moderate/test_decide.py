"""What a policy makes of findings."""

from dataclasses import replace

import pytest
from judged import ALBUM, BROKEN, CERTAIN, CHAT, CLEAN, DANGEROUS, DOUBTFUL, SCAM

from bot.moderate import document
from bot.moderate.decide import Facts, decide
from bot.records import Action, ChatKind, Finding, Origin, Person, Verdict

OLD_HAND = Facts()
NEW = Facts(newcomer=True)


@pytest.mark.parametrize(
    ("verdict", "preset", "name"),
    [
        (SCAM, "watch", "note"),
        (SCAM, "standard", "delete"),
        (DOUBTFUL, "standard", "review"),
        (DOUBTFUL, "watch", "note"),
        (DOUBTFUL, "gentle", "none"),
        (DANGEROUS, "standard", "none"),
        (Verdict((*SCAM.findings, *BROKEN.findings)), "standard", "delete"),
        (BROKEN, "standard", "none"),
        (CLEAN, "standard", "none"),
        (SCAM, "strict", "mute"),
        (CERTAIN, "strict", "mute"),
    ],
)
def test_the_policy_decides(verdict: Verdict, preset: str, name: str) -> None:
    policy = document.preset(preset)
    assert decide(verdict.findings, ALBUM, policy, OLD_HAND, 0).name == name


def test_the_lines_are_lower_for_newcomers() -> None:
    policy = document.preset("standard")
    found = (Finding("words", "scam", score=0.65),)
    assert decide(found, ALBUM, policy, OLD_HAND, 0).name == "review"
    assert decide(found, ALBUM, policy, NEW, 0).name == "delete"


@pytest.mark.parametrize(
    ("verdict", "strikes", "name"),
    [
        (SCAM, 0, "delete"),
        (SCAM, 1, "warn"),
        (SCAM, 2, "warn"),
        (SCAM, 9, "warn"),
        (CERTAIN, 0, "delete"),
        (CERTAIN, 2, "mute"),
        (CERTAIN, 9, "ban"),
    ],
)
def test_to_touch_a_person_takes_more_evidence_than_to_touch_a_message(
    verdict: Verdict, strikes: int, name: str
) -> None:
    facts = Facts(strikes=strikes)
    action = decide(verdict.findings, ALBUM, document.preset("standard"), facts, 1_000)
    assert action.name == name
    assert action.until == {"mute": 1_000 + 86_400, "ban": 1_000 + 30 * 86_400}.get(name, 0)


def test_what_was_sent_before_a_mute_goes_and_nothing_more_follows() -> None:
    policy = document.preset("strict")
    muted, back = Facts(strikes=1, held=True), Facts(strikes=1)
    assert decide(CERTAIN.findings, ALBUM, policy, muted, 0).name == "delete"
    assert decide(CERTAIN.findings, ALBUM, policy, back, 0).name == "ban"


@pytest.mark.parametrize(
    "origin",
    [
        replace(ALBUM.origin, chat_id=7, chat_kind=ChatKind.PRIVATE),
        replace(ALBUM.origin, person=Person(CHAT, "anonymous admin")),
        replace(ALBUM.origin, person=Person(777000, "Telegram")),
        replace(ALBUM.origin, person=Person(1087968824, "Group")),
    ],
    ids=["private chat", "the group itself", "linked channel", "anonymous admin"],
)
def test_some_are_never_acted_against(origin: Origin) -> None:
    policy = document.preset("strict")
    assert decide(SCAM.findings, replace(ALBUM, origin=origin), policy, NEW, 0) == Action("none")


def test_trust_and_exemptions_are_kept() -> None:
    policy = document.read("preset: strict\nexempt: {people: [7], topics: [5]}")
    assert decide(SCAM.findings, ALBUM, policy, NEW, 0).name == "none"
    other = replace(ALBUM, origin=replace(ALBUM.origin, person=Person(8, "Bo"), topic_id=5))
    assert decide(SCAM.findings, other, policy, NEW, 0).name == "none"
    elsewhere = replace(other, origin=replace(other.origin, topic_id=6))
    assert decide(SCAM.findings, elsewhere, policy, NEW, 0).name == "mute"
    trusted = Facts(trusted=True)
    assert decide(SCAM.findings, elsewhere, policy, trusted, 0).name == "none"
