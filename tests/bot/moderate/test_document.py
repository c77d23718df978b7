"""A policy as people write it: what it may leave out, and how it is told what is wrong with it."""

import pytest

from bot.errors import BadInput
from bot.moderate import document
from bot.moderate.policy import NEVER, Lines, Rung, Step


@pytest.mark.parametrize("name", document.PRESETS)
def test_a_preset_written_out_reads_the_same(name: str) -> None:
    assert document.read(document.merged(f"preset: {name}")) == document.preset(name)


def test_a_document_says_only_what_differs() -> None:
    policy = document.read(
        """
preset: gentle
categories:
  link: {remove: never}
  spam: {review: 0.3, remove: 0.4}
ladder: [delete, mute 90m, ban]
quiet_hours: {start: "22:00", end: "07:00", zone: Europe/Oslo}
joining: {question: "What do we bake?", answers: [bread]}
""",
        version=3,
    )
    base = document.preset("gentle")
    assert policy.lines["link"] == Lines(base.lines["link"].review, NEVER)
    assert policy.lines["spam"] == Lines(0.3, 0.4)
    assert policy.lines["gore"] == base.lines["gore"]
    assert policy.ladder == (Rung(Step.DELETE), Rung(Step.MUTE, 5_400), Rung(Step.BAN))
    assert policy.quiet is not None and policy.joining is not None
    assert (policy.version, policy.quiet.zone, policy.joining.answers) == (
        3,
        "Europe/Oslo",
        ("bread",),
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("preset: standard\ncategories:\n  links: {remove: 0.5}", "line 3: there is no category"),
        ("preset: standard\n\nladder: [shout]", "line 3: ladder: 'shout' is no step"),
        ("ladder: [mute]", "line 1: ladder: say how long to mute"),
        ("preset: standrad", "line 1: preset is 'standrad'; write one of watch, gentle"),
        ("preset: watch\nlader: [delete]", "line 2: there is no entry 'lader' here"),
        ("categories:\n  spam: {review: 0.9, remove: 0.5}", "line 2: categories.spam: review is"),
        ("categories:\n  spam: {remove: 7}", "line 2: categories.spam.remove"),
        ("newcomers: {hours: soon}", "line 1: newcomers.hours"),
        (
            "quiet_hours: {start: 10pm, end: '07:00'}",
            "line 1: quiet_hours.start: '10pm' is no time",
        ),
        ("quiet_hours: {start: '22:00', end: '07:00', zone: Oslo}", "'Oslo' is no time zone"),
        ("keep: {text: forever}", "'forever' is no duration; write it like 90m, 12h or 30d"),
        ("preset: [", "line 1: this is not YAML"),
        ("be nice", "begin with `preset: standard`"),
        ("", "begin with `preset: standard`"),
        ("a: " + "[" * 3_000, "this is not YAML"),
        ("x" * 30_000, "longer than"),
        ("a: &a [1]\nb: &b [*a, *a]\nc: [*b, *b]", "line 2: this is not YAML (*a stands for"),
        ("a: &a {x: 1}\nb:\n  <<: *a", "line 3: this is not YAML (*a stands for another place"),
        ("!!python/object/apply:os.system ['true']", "this is not YAML"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(text: str, told: str) -> None:
    with pytest.raises(BadInput) as raised:
        document.read(text)
    assert told in str(raised.value)


def test_one_line_is_moved_and_the_rest_stays() -> None:
    text = document.merged("preset: standard")
    moved = document.changed(text, ("categories", "link", "remove"), 0.85)
    assert document.read(moved).lines["link"].remove == 0.85
    assert document.changed(moved, ("categories", "link", "remove"), 0.7) == text
