"""Find the text that stands around a picture: what is about it, and what was said right before it.

Knows the blocks of a document in reading order, and no unit.
"""

from collections.abc import Sequence

from knowledge.records import Block

NEIGHBOUR_CHARACTERS = 500
"""On each side of a picture, and no further than the next picture: what stands beyond is about that one."""

NEAR_CHARACTERS = 300


def text(blocks: Sequence[Block], at: int) -> tuple[str, str, str]:
    """Return what stands around the picture at `at`, directly before it (else after it), and before it.

    All as far as they stand under the same heading and page: most pictures show what was just said.
    """
    before = _beside(blocks[:at][::-1], blocks[at])
    after = _beside(blocks[at + 1 :], blocks[at])
    near = (before or after or [""])[0]
    sides = (
        "\n".join(reversed(before))[-NEIGHBOUR_CHARACTERS:].strip(),
        "\n".join(after)[:NEIGHBOUR_CHARACTERS].strip(),
    )
    return "\n".join(filter(None, sides)), near.strip()[-NEAR_CHARACTERS:], sides[0]


def _beside(near: Sequence[Block], figure: Block) -> list[str]:
    """Return the texts of blocks from the nearest on, up to another picture, heading or page.

    Pictures in a row share the text before the first and after the last of them.
    """
    found: list[str] = []
    for block in near:
        if (block.heading, block.page) != (figure.heading, figure.page):
            break
        if block.picture is not None and found:
            break
        if block.text.strip():
            found.append(block.text)
    return found
