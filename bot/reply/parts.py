"""The messages of a delivery, and their form on disk.

A part is a text or a card (one cited picture, or an album of up to ten). Its JSON is canonical, so
that equal parts have equal payloads and an edit that changes nothing is recognised.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import orjson

from bot.reply.styled import Entity, Styled, entities

ROWS = ((4, 6), (2, 14))
"""(buttons in a row, longest label in it): a phone shows only the beginning of a longer one."""


@dataclass(frozen=True, slots=True)
class Button:
    """A label and the opaque token that comes back when it is pressed."""

    label: str
    token: str


@dataclass(frozen=True, slots=True)
class Text:
    """One text message."""

    text: str
    entities: tuple[Entity, ...] = ()
    rows: tuple[tuple[Button, ...], ...] = ()

    @classmethod
    def of(cls, styled: Styled, rows: tuple[tuple[Button, ...], ...] = ()) -> "Text":
        """Take over a styled text."""
        return cls(styled.text, entities(styled), rows)


@dataclass(frozen=True, slots=True)
class Card:
    """One picture, as the name of its file in the crops folder, and what is written under it."""

    file: str
    caption: Text


@dataclass(frozen=True, slots=True)
class Album:
    """Pictures that go out together; one alone is an ordinary photo."""

    cards: tuple[Card, ...]


Body = Text | Album


def arranged(buttons: Sequence[Button]) -> tuple[tuple[Button, ...], ...]:
    """Put buttons into rows."""
    longest = max((len(button.label) for button in buttons), default=0)
    width = next((count for count, letters in ROWS if longest <= letters), 1)
    return tuple(tuple(buttons[at : at + width]) for at in range(0, len(buttons), width))


def dumps(body: Body) -> str:
    """Return the canonical form."""
    return orjson.dumps(body).decode()


def loads(payload: str) -> Body:
    """Read what `dumps` wrote."""
    fields = orjson.loads(payload)
    if "cards" in fields:
        cards = (Card(card["file"], _text(card["caption"])) for card in fields["cards"])
        return Album(tuple(cards))
    return _text(fields)


def _text(fields: dict[str, list[dict[str, str | int]]]) -> Text:
    rows = fields["rows"]
    return Text(
        str(fields["text"]),
        tuple(_entity(entity) for entity in fields["entities"]),
        tuple(tuple(_button(button) for button in row) for row in rows),
    )


def _entity(fields: dict[str, str | int]) -> Entity:
    return Entity(
        str(fields["type"]),
        int(fields["offset"]),
        int(fields["length"]),
        str(fields["url"]),
        str(fields["language"]),
    )


def _button(fields: object) -> Button:
    assert isinstance(fields, dict)
    return Button(str(fields["label"]), str(fields["token"]))
