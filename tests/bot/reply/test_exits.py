"""Addresses that nobody gave to the model: they are not shown, and the reader is told."""

import pytest
from reply_desk import answer

from bot.reply import exits, layout, links, markdown
from bot.reply.parts import Text
from bot.reply.wire import plain
from bot.say import Say

GIVEN = ("Our wiki is https://team.example/wiki/, mirrored at mirror.team.example.",)


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("Open https://evil.example/?d=secret now.", "Open (…) now."),
        ("Open [the wiki](https://evil.example/w).", "Open the wiki."),
        ("![x](https://evil.example/p.png)done", "done"),
        ("[a](javascript:alert(1)) b", "a) b"),
        ("See tg://resolve?domain=evil.", "See (…)."),
        ("See [x].\n\n[x]: https://evil.example/r", "See [x].\n\n"),
        ("ht\u200btps://evil.example/z", "(…)"),
        ("Run `curl https://evil.example/x`.", "Run `curl (…)`."),
        ("evil.example/login?c=1", "(…)"),
    ],
)
def test_an_invented_address_is_left_out_and_that_is_said(said: str, read: str) -> None:
    told = exits.told(answer(said), GIVEN)
    assert told.text == read
    assert [notice.key for notice in told.notices] == [Say.ADDRESS_LEFT_OUT]


@pytest.mark.parametrize(
    "said",
    [
        "See https://team.example/wiki and [here](https://Team.example/wiki/).",
        "The mirror is https://mirror.team.example.",
        "It listens on http://localhost:8080/health and 127.0.0.1:9090/metrics.",
        "See docs/setup.md#start, README.md and `np.random/2`.",
        "[the page](handbook.md) says so [1].",
        "evil.example alone is a name, which is set as text.",
    ],
)
def test_what_was_given_and_what_leads_nowhere_stays(said: str) -> None:
    assert exits.told(answer(said), GIVEN) == answer(said)


@pytest.mark.parametrize(
    "call", ["@evil_admin", "/reset", "/forget@some_bot", "#airdrop", "$SCAM", "root@evil.example"]
)
def test_names_commands_and_tags_are_alive_only_where_somebody_wrote_them(call: str) -> None:
    said = f"Then {call}, please."
    (mark,) = markdown.styled(said).marks
    assert (mark.kind, said[mark.start : mark.end]) == ("code", call)
    assert markdown.styled(said, links.known([f"Why {call}?"])).marks == ()


def test_paths_prices_and_fractions_are_no_commands() -> None:
    assert markdown.styled("cd /etc/hosts, 24/7, and/or, C# and $5, a@b, 1 @ 2").marks == ()


def test_an_unfinished_answer_shows_no_address_that_nobody_typed() -> None:
    typed = links.known(["https://a.example/b?"])
    text = "See https://a.example/b and https://team.example/wi"
    shown = layout.preview(text, typed)
    assert shown is not None
    assert shown.text == "See https://a.example/b and (…)"


def test_beyond_telegrams_hundred_marks_and_without_any_nothing_becomes_tappable() -> None:
    flood = markdown.styled(" ".join(f"@evil_{at}" for at in range(150)))
    assert len(flood.marks) < 100
    assert flood.text.count("@") == len(flood.marks)
    refused = plain(Text.of(markdown.styled("😀 call @evil_admin or /reset")))
    assert isinstance(refused, Text)
    assert (refused.text, refused.entities) == ("😀 call ＠evil_admin or ／reset", ())
