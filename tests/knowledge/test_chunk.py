"""Cutting documents: structure is kept, sizes are bounded, ids survive edits."""

from knowledge import chunk, tear
from knowledge.records import Block, Box, Kind, Parsed, TextLine, Unit


def words(text: str) -> int:
    return len(text.split())


def cut(*blocks: Block, name: str = "a.md") -> chunk.Pieces:
    return chunk.cut(name, Parsed("A", blocks), words)


def sentence(number: int, length: int = 20) -> str:
    return f"Sentence {number} " + " ".join(["word"] * (length - 3)) + " ends."


def test_a_unit_never_spans_two_headings_or_two_pages() -> None:
    pieces = cut(
        Block("one", ("H1",), 1),
        Block("two", ("H1",), 2),
        Block("three", ("H2",), 2),
        Block("four", ("H2",), 2),
    )
    assert [(unit.heading, unit.page, unit.text) for unit in pieces.texts] == [
        (("H1",), 1, "one"),
        (("H1",), 2, "two"),
        (("H2",), 2, "three\n\nfour"),
    ]


def test_short_sections_of_a_page_that_begin_with_their_heading_are_one_unit() -> None:
    long = sentence(1, 100)
    pieces = cut(
        Block("Tools\nA list.", ("House", "Tools"), 3),
        Block("Keys\nAnother list.", ("House", "Keys"), 3),
        Block(f"Doors\n{long}", ("House", "Doors"), 3),
        Block(f"Walls\n{long}", ("House", "Walls"), 3),
        Block("Roof\nOne word.", ("House", "Roof"), 4),
    )
    assert [(unit.heading, unit.page, words(unit.text)) for unit in pieces.texts] == [
        (("House",), 3, 3 + 3 + 101),
        (("House", "Walls"), 3, 101),
        (("House", "Roof"), 4, 3),
    ]


def test_sizes_stay_near_the_target_and_no_word_is_lost() -> None:
    blocks = [
        Block(" ".join(sentence(n) for n in range(part * 40, part * 40 + 40))) for part in range(4)
    ]
    pieces = cut(*blocks)
    assert all(words(unit.text) <= tear.TARGET_TOKENS + chunk.CRUMB_TOKENS for unit in pieces.texts)
    assert " ".join(" ".join(unit.text for unit in pieces.texts).split()) == " ".join(
        " ".join(block.text for block in blocks).split()
    )


def test_what_is_torn_reads_as_it_was_written() -> None:
    written = "Version 3.14 is at example.com/a.html, e.g. today.  Read on!\n它在这里。那里没有。"
    pieces = cut(Block("\n".join([written] * 60)))
    assert len(pieces.texts) > 2
    for unit in pieces.texts:
        assert unit.text in "\n".join([written] * 60)
        assert unit.text.startswith(("Version 3.14", "Read on!", "它在", "那里"))


def test_many_short_lines_fill_units_and_no_more() -> None:
    pieces = cut(*(Block(f"line {n}") for n in range(500)))
    sizes = [words(unit.text) for unit in pieces.texts]
    assert max(sizes) <= tear.TARGET_TOKENS + chunk.CRUMB_TOKENS
    assert sum(sizes) == 1000


def test_a_table_stays_whole_until_it_alone_is_too_long() -> None:
    row = "| cell " * 10
    whole = "\n".join([row] * 15)
    pieces = cut(Block("Before. " * 100), Block(whole, atomic=True))
    assert pieces.texts[-1].text == whole.strip()
    long = "\n".join(f"{row}{n}" for n in range(200))
    parts = cut(Block(long, atomic=True)).texts
    assert len(parts) > 1
    first, *others = [part.text.split("\n") for part in parts]
    # Every part begins with the row that names the columns.
    assert {rows[0] for rows in others} == {first[0]}
    assert "\n".join([*first, *(row for rows in others for row in rows[1:])]) == long


def test_a_table_of_a_page_is_a_unit_of_its_own_below_its_caption() -> None:
    rows = "\n".join(f"Item {number} | {number * 7} pieces" for number in range(30))
    place = Box(0.1, 0.3, 0.9, 0.6)
    pieces = cut(
        Block("What is in the store.", page=1, box=Box(0.1, 0.1, 0.9, 0.2)),
        Block(rows, page=1, atomic=True, box=place, caption="Table 2: Stock"),
        Block("What was sold.", page=1, box=Box(0.1, 0.7, 0.9, 0.8)),
    )
    assert [unit.text for unit in pieces.texts] == [
        "What is in the store.",
        f"Table 2: Stock\n{rows}",
        "What was sold.",
    ]
    assert pieces.texts[1].box == place


def test_a_text_without_spaces_or_lines_is_still_cut() -> None:
    pieces = chunk.cut("a.md", Parsed("A", (Block("深" * 3000),)), len)
    assert max(len(unit.text) for unit in pieces.texts) <= tear.MAX_TOKENS
    assert sum(len(unit.text) for unit in pieces.texts) == 3000


def test_ids_survive_an_edit_elsewhere_and_tell_repetitions_apart() -> None:
    before = cut(Block("alpha", ("H",)), Block("same", ("I",)), Block("omega", ("Z",)))
    after = cut(
        Block("new", ("G",)), Block("alpha", ("H",)), Block("same", ("I",)), Block("omega", ("Z",))
    )
    assert {unit.id for unit in before.texts} < {unit.id for unit in after.texts}
    twice = cut(Block("same", ("H",), 1), Block("same", ("H",), 2))
    assert len({unit.id for unit in twice.texts}) == 2
    assert cut(Block("alpha"), name="b.md").texts[0].id != cut(Block("alpha")).texts[0].id


def test_editing_a_paragraph_of_a_long_section_hardly_ever_changes_an_id() -> None:
    paragraphs = [
        " ".join(sentence(100 * at + n, 6 + (at * 7 + n) % 11) for n in range(2 + at % 5))
        for at in range(120)
    ]
    before = cut(*(Block(text, ("H",)) for text in paragraphs)).texts
    moved = []
    for at in range(0, 120, 3):
        edited = [*paragraphs]
        edited[at] = f"{edited[at]} One more remark, made later."
        after = cut(*(Block(text, ("H",)) for text in edited)).texts
        moved.append(len({unit.id for unit in after} - {unit.id for unit in before}))
    assert len(before) > 20
    assert moved.count(0) >= 0.7 * len(moved)
    # Where an edit moves the end of a unit, the ends behind it are soon the old ones again.
    assert sum(moved) <= len(moved)


def test_an_edit_changes_no_id_of_another_section() -> None:
    blocks = [
        Block(" ".join(sentence(10 * at + n) for n in range(5)), (f"Section {at // 9}",))
        for at in range(90)
    ]
    before = cut(*blocks).texts
    blocks[40] = Block("Something else.", blocks[40].heading)
    after = cut(*blocks).texts
    other = {unit.id for unit in before if unit.heading != blocks[40].heading}
    assert other == {unit.id for unit in after if unit.heading != blocks[40].heading}


def test_a_figure_knows_what_stands_around_it_under_its_heading() -> None:
    pieces = cut(
        Block("far away", ("G",)),
        Block("before it", ("H",)),
        Block("", ("H",), picture=b"x", alt="a plan"),
        Block("after it", ("H",)),
        Block("another section", ("I",)),
    )
    assert [figure.neighbours for figure in pieces.figures] == ["before it\nafter it"]
    assert [figure.before for figure in pieces.figures] == ["before it"]
    assert [unit.position for unit in pieces.texts] == [0, 1, 3]
    assert pieces.figures[0].position == 2


def test_the_meaning_of_a_picture_is_what_was_said_up_to_it_or_else_what_is_written_in_it() -> None:
    def embedded(**fields: str) -> str:
        unit = Unit("id", "a.md", Kind.PICTURE, "", ("H",), fields=fields)
        return chunk.embedded_text("A", unit)

    written = "File Edit View Help " * 40
    told = "The dialog lists every device that has asked for an address. " * 2
    around = {
        "before": told,
        "neighbours": f"{told}\nThe next picture shows another.",
        "ocr": written,
    }
    assert embedded(**around) == f"A > H\n{told}"
    assert embedded(alt="A dialog of the router", ocr=written) == "A > H\nA dialog of the router"
    assert embedded(alt="Figure 3", ocr="lease expired") == "A > H\nFigure 3\nlease expired"
    assert embedded(file_name="lease IMG 20240511", ocr="x") == "A > H\nlease IMG\nx"
    assert embedded(neighbours="below it", ocr="lease") == "A > H\nbelow it\nlease"


def test_a_unit_of_a_pdf_knows_where_it_stands_on_the_page() -> None:
    first = TextLine("one", Box(0.1, 0.1, 0.5, 0.2))
    block = Block("one\ntwo", page=1, lines=(first, TextLine("two", Box(0.1, 0.3, 0.9, 0.4))))
    assert cut(block).texts[0].box == Box(0.1, 0.1, 0.9, 0.4)


def test_pages_hold_all_their_text() -> None:
    parsed = Parsed(
        "A", (Block("one", page=1), Block("two", page=1), Block("three", page=3)), pages=3
    )
    pages = chunk.pages("a.pdf", parsed, "f" * 64, 10)
    assert [(unit.kind, unit.page, unit.text, unit.position) for unit in pages] == [
        (Kind.PAGE, 1, "one\ntwo", 10),
        (Kind.PAGE, 2, "", 11),
        (Kind.PAGE, 3, "three", 12),
    ]
