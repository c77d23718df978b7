"""Drawings with captions in English and Chinese: scenes, charts, diagrams, tables and dialogs.

    subject, seed -> PNG

A subject is what is drawn and said; its attributes (kind, colour, count, place, direction) compose, so that
no single word tells two subjects apart. The seed chooses everything that no caption names: size, paper, font,
position, shade, stroke and noise. Words in a drawing are drawn from a list that names none of it.
"""

import random
from collections.abc import Iterator, Sequence

from tests.drawn import charts, diagrams, dialogs, scenes
from tests.drawn.canvas import Canvas
from tests.drawn.subject import Subject

KINDS = {
    "circles": "圆形",
    "squares": "正方形",
    "triangles": "三角形",
    "stars": "星形",
    "bar chart": "柱状图",
    "line chart": "折线图",
    "pie chart": "饼图",
    "flow diagram": "流程图",
    "tree diagram": "树状图",
    "error dialog": "错误对话框",
    "warning dialog": "警告对话框",
    "question dialog": "询问对话框",
}
"""The twelve classes of the zero-shot measurement, in both languages."""

STRANGERS = ("scatter plot", "table")
"""Kinds that are drawn and learned too, and are none of the twelve."""

__all__ = ["KINDS", "STRANGERS", "Subject", "draw", "drawings", "subjects"]


def subjects() -> list[Subject]:
    """Return every subject, in an order that never changes."""
    return [*scenes.subjects(), *charts.subjects(), *diagrams.subjects(), *dialogs.subjects()]


def draw(subject: Subject, seed: int) -> bytes:
    """Draw `subject` as a PNG of 150 to 260 pixels a side; another seed gives another drawing."""
    canvas = Canvas(random.Random(f"{seed} {subject.caption}"), dark=subject.dark)
    subject.paint(canvas)
    return canvas.encoded()


def drawings(chosen: Sequence[Subject], count: int, seed: int) -> Iterator[tuple[Subject, bytes]]:
    """Draw `count` pictures of `chosen`, each as often as the others; no two calls' seeds share one."""
    for number in range(count):
        subject = chosen[number % len(chosen)]
        yield subject, draw(subject, seed * 1_000_003 + number)
