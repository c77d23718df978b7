"""Workbooks written by openpyxl, and tables with commas and tabs."""

import io
from datetime import date, datetime, time

import pytest
from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image as SheetImage
from PIL import Image

from knowledge.parse import parse
from knowledge.records import Parsed


def read(workbook: Workbook) -> Parsed:
    buffer = io.BytesIO()
    workbook.save(buffer)
    return parse("report.xlsx", buffer.getvalue())


def test_each_sheet_is_a_heading_and_repeats_its_columns() -> None:
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = "Assets"
    sheet.append(["Serial number", "Bought", "Price"])
    for number in range(100):
        sheet.append([f"NL-{number}", date(2024, 3, 1 + number % 28), 1000.5 + number])
    for row in sheet.iter_rows(min_row=2):
        row[1].number_format, row[2].number_format = "dd/mm/yyyy", "#,##0.00 €"
    hidden = workbook.create_sheet("Salaries")
    hidden.sheet_state = "hidden"
    hidden.append(["Name", "Paid"])
    hidden.append(["Ada", True])
    parsed = read(workbook)
    assert parsed.title == "report"
    assets = [block for block in parsed.blocks if block.heading == ("Assets",)]
    assert len(assets) > 3
    assert all(block.atomic for block in assets)
    assert all(block.text.startswith("Serial number | Bought | Price\nNL-") for block in assets)
    rows = [line for block in assets for line in block.text.split("\n")[1:]]
    assert len(rows) == 100
    assert rows[30] == "NL-30 | 03/03/2024 | 1,030.50 €"
    assert [(b.heading, b.text) for b in parsed.blocks[len(assets) :]] == [
        (("Salaries (hidden sheet)",), "Name | Paid\nAda | TRUE")
    ]


def test_titles_gaps_and_merged_cells_do_not_tear_names_from_values() -> None:
    workbook = Workbook()
    sheet = workbook.active
    sheet["A1"] = "Sales of the year"
    sheet.merge_cells("A1:E1")
    for row in (
        ["City", "2023", None, "2024", None],
        [None, "Q1", "Q2", "Q1", "Q2"],
        ["Berlin", 1, 2, 3, 4],
        [None, 5, 6, 7, 8],
        [],
        ["Paris", 9, 10, 11, 12],
    ):
        sheet.append(row)
    for place in ("A2:A3", "B2:C2", "D2:E2", "A4:A5"):
        sheet.merge_cells(place)
    assert [block.text for block in read(workbook).blocks] == [
        "Sales of the year",
        "City | 2023 Q1 | 2023 Q2 | 2024 Q1 | 2024 Q2\nBerlin | 1 | 2 | 3 | 4\nBerlin | 5 | 6 | 7 | 8",
        "City | 2023 Q1 | 2023 Q2 | 2024 Q1 | 2024 Q2\nParis | 9 | 10 | 11 | 12",
    ]


def test_charts_pictures_and_comments_of_a_sheet_are_found() -> None:
    buffer = io.BytesIO()
    Image.new("RGB", (40, 40), "green").save(buffer, "PNG")
    picture = buffer.getvalue()
    workbook = Workbook()
    sheet = workbook.active
    sheet.append(["Month", "Visits"])
    sheet.append(["May", 30])
    sheet["B2"].comment = Comment("Counted by hand", "Ada")
    chart = BarChart()
    chart.title = "Visits by month"
    # openpyxl keeps no copy of the values with the chart.
    chart.add_data(Reference(sheet, min_col=2, min_row=1, max_row=2), titles_from_data=True)
    chart.set_categories(Reference(sheet, min_col=1, min_row=2, max_row=2))
    sheet.add_chart(chart, "D2")
    sheet.add_image(SheetImage(buffer), "H2")
    blocks = read(workbook).blocks
    assert [block.text for block in blocks if block.picture is None] == [
        "Month | Visits\nMay | 30",
        "Chart: Visits by month\n | Visits\nMay | 30",
        "Comment on B2: Counted by hand",
    ]
    assert [block.picture for block in blocks if block.picture] == [picture]


@pytest.mark.parametrize(
    ("value", "code", "seen"),
    [
        (0.125, "0%", "13%"),
        (1234567.891, "#,##0.00", "1,234,567.89"),
        (-5, "#,##0;(#,##0)", "(5)"),
        (12.5, '"€"#,##0.00', "€12.50"),
        (12, "[$£-809]#,##0", "£12"),
        (3, '0.00" kg"', "3.00 kg"),
        (7, "000", "007"),
        (1_500_000, '0.0,,"M"', "1.5M"),
        (0.1 + 0.2, "General", "0.3"),
        (datetime(2024, 3, 5, 14, 7), "d mmm yyyy h:mm AM/PM", "5 Mar 2024 2:07 PM"),
        (datetime(2024, 3, 5, 14, 7, 9), "hh:mm:ss", "14:07:09"),
        (date(2024, 3, 5), "mm-dd-yy", "2024-03-05"),
        (date(2024, 3, 5), 'yyyy"年"m"月"d"日"', "2024年3月5日"),
        (time(9, 30), "h:mm", "09:30:00"),
        (True, "General", "TRUE"),
        ("#N/A", "General", "#N/A"),
    ],
)
def test_values_read_as_they_are_shown(value: object, code: str, seen: str) -> None:
    workbook = Workbook()
    sheet = workbook.active
    sheet.append(["Name", "Value"])
    sheet.append(["x", value])
    sheet["B2"].number_format = code
    assert [block.text for block in read(workbook).blocks] == [f"Name | Value\nx | {seen}"]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_separated_values_repeat_their_columns(separator: str) -> None:
    lines = [separator.join(("Name", "City", "Note"))]
    lines += [separator.join((f"person {n}", f'"Aa{separator}ch"', f"no. {n}")) for n in range(90)]
    blocks = parse("people.csv", "\r\n".join(lines).encode("utf-16")).blocks
    assert len(blocks) > 2
    assert all(block.text.startswith("Name | City | Note\nperson ") for block in blocks)
    rows = [line for block in blocks for line in block.text.split("\n")[1:]]
    seen = separator if separator != "\t" else " "
    assert rows == [f"person {n} | Aa{seen}ch | no. {n}" for n in range(90)]


def test_rows_as_wide_as_a_page_are_records_with_named_values() -> None:
    names = [f"field {n}" for n in range(60)]
    row = [f"some longer value of number {n}" for n in range(60)]
    parsed = parse("wide.csv", "\n".join(",".join(line) for line in (names, row)).encode())
    lines = parsed.blocks[0].text.split("\n")
    assert lines[0] == "field 0: some longer value of number 0"
    assert lines[59] == "field 59: some longer value of number 59"
