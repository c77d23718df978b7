"""Word files written by python-docx, and by hand where it cannot."""

import io

import docx
from docx.document import Document
from PIL import Image

from knowledge.parse import parse
from knowledge.records import Block, Parsed
from tests.hostile.archives import OFFICE, RELATIONS, WORD, paragraph, word


def png() -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (40, 40), "red").save(buffer, "PNG")
    return buffer.getvalue()


def saved(document: Document) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def texts(parsed: Parsed) -> list[str]:
    return [block.text for block in parsed.blocks if block.picture is None]


def test_headings_lists_tables_and_pictures_stand_in_reading_order() -> None:
    document = docx.Document()
    document.add_heading("Ops handbook", 0)
    document.add_paragraph("Who to call.")
    document.add_heading("Backups", 1)
    for text, style in (
        ("disk", "Bullet"),
        ("tape", "Bullet"),
        ("stop", "Number"),
        ("copy", "Number"),
    ):
        document.add_paragraph(text, style=f"List {style}")
    document.add_picture(io.BytesIO(png()))
    document.inline_shapes[0]._inline.docPr.set("descr", "Both rooms")
    document.add_paragraph("Figure 1. The plan", style="Caption")
    document.add_heading("Ports", 2)
    document.add_paragraph("Table 1. Open ports", style="Caption")
    table = document.add_table(2, 2)
    for at, text in enumerate(("Port", "Use", "22", "ssh")):
        table.cell(at // 2, at % 2).text = text
    document.add_paragraph("No others.")
    assert parse("ops.docx", saved(document)) == Parsed(
        title="Ops handbook",
        blocks=(
            Block("Who to call."),
            Block("- disk\n- tape\n1. stop\n2. copy", ("Backups",), atomic=True),
            Block(
                "",
                ("Backups",),
                picture=png(),
                picture_name="image1.png",
                alt="Both rooms",
                caption="Figure 1. The plan",
            ),
            Block("Table 1. Open ports\nPort | Use\n22 | ssh", ("Backups", "Ports"), atomic=True),
            Block("No others.", ("Backups", "Ports")),
        ),
    )


def test_a_long_table_names_its_columns_in_every_part() -> None:
    document = docx.Document()
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Serial number", "Owner"
    for number in range(120):
        cells = table.add_row().cells
        cells[0].text, cells[1].text = f"NL-{number:05}", f"person {number}"
    blocks = parse("assets.docx", saved(document)).blocks
    assert len(blocks) > 3
    assert all(block.text.startswith("Serial number | Owner\n") for block in blocks)
    rows = [line for block in blocks for line in block.text.split("\n")[1:]]
    assert rows == [f"NL-{number:05} | person {number}" for number in range(120)]


def test_merged_cells_speak_for_every_row_they_cover() -> None:
    document = docx.Document()
    table = document.add_table(3, 3)
    for at, text in enumerate(("Room", "Port", "Use", "", "22", "ssh", "", "80", "web")):
        table.cell(at // 3, at % 3).text = text
    table.cell(1, 0).merge(table.cell(2, 0)).text = "Cellar"
    assert texts(parse("m.docx", saved(document))) == [
        "Room | Port | Use\nCellar | 22 | ssh\nCellar | 80 | web"
    ]


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def test_what_is_seen_is_read_and_what_is_not_is_not() -> None:
    body = (
        f"<w:p>{run('Kept, ')}<w:ins>{run('added, ')}</w:ins><w:del>{run('deleted, ')}</w:del>"
        f"<w:hyperlink>{run('linked')}</w:hyperlink>{run('hidden', '<w:vanish/>')}.</w:p>"
        f"<w:sdt><w:sdtContent>{paragraph('In a form.')}</w:sdtContent></w:sdt>"
        "<w:p><mc:AlternateContent xmlns:mc='urn:mc'><mc:Choice><w:r><w:drawing><w:txbxContent>"
        f"{paragraph('In a box.')}</w:txbxContent></w:drawing></w:r></mc:Choice><mc:Fallback>"
        f"<w:r><w:pict><w:txbxContent>{paragraph('In a box.')}</w:txbxContent></w:pict></w:r>"
        "</mc:Fallback></mc:AlternateContent></w:p>"
    )
    assert texts(parse("seen.docx", word(body))) == [
        "Kept, added, linked",
        "In a form.",
        "In a box.",
    ]


def test_notes_stand_after_the_paragraph_that_calls_them() -> None:
    notes = (
        f'<w:footnotes xmlns:w="{WORD}"><w:footnote w:id="0" w:type="separator"/>'
        f'<w:footnote w:id="2">{paragraph("Since 2019.")}</w:footnote></w:footnotes>'
    )
    relation = (
        f'<Relationships xmlns="{RELATIONS}"><Relationship Id="n" '
        f'Type="{OFFICE}/footnotes" Target="footnotes.xml"/></Relationships>'
    )
    called = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    content = word(
        f"<w:p>{run('Two sites')}{called}{run(' exist.')}</w:p>" + paragraph("Next."),
        **{"word/footnotes.xml": notes, "word/_rels/document.xml.rels": relation},
    )
    assert texts(parse("notes.docx", content)) == [
        "Two sites[2] exist.",
        "[2] Since 2019.",
        "Next.",
    ]


def test_numbered_headings_keep_their_numbers() -> None:
    levels = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for at, form, text in ((0, "decimal", "%1"), (1, "lowerLetter", "%1.%2)"))
    )
    numbering = (
        f'<w:numbering xmlns:w="{WORD}"><w:abstractNum w:abstractNumId="7">{levels}'
        '</w:abstractNum><w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num></w:numbering>'
    )
    relation = (
        f'<Relationships xmlns="{RELATIONS}"><Relationship Id="n" '
        f'Type="{OFFICE}/numbering" Target="numbering.xml"/></Relationships>'
    )

    def heading(text: str, level: int) -> str:
        number = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="3"/></w:numPr>'
        return f'<w:p><w:pPr>{number}<w:outlineLvl w:val="{level}"/></w:pPr>{run(text)}</w:p>'

    body = heading("Start", 0) + heading("Deep", 1) + heading("Deeper", 1) + heading("End", 0)
    content = word(
        body.replace("</w:p>", "</w:p>" + paragraph("x")),
        **{"word/numbering.xml": numbering, "word/_rels/document.xml.rels": relation},
    )
    assert [block.heading for block in parse("n.docx", content).blocks] == [
        (),
        ("1.a) Deep",),
        ("1.b) Deeper",),
        ("2 End",),
    ]
