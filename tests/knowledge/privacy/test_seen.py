"""Where private data stands in a picture, by the lines that OCR read."""

from knowledge.privacy import in_picture
from knowledge.records import Box, TextLine


def line(text: str, top: float, right: float) -> TextLine:
    return TextLine(text, Box(0.1, top, right, top + 0.05), 0.9)


def test_a_private_key_is_covered_whole_also_where_a_line_of_it_was_not_read() -> None:
    lines = (
        line("notes", 0.1, 0.2),
        line("-----BEGIN PRIVATE KEY-----", 0.2, 0.5),
        line("MIIEpAIBAAKCAQEAx1s9aB3dE5fG7hI9jK1l", 0.3, 0.9),
        line("nO5pQ7rS9tU1vW3xY5", 0.5, 0.6),
        line("-----END PRIVATE KEY-----", 0.6, 0.5),
        line("more notes", 0.7, 0.3),
    )
    boxes = [seen.box for seen in in_picture(lines, aspect=1.5)]
    assert len(boxes) == 4
    assert [(box.left, box.right) for box in boxes] == [(0.1, 0.9)] * 4
    assert [(box.top, round(box.bottom, 2)) for box in boxes] == [
        (0.2, 0.3),
        (0.3, 0.5),
        (0.5, 0.6),
        (0.6, 0.65),
    ]


def test_a_key_in_a_line_is_covered_and_the_words_before_it_are_not() -> None:
    (seen,) = in_picture((line("the token = 9f8e7d6c5b4a39281706", 0.2, 0.9),), aspect=1.5)
    assert seen.secret == "9f8e7d6c5b4a39281706"
    assert 0.2 < seen.box.left < 0.45
