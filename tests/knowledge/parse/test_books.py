"""EPUB and mail, each put together from parts."""

import email.message
import io

import pytest
from PIL import Image, ImageDraw
from reportlab.lib.utils import ImageReader  # type: ignore[import-untyped]  # ships no types
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]  # ships no types

from knowledge.errors import Unreadable
from knowledge.parse import parse
from knowledge.records import Block, Parsed
from tests.hostile.archives import packed, paragraph, word
from tests.knowledge.parse.drawing import drawn, lines


def png(colour: str = "red") -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (40, 40), colour).save(buffer, "PNG")
    return buffer.getvalue()


def book(**more: bytes | str) -> bytes:
    container = (
        '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
        '<rootfile full-path="OEBPS/book.opf"/></rootfiles></container>'
    )
    items = {"two": "text/two.xhtml", "one": "text/one.xhtml", "gone": "text/gone.xhtml"}
    manifest = "".join(f'<item id="{name}" href="{path}"/>' for name, path in items.items())
    root = (
        '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<metadata><dc:title>The long way</dc:title></metadata><manifest>{manifest}"
        '<item id="nav" href="nav.xhtml" properties="nav"/></manifest><spine>'
        '<itemref idref="nav"/><itemref idref="one"/><itemref idref="two"/>'
        '<itemref idref="gone"/></spine></package>'
    )
    one = (
        '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html>'
        '<html xmlns="http://www.w3.org/1999/xhtml"><head><title/></head><body><h1>Début</h1>'
        '<p>First <a id="x"/>page.</p><img src="../pictures/the%20gate.png" alt="A gate"/></body></html>'
    )
    two = "<html><body><h1>End</h1><h2>Thanks</h2><p>Last page.</p></body></html>"
    return packed(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": container,
            "OEBPS/book.opf": root,
            "OEBPS/nav.xhtml": "<html><body><p>Contents</p></body></html>",
            "OEBPS/text/one.xhtml": one,
            "OEBPS/text/two.xhtml": two,
            "OEBPS/pictures/the gate.png": png(),
            **more,
        }
    )


def test_a_book_is_read_in_the_order_of_its_spine() -> None:
    assert parse("way.epub", book()) == Parsed(
        title="The long way",
        blocks=(
            Block("First page.", ("Début",)),
            Block("", ("Début",), picture=png(), picture_name="the gate.png", alt="A gate"),
            Block("Last page.", ("End", "Thanks")),
        ),
        warnings=("chapter 'OEBPS/text/gone.xhtml' is missing or above 20 MB",),
    )


def test_a_book_of_too_many_chapters_says_where_it_was_cut() -> None:
    spine = '<itemref idref="two"/>' * 2_001
    root = f'<package><manifest><item id="two" href="text/two.xhtml"/></manifest><spine>{spine}</spine></package>'
    parsed = parse("way.epub", book(**{"OEBPS/book.opf": root}))
    assert len(parsed.blocks) == 2_000
    assert parsed.warnings == ("chapters after 2000 were left out, so split it",)


def test_a_locked_book_says_so_and_scrambled_fonts_do_not_lock_it() -> None:
    def encryption(method: str) -> str:
        return f'<encryption><EncryptedData><EncryptionMethod Algorithm="{method}"/></EncryptedData></encryption>'

    fonts = encryption("http://www.idpf.org/2008/embedding")
    assert parse("way.epub", book(**{"META-INF/encryption.xml": fonts})).title == "The long way"
    locked = encryption("http://www.w3.org/2001/04/xmlenc#aes128-cbc")
    with pytest.raises(Unreadable, match="protected by a password"):
        parse("way.epub", book(**{"META-INF/encryption.xml": locked}))


def mail() -> email.message.EmailMessage:
    message = email.message.EmailMessage()
    message["From"] = "Ada Sørensen <ada@example.org>"
    message["To"] = "desk@example.org"
    message["Date"] = "Tue, 05 Mar 2024 10:00:00 +0000"
    message["Subject"] = "Störung im Keller"
    return message


HEAD = (
    "Subject: Störung im Keller\nFrom: Ada Sørensen <ada@example.org>\nTo: desk@example.org\n"
    "Date: Tue, 05 Mar 2024 10:00:00 +0000"
)


def test_a_plain_mail_is_its_head_and_its_paragraphs() -> None:
    message = mail()
    message.set_content("Door 4 is stuck.\n\nPlease call.\n", charset="iso-8859-15")
    assert parse("m.eml", message.as_bytes()) == Parsed(
        title="Störung im Keller",
        blocks=(Block(HEAD, atomic=True), Block("Door 4 is stuck."), Block("Please call.")),
    )


def test_of_two_bodies_the_one_with_tables_and_pictures_is_read() -> None:
    message = mail()
    message.set_content("plain copy")
    message.add_alternative(
        '<table><tr><td><p>Layout <img src="cid:a@b" alt="Door 4"></p><table><tr><th>Day</th>'
        "<th>Door</th></tr><tr><td>Monday</td><td>4</td></tr></table></td></tr></table>"
        '<img src="https://tracker.example/x.gif">',
        subtype="html",
    )
    message.get_payload()[1].add_related(
        png(), "image", "png", cid="<a@b>", filename="door.png", disposition="inline"
    )
    assert parse("m.eml", message.as_bytes()) == Parsed(
        title="Störung im Keller",
        blocks=(
            Block(HEAD, atomic=True),
            Block("Layout"),
            Block("", picture=png(), picture_name="door.png", alt="Door 4"),
            Block("Day | Door\nMonday | 4", atomic=True),
        ),
    )


def test_attachments_are_read_below_their_names() -> None:
    inner = mail()
    inner.replace_header("Subject", "Older")
    inner.set_content("Quoted words.")
    message = mail()
    message.set_content("See below.")
    for name, content in (
        ("plan.docx", word(paragraph("Two doors."))),
        ("door.png", png("blue")),
        ("list.csv", b"Door,Key\n4,none\n"),
        ("x.zip", packed({"a.txt": "a"})),
    ):
        message.add_attachment(content, maintype="application", subtype="x", filename=name)
    message.add_attachment(inner)
    parsed = parse("m.eml", message.as_bytes())
    assert [(b.heading, b.text, b.picture) for b in parsed.blocks[1:]] == [
        ((), "See below.", None),
        (("plan.docx",), "Two doors.", None),
        (("door.png",), "", png("blue")),
        (("list.csv",), "Door | Key\n4 | none", None),
        (("Older.eml",), HEAD.replace("Störung im Keller", "Older"), None),
        (("Older.eml",), "Quoted words.", None),
    ]
    assert len(parsed.warnings) == 1
    assert parsed.warnings[0].startswith("the attachment 'x.zip' was left out: ")


def report(canvas: Canvas) -> None:
    lines(canvas, (50, 440, 12, "The wings are compared below, wing by wing and year by year."))
    for at in range(4):
        canvas.rect(95 + 52 * at, 250, 30, 40 + 20 * at, fill=1)
        lines(canvas, (97 + 52 * at, 238, 8, f"Wing {at}"))
    lines(canvas, (50, 215, 9, "Figure 4: Visitors by wing."))


def test_the_words_of_a_figure_in_an_attached_pdf_are_not_lost() -> None:
    message = mail()
    message.set_content("See the report.")
    content = drawn(report, lambda canvas: canvas.drawImage(ImageReader(scan()), 0, 0, 400, 500))
    message.add_attachment(content, "application", "pdf", filename="wings.pdf")
    parsed = parse("m.eml", message.as_bytes())
    assert not any(block.drawn for block in parsed.blocks)
    text = "\n".join(block.text for block in parsed.blocks if block.heading == ("wings.pdf",))
    assert "Figure 4: Visitors by wing." in text
    assert all(f"Wing {at}" in text for at in range(4))
    assert [warning for warning in parsed.warnings if warning.startswith("'wings.pdf': page 2 is")]


def scan() -> Image.Image:
    page = Image.new("RGB", (800, 1000), "white")
    draw = ImageDraw.Draw(page)
    for row in range(20):
        draw.text((60, 60 + 40 * row), "Words of a scanned page " * 4, "black", font_size=22)
    return page


def test_words_around_a_picture_are_all_read() -> None:
    message = mail()
    message.make_mixed()
    for content, kind in (("Before.", "plain"), (png(), "png"), ("After.", "plain")):
        part = email.message.EmailMessage()
        if isinstance(content, str):
            part.set_content(content)
        else:
            part.set_content(content, "image", kind, filename="door.png")
        message.attach(part)
    parsed = parse("m.eml", message.as_bytes())
    assert [(block.heading, block.text) for block in parsed.blocks[1:]] == [
        ((), "Before."),
        ((), "After."),
        (("door.png",), ""),
    ]


def test_bytes_against_the_rules_do_not_spoil_a_mail() -> None:
    raw = b"Subject: caf\xe9 \xff\nTo: <<>>, \xd1@\nDate: never\n\nWords \xe9.\n"
    parsed = parse("m.eml", raw)
    assert parsed.blocks[-1].text.startswith("Words ")
    for block in parsed.blocks:
        block.text.encode()
    parsed.title.encode()
