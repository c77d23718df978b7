"""Texts of the bot are parsed as strictly as Telegram parses them."""

import pytest
from sandbox_client import Town

from bot.sandbox import html_text, markdown_text
from bot.sandbox.entities import detect, finish
from bot.sandbox.errors import ApiError
from bot.sandbox.records import Entity


def spans(entities: tuple[Entity, ...]) -> list[tuple[str, int, int]]:
    return [(entity.type, entity.offset, entity.length) for entity in entities]


def test_html_nests_and_counts_utf16_units() -> None:
    text, entities = html_text.parse(
        "😀 <b>bold <i>both</i></b> &lt;3 &#128512; <code>x &amp; y</code>"
    )

    assert text == "😀 bold both <3 😀 x & y"
    assert spans(entities) == [("italic", 8, 4), ("bold", 3, 9), ("code", 19, 5)]


def test_html_knows_links_languages_and_quotes() -> None:
    source = (
        '<a href="https://example.com/?a=1&amp;b=2">link</a>'
        '<pre><code class="language-python">x</code></pre>'
        "<blockquote expandable>q</blockquote>"
        '<span class="tg-spoiler">s</span><a href="tg://user?id=7">u</a>'
    )
    text, entities = html_text.parse(source)

    assert text == "linkxqsu"
    assert [(entity.type, dict(entity.attributes)) for entity in entities] == [
        ("text_link", {"url": "https://example.com/?a=1&b=2"}),
        ("pre", {"language": "python"}),
        ("expandable_blockquote", {}),
        ("spoiler", {}),
        ("text_mention", {"user": {"id": 7, "is_bot": False, "first_name": ""}}),
    ]


@pytest.mark.parametrize(
    ("source", "refusal"),
    [
        ("<b>open", 'Can\'t find end tag corresponding to start tag "b"'),
        ("a <br> b", 'Unsupported start tag "br" at byte offset 2'),
        ("é</b>", "Unexpected end tag at byte offset 2"),
        ("<b><i>x</b>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("1 < 2", 'Unsupported start tag "" at byte offset 2'),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ],
)
def test_html_refusals_are_telegrams(source: str, refusal: str) -> None:
    with pytest.raises(ApiError) as caught:
        html_text.parse(source)
    assert caught.value.description == f"Bad Request: can't parse entities: {refusal}"


def test_markdown_v2_marks_everything() -> None:
    source = "*b _bi_* __u__ ~s~ ||p|| `c\\`` [l](https://e.org/a\\)) \\!\n```py\ncode```\n>quote\n>more\nend"
    text, entities = markdown_text.parse(source)

    assert text == "b bi u s p c` l !\ncode\nquote\nmore\nend"
    assert spans(entities) == [
        ("italic", 2, 2),
        ("bold", 0, 4),
        ("underline", 5, 1),
        ("strikethrough", 7, 1),
        ("spoiler", 9, 1),
        ("code", 11, 2),
        ("text_link", 14, 1),
        ("pre", 18, 4),
        ("blockquote", 23, 10),
    ]
    assert entities[6].attributes == {"url": "https://e.org/a)"}
    assert entities[7].attributes == {"language": "py"}


@pytest.mark.parametrize(
    ("source", "refusal"),
    [
        ("3.5", "Character '.' is reserved and must be escaped with the preceding '\\'"),
        ("a | b", "Character '|' is reserved and must be escaped with the preceding '\\'"),
        ("ü *open", "Can't find end of Bold entity at byte offset 3"),
        ("_a", "Can't find end of Italic entity at byte offset 0"),
        ("```x", "Can't find end of Pre entity at byte offset 0"),
        ("[a](http://x.org", "Can't find end of a URL at byte offset 4"),
        ("a > b", "Character '>' is reserved and must be escaped with the preceding '\\'"),
    ],
)
def test_markdown_refusals_are_telegrams(source: str, refusal: str) -> None:
    with pytest.raises(ApiError) as caught:
        markdown_text.parse(source)
    assert caught.value.description == f"Bad Request: can't parse entities: {refusal}"


def test_old_markdown_cannot_nest() -> None:
    text, entities = markdown_text.parse_old("*b* _i_ \\_ [l](https://e.org/x) `c`")

    assert text == "b i _ l c"
    assert [entity.type for entity in entities] == ["bold", "italic", "text_link", "code"]


def test_the_server_finds_addresses_commands_and_tags() -> None:
    text = "😀 /ask@bot_x see (https://e.org/a_(b)), e.org. @mara_k #tag a@b.org 3/4 file.pdf"
    found = [
        (each.type, text.encode("utf-16-le")[each.offset * 2 : each.end * 2])
        for each in detect(text)
    ]

    assert [(kind, raw.decode("utf-16-le")) for kind, raw in found] == [
        ("bot_command", "/ask@bot_x"),
        ("url", "https://e.org/a_(b)"),
        ("url", "e.org"),
        ("mention", "@mara_k"),
        ("hashtag", "#tag"),
        ("email", "a@b.org"),
    ]


def test_trimming_moves_entities() -> None:
    text, entities = finish("  \n hi you \n", (Entity("bold", 4, 2), Entity("italic", 0, 3)))

    assert (text, spans(entities)) == ("hi you", [("bold", 0, 2)])


async def test_given_entities_must_fit_the_text(town: Town) -> None:
    chat = await town.private()

    async def refusal(offset: int, length: int) -> str:
        entity = {"type": "bold", "offset": offset, "length": length}
        return await town.refused("sendMessage", chat_id=chat, text="a😀b", entities=[entity])

    assert await refusal(2, 1) == (
        "Bad Request: entity begins in a middle of a UTF-16 symbol at byte offset 5"
    )
    assert await refusal(0, 2) == (
        "Bad Request: entity beginning at UTF-16 offset 0 ends in a middle of a UTF-16 symbol at byte offset 5"
    )
    assert await refusal(3, 2) == (
        "Bad Request: entity beginning at UTF-16 offset 3 ends after the end of the text at UTF-16 offset 4"
    )


async def test_lengths_count_characters_after_parsing(town: Town) -> None:
    chat = await town.private()

    assert await town.send(chat, "<b>" + "😀" * 4096 + "</b>", parse_mode="HTML")
    assert await town.refused("sendMessage", chat_id=chat, text="a" * 4097) == (
        "Bad Request: message is too long"
    )
    assert await town.refused("sendMessage", chat_id=chat, text=" \n ") == (
        "Bad Request: message text is empty"
    )
    assert await town.refused("sendMessage", chat_id=chat, text="x", parse_mode="bb") == (
        "Bad Request: unsupported parse_mode"
    )
