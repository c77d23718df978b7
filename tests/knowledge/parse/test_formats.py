"""HTML, text in many encodings, pictures, and files that are not what they are called."""

import base64
import io
from pathlib import Path

import pytest
from PIL import Image

from knowledge.errors import Unreadable
from knowledge.parse import parse
from knowledge.records import Block, Parsed


def png() -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (40, 40), "red").save(buffer, "PNG")
    return buffer.getvalue()


PAGE = """<!DOCTYPE html><html><head><title> The  Page </title><style>p{}</style></head><body>
<nav>Home</nav><h1>The Page</h1><p>First <b>bold</b>
 line.<br>Second.</p><script>evil()</script><p hidden>no</p><div style="display: none">no</div>
<ul hidden><li>no</li></ul>
<h2>Rules</h2>loose <i>words</i><ul><li>one<ol start="3"><li>deep</li></ol></li><li>two</li></ul>
<table><caption>Ports</caption><tr><th>Port</th><th>Use</th></tr><tr><td>22</td><td><p>ssh</p>
</td></tr></table><pre>a  b
 c</pre><figure><img src="media/p.png" alt="Plan"><figcaption>The plan</figcaption></figure>
<p>See <img src="https://x.example/a.png"> it.</p><!-- gone --></body></html>"""


def test_html_is_read_as_it_is_seen(tmp_path: Path) -> None:
    (tmp_path / "media").mkdir()
    (tmp_path / "media" / "p.png").write_bytes(png())
    rules = ("Rules",)
    assert parse("page.html", PAGE.encode(), tmp_path) == Parsed(
        title="The Page",
        blocks=(
            Block("First bold line.\nSecond."),
            Block("loose words", rules),
            Block("- one\n  3. deep\n- two", rules, atomic=True),
            Block("Ports\nPort | Use\n22 | ssh", rules, atomic=True),
            Block("a  b\n c", rules, atomic=True),
            Block("", rules, picture=png(), picture_name="p.png", alt="Plan", caption="The plan"),
            Block("See it.", rules),
        ),
    )


def test_html_may_carry_its_pictures_within() -> None:
    data = base64.b64encode(png()).decode()
    page = f'<html><body><p>x</p><img src="data:image/png;base64,{data}"><img src="data:image/png;base64,%">'
    parsed = parse("page.html", page.encode())
    assert parsed.blocks[1].picture == png()
    assert len(parsed.blocks) == 2


def test_html_declares_its_encoding() -> None:
    page = '<html><head><meta charset="windows-1251"></head><body>Привет</body></html>'
    assert parse("page.htm", page.encode("cp1251")).blocks == (Block("Привет"),)


@pytest.mark.parametrize(
    ("named", "address"),
    [
        ("https://docs.example.org/a?b=c", "https://docs.example.org/a?b=c"),
        ("http://docs.example.org", "http://docs.example.org"),
        ("/guide/vpn/", ""),
        ("javascript:alert(1)", ""),
        ("https://docs.example.org@evil.example/", ""),
        ("https://docs.example.org/a b", ""),
        ("https:///nowhere", ""),
        ("http://[", ""),
        ("https://docs.example.org/" + "a" * 500, ""),
    ],
)
def test_a_page_tells_its_address_where_a_browser_can_open_it(named: str, address: str) -> None:
    html = f'<html><head><link rel="canonical" href="{named}"></head><body>Words</body></html>'
    assert parse("page.html", html.encode()).address == address
    for name in ("url", "permalink"):
        page = f'---\ntitle: Page\n{name}: "{named}"\n---\nWords\n'
        assert parse("page.md", page.encode()).address == address


RUSSIAN = "Резервное копирование начинается каждую ночь в два часа. Сервер: storage-2."
CHINESE = "每天晚上两点开始备份。服务器是 storage-2，请联系运维团队。"
FRENCH = "La sauvegarde commence à deux heures. Prévenez l'équipe si elle échoue."


@pytest.mark.parametrize(
    ("text", "encoding"),
    [(text, "utf-8") for text in (RUSSIAN, CHINESE, FRENCH)]
    + [(text, "utf-8-sig") for text in (RUSSIAN, CHINESE)]
    + [(text, "utf-16") for text in (RUSSIAN, CHINESE, FRENCH)]
    + [(FRENCH, "utf-16-le"), (FRENCH, "utf-16-be"), (FRENCH, "utf-32")]
    + [(text, side) for text in (RUSSIAN, CHINESE) for side in ("utf-16-le", "utf-16-be")]
    + [(RUSSIAN, "cp1251"), (CHINESE, "gb18030"), (CHINESE, "gbk"), (FRENCH, "cp1252")]
    # A few words of a language among plain letters and signs.
    + [("total = 1 * 2  # " + "сумма всех строк", "cp1251"), ("x = 1  # 计算总和", "gb18030")]
    + [("Overview: Größe, Länge, Höhe und Gewicht der Pakete im Lager", "cp1252")],
)
def test_text_is_read_in_the_encoding_it_is_in(text: str, encoding: str) -> None:
    assert parse("note.txt", text.encode(encoding)).blocks == (Block(text),)


def test_underlined_lines_are_headings_of_plain_text() -> None:
    text = "=====\nGuide\n=====\r\n\r\nHello\r\nthere.\n\nSet up\n------\nGo.\n\n- one\n- two\n\nPort  Use\n"
    parsed = parse("guide.rst", text.encode())
    assert parsed.title == "Guide"
    assert [(block.heading, block.text) for block in parsed.blocks] == [
        ((), "Hello\nthere."),
        (("Set up",), "Go."),
        (("Set up",), "- one\n- two"),
        (("Set up",), "Port  Use"),
    ]


def test_a_log_without_gaps_is_cut_at_its_lines() -> None:
    log = "\n".join(f"12:00:{n:04} service started on port {n}" for n in range(1000))
    blocks = parse("service.log", log.encode()).blocks
    assert len(blocks) > 5
    assert "\n".join(block.text for block in blocks) == log


def test_a_picture_is_a_document_of_one_figure() -> None:
    parsed = parse("plans/Server Room.jpg", png())
    figure = Block("", picture=png(), picture_name="Server Room.jpg")
    assert parsed == Parsed(title="Server Room", blocks=(figure,))


def test_an_animation_is_its_first_frame_and_says_so() -> None:
    buffer = io.BytesIO()
    frames = [Image.new("RGB", (40, 40), colour) for colour in ("red", "lime", "blue")]
    frames[0].save(buffer, "GIF", save_all=True, append_images=frames[1:])
    parsed = parse("loop.gif", buffer.getvalue())
    assert parsed.blocks == (Block("", picture=buffer.getvalue(), picture_name="loop.gif"),)
    assert parsed.warnings == ("it moves: of its 3 frames the first was learned",)


def test_the_bytes_decide_what_a_file_is() -> None:
    assert parse("photo.md", png()).blocks[0].picture == png()
    assert parse("page.md", b"<!doctype html><p>Hi <b>you</b>").blocks == (Block("Hi you"),)
    assert parse("README", b"# Not a heading").blocks == (Block("# Not a heading"),)
    with pytest.raises(Unreadable, match="the PDF is"):
        parse("report.txt", b"%PDF-1.7 and nothing else")


@pytest.mark.parametrize("content", [b"", b" \n ", b"\0" * 500, bytes(range(256)) * 20, b"PK\3\4x"])
def test_what_is_no_document_is_refused_with_a_remedy(content: bytes) -> None:
    with pytest.raises(Unreadable, match="; save it"):
        parse("notes.md", content)
