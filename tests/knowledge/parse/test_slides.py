"""Presentations written by python-pptx, and a diagram by hand."""

import io

from PIL import Image
from pptx import Presentation
from pptx.chart.data import CategoryChartData, XyChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

from knowledge.parse import parse
from knowledge.records import Parsed
from tests.hostile.archives import OFFICE, RELATIONS, packed

DRAWN = "http://schemas.openxmlformats.org/drawingml/2006/main"
SHOWN = "http://schemas.openxmlformats.org/presentationml/2006/main"
INCH = Inches(1)


def png() -> io.BytesIO:
    buffer = io.BytesIO()
    Image.new("RGB", (40, 40), "blue").save(buffer, "PNG")
    return io.BytesIO(buffer.getvalue())


def read(deck: Presentation) -> Parsed:
    buffer = io.BytesIO()
    deck.save(buffer)
    return parse("deck.pptx", buffer.getvalue())


def test_a_slide_is_a_page_with_its_title_text_notes_and_pictures() -> None:
    deck = Presentation()
    first = deck.slides.add_slide(deck.slide_layouts[1])
    first.shapes.title.text = "Results of spring"
    frame = first.placeholders[1].text_frame
    frame.text = "More visitors"
    frame.add_paragraph().text = "from abroad"
    frame.paragraphs[1].level = 1
    first.notes_slide.notes_text_frame.text = "Thank the team."
    second = deck.slides.add_slide(deck.slide_layouts[5])
    second.shapes.title.text = "Plan"
    group = second.shapes.add_group_shape().shapes.add_group_shape()
    group.shapes.add_textbox(0, 0, INCH, INCH).text_frame.text = "Inside two groups"
    picture = second.shapes.add_picture(png(), 0, 0)
    picture._element.nvPicPr.cNvPr.set(
        "descr", "The new hall\n\nDescription automatically generated"
    )
    second._element.set("show", "0")
    parsed = read(deck)
    assert (parsed.title, parsed.pages) == ("Results of spring", 2)
    assert parsed.warnings == ("hidden in the presentation: slide 2",)
    assert [(b.page, b.heading, b.text, b.alt) for b in parsed.blocks] == [
        (1, (), "Results of spring", ""),
        (1, (), "- More visitors\n  - from abroad", ""),
        (1, (), "Notes: Thank the team.", ""),
        (2, ("Plan",), "Plan", ""),
        (2, ("Plan",), "Inside two groups", ""),
        (2, ("Plan",), "", "The new hall"),
    ]
    assert parsed.blocks[-1].picture == png().getvalue()


def test_charts_are_tables_of_what_they_show() -> None:
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    data = CategoryChartData(number_format="0%")
    data.categories = ["Q1", "Q2"]
    data.add_series("Berlin", (0.125, 0.25))
    data.add_series("Paris", (0.3, None))
    place = (INCH, INCH, INCH, INCH)
    chart = slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, *place, data).chart
    chart.has_title = True
    chart.chart_title.text_frame.text = "Growth by city"
    chart.value_axis.has_title = True
    chart.value_axis.axis_title.text_frame.text = "per year"
    points = XyChartData()
    points.add_series("Load").add_data_point(1.5, 40)
    slide.shapes.add_chart(XL_CHART_TYPE.XY_SCATTER, *place, points)
    assert [(block.heading, block.text) for block in read(deck).blocks] == [
        (
            (),
            "Chart: Growth by city · per year\n | Berlin | Paris\nQ1 | 13% | 30%\nQ2 | 25%",
        ),
        ((), "Chart\n | Load\n1.5 | 40"),
    ]


def test_categories_of_several_levels_are_named_in_full() -> None:
    deck = Presentation()
    data = CategoryChartData()
    for country, cities in (("Spain", ("Vigo", "Soria")), ("Peru", ("Lima",))):
        outer = data.add_category(country)
        for city in cities:
            outer.add_sub_category(city)
    data.add_series("Desks", (3, 4, 5))
    shapes = deck.slides.add_slide(deck.slide_layouts[6]).shapes
    shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, INCH, INCH, INCH, INCH, data)
    assert [block.text for block in read(deck).blocks] == [
        "Chart\n | Desks\nSpain / Vigo | 3\nSpain / Soria | 4\nPeru / Lima | 5"
    ]


def test_tables_keep_their_rows() -> None:
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    table = slide.shapes.add_table(3, 2, 0, 0, INCH, INCH).table
    for at, text in enumerate(("Floor", "Desk", "2", "12 b", "", "14")):
        table.cell(at // 2, at % 2).text = text
    table.cell(1, 0).merge(table.cell(2, 0))
    assert [b.text for b in read(deck).blocks] == ["Floor | Desk\n2 | 12 b\n2 | 14"]


def test_the_nodes_of_a_diagram_are_a_list_in_their_order() -> None:
    names = {"1": "Boss", "2": "Sales", "3": "Desk", "4": "Shop"}
    nodes = "".join(
        f'<pt modelId="{name}"><t><a:p><a:r><a:t>{text}</a:t></a:r></a:p></t></pt>'
        for name, text in names.items()
    )
    links = "".join(
        f'<cxn modelId="9{above}{below}" srcId="{above}" destId="{below}" srcOrd="{order}"/>'
        for above, below, order in (("0", "1", 0), ("1", "3", 1), ("1", "2", 0), ("2", "4", 0))
    )
    diagram = (
        f'<dataModel xmlns:a="{DRAWN}"><ptLst><pt modelId="0" type="doc"/>{nodes}</ptLst>'
        f"<cxnLst>{links}</cxnLst></dataModel>"
    )
    slide = (
        f'<p:sld xmlns:p="{SHOWN}" xmlns:r="{OFFICE}"><p:cSld><p:spTree><p:graphicFrame>'
        '<relIds r:dm="d" r:lo="l"/></p:graphicFrame></p:spTree></p:cSld></p:sld>'
    )

    def relation(name: str, kind: str, target: str) -> str:
        return (
            f'<Relationships xmlns="{RELATIONS}"><Relationship Id="{name}" '
            f'Type="{OFFICE}/{kind}" Target="{target}"/></Relationships>'
        )

    content = packed(
        {
            "ppt/presentation.xml": f'<p:presentation xmlns:p="{SHOWN}" xmlns:r="{OFFICE}">'
            '<p:sldIdLst><p:sldId id="256" r:id="s"/></p:sldIdLst></p:presentation>',
            "ppt/_rels/presentation.xml.rels": relation("s", "slide", "slides/slide1.xml"),
            "ppt/slides/slide1.xml": slide,
            "ppt/slides/_rels/slide1.xml.rels": relation(
                "d", "diagramData", "../diagrams/data1.xml"
            ),
            "ppt/diagrams/data1.xml": diagram,
        }
    )
    parsed = parse("tree.pptx", content)
    assert [block.text for block in parsed.blocks] == ["- Boss\n  - Sales\n    - Shop\n  - Desk"]
    assert (parsed.title, parsed.blocks[0].heading) == ("tree", ())
