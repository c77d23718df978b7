"""Office files, books and mails made to hurt: a clear report each, within the limits, and nothing outside."""

import email.message
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge import KnowledgeBase
from knowledge.errors import Unreadable
from knowledge.parse.outline import MOST_BLOCKS
from knowledge.vision.eyes import Eyes
from tests.hostile import archives
from tests.knowledge.fakes import WordEmbedder

REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "flat.docx": (archives.flat_bomb, "unpacks to far more"),
    "entries.docx": (archives.many_entries, "unpacks to far more"),
    "directory.docx": (archives.endless_directory, "unpacks to far more"),
    "overlapping.docx": (archives.overlapping, "unpacks to far more"),
    "lying.docx": (archives.lying_size, "damaged"),
    "laughs.docx": (archives.laughs, "declares XML entities"),
    "laughs16.docx": (lambda: archives.laughs("utf-16"), "declares XML entities"),
    "outside.docx": (lambda: archives.outside_entity("/etc/passwd"), "declares XML entities"),
    "nested.zip": (archives.nested, "another kind of office file; save it as Markdown"),
    "cut.docx": (lambda: archives.word(archives.paragraph("x"))[:200], "damaged"),
    "broken.docx": (lambda: archives.packed({"word/document.xml": "<w:p>"}), "damaged"),
    "program.docx": (lambda: b"MZ\x90\0" + bytes(9_000), "not text"),
    "old.doc": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(900), "old kind; save it as"),
    "locked.xlsx": (
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
        "protected by a password",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_each_is_refused_in_one_sentence_within_seconds(eyes: Eyes, name: str) -> None:
    make, reason = REFUSED[name]
    content = make()
    assert len(content) < 3_000_000
    started = time.monotonic()
    with pytest.raises(Unreadable, match=reason) as caught:
        eyes.parse(name, content)
    assert time.monotonic() - started < 10
    assert ";" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_the_right_bytes_under_a_wrong_name_are_read(eyes: Eyes) -> None:
    content = archives.word(archives.paragraph("Every night at two."))
    for name in ("backup.txt", "backup.pdf", "backup.png", "backup"):
        assert [block.text for block in eyes.parse(name, content).blocks] == ["Every night at two."]


def test_a_document_of_100_000_paragraphs_is_read_up_to_the_limit(eyes: Eyes) -> None:
    body = "".join(archives.paragraph(f"Line {n}") for n in range(max(100_000, MOST_BLOCKS + 9)))
    parsed = eyes.parse("long.docx", archives.word(body))
    assert len(parsed.blocks) == MOST_BLOCKS
    assert parsed.blocks[-1].text == f"Line {MOST_BLOCKS - 1}"
    assert parsed.warnings == (
        "it is very long; what lies beyond the limit was left out, so split it",
    )


def test_a_sheet_of_200_000_rows_is_read_up_to_the_limit(eyes: Eyes) -> None:
    row = '<row r="{0}"><c r="A{0}"><v>{0}</v></c><c r="B{0}"><v>7</v></c></row>'
    rows = "".join(row.format(n) for n in range(1, 200_001))
    content = archives.workbook(rows)
    parsed = eyes.parse("long.xlsx", content)
    assert "50000 | 7" in parsed.blocks[-1].text
    assert parsed.warnings == ("what follows row 50000 of sheet 'Data' was left out, so split it",)


def test_a_lone_cell_in_the_last_corner_is_no_sheet_of_that_size(eyes: Eyes) -> None:
    rows = (
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>'
        '<row r="1048576"><c r="XFD1048576"><v>3</v></c></row>'
    )
    started = time.monotonic()
    parsed = eyes.parse("corner.xlsx", archives.workbook(rows))
    assert time.monotonic() - started < 20
    assert parsed.blocks[0].text == "1 | 2"


def test_paths_that_lead_out_lead_nowhere(eyes: Eyes, tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    relations = (
        f'<Relationships xmlns="{archives.RELATIONS}">'
        f'<Relationship Id="a" Type="{archives.OFFICE}/image" Target="../../../secret.png"/>'
        f'<Relationship Id="b" Type="{archives.OFFICE}/image" Target="file://{tmp_path}/secret.png"'
        ' TargetMode="External"/>'
        f'<Relationship Id="c" Type="{archives.OFFICE}/image" Target="http://127.0.0.1:9/x.png"'
        ' TargetMode="External"/></Relationships>'
    )
    shown = "".join(
        f'<w:p><w:r><w:drawing><blip r:embed="{one}" r:link="{one}"/></w:drawing></w:r></w:p>'
        for one in "abc"
    )
    content = archives.word(
        shown + archives.paragraph("Words."),
        **{
            "word/_rels/document.xml.rels": relations,
            "../../escaped.txt": "out",
            "/absolute.txt": "out",
        },
    )
    parsed = eyes.parse("docs/paths.docx", content, tmp_path)
    assert [(block.text, block.picture) for block in parsed.blocks] == [("Words.", None)]
    assert parsed.warnings == ("picture 'secret.png' is missing or above 20 MB",)
    assert [path.name for path in tmp_path.rglob("*")] == ["secret.png"]


def test_macros_lie_unread(eyes: Eyes) -> None:
    content = archives.word(
        archives.paragraph("Visible."), **{"word/vbaProject.bin": b"Shell('rm -rf /')"}
    )
    assert [block.text for block in eyes.parse("m.docm", content).blocks] == ["Visible."]


def test_styles_and_tables_in_circles_end(eyes: Eyes) -> None:
    styles = (
        f'<w:styles xmlns:w="{archives.WORD}"><w:style w:styleId="a"><w:basedOn w:val="b"/></w:style>'
        '<w:style w:styleId="b"><w:basedOn w:val="a"/></w:style></w:styles>'
    )
    relation = (
        f'<Relationships xmlns="{archives.RELATIONS}"><Relationship Id="s" '
        f'Type="{archives.OFFICE}/styles" Target="styles.xml"/></Relationships>'
    )
    table = (
        "<w:tbl><w:tr><w:tc>" * 2_000
        + archives.paragraph("deep")
        + "</w:tc></w:tr></w:tbl>" * 2_000
    )
    body = '<w:p><w:pPr><w:pStyle w:val="a"/></w:pPr><w:r><w:t>Words.</w:t></w:r></w:p>' + table
    content = archives.word(
        body, **{"word/styles.xml": styles, "word/_rels/document.xml.rels": relation}
    )
    parsed = eyes.parse("circle.docx", content)
    assert [block.text for block in parsed.blocks] == ["Words.", "deep"]


def test_mails_within_mails_end_at_a_depth(eyes: Eyes) -> None:
    mail = email.message.EmailMessage()
    mail["Subject"] = "Innermost"
    mail.set_content("deepest words")
    for number in range(30):
        outer = email.message.EmailMessage()
        outer["Subject"] = f"Layer {number}"
        outer.set_content(f"words {number}")
        outer.add_attachment(mail)
        mail = outer
    parsed = eyes.parse("layers.eml", mail.as_bytes())
    text = "\n".join(block.text for block in parsed.blocks)
    assert "words 29" in text
    assert "words 27" in text
    assert "words 20" not in text
    assert any("too many mails deep" in warning for warning in parsed.warnings)


def test_a_bomb_in_a_mail_spoils_nothing_else(eyes: Eyes) -> None:
    mail = email.message.EmailMessage()
    mail["Subject"] = "Report"
    mail.set_content("See the files.")
    for name, content in (("b.docx", archives.overlapping()), ("n.md", b"# Note\n\nFine.")):
        mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    parsed = eyes.parse("report.eml", mail.as_bytes())
    assert [block.text for block in parsed.blocks] == ["Subject: Report", "See the files.", "Fine."]
    assert [warning.split(":")[0] for warning in parsed.warnings] == [
        "the attachment 'b.docx' was left out"
    ]


def test_a_playlist_under_a_videos_name_opens_nothing(eyes: Eyes, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("The password is swordfish.")
    playlist = f"#EXTM3U\n#EXTINF:1,\nfile://{tmp_path}/secret.txt\n#EXT-X-ENDLIST\n"
    parsed = eyes.parse("clip.mp4", playlist.encode())
    assert "swordfish" not in "".join(block.text for block in parsed.blocks)
    for start in (b"\0\0\0\x18ftypisom", b"\x1a\x45\xdf\xa3"):
        with pytest.raises(Unreadable, match="holds no pictures; save it again"):
            eyes.parse("clip.mp4", start + playlist.encode())


def test_the_rest_of_a_folder_is_learned_all_the_same(eyes: Eyes, tmp_path: Path) -> None:
    folder = tmp_path / "docs"
    folder.mkdir()
    for name, (make, _) in REFUSED.items():
        (folder / name).write_bytes(make())
    (folder / "good.md").write_text("# Backups\n\nEvery night at two.\n")
    (folder / "good.docx").write_bytes(archives.word(archives.paragraph("Ask the desk.")))
    base = KnowledgeBase(tmp_path / "home", eyes, embedder=WordEmbedder())
    try:
        report = base.learn([folder], "team")
    finally:
        base.close()
    assert sorted(report.added) == ["good.docx", "good.md"]
    learnable = {name for name in REFUSED if not name.endswith((".zip", ".doc"))}
    assert {name for name, _ in report.failed} == learnable
    assert all(";" in reason and "\n" not in reason for _, reason in report.failed)
    assert {path.name for path in tmp_path.iterdir()} == {"docs", "home"}
    assert {path.name for path in folder.iterdir()} == {*REFUSED, "good.md", "good.docx"}
