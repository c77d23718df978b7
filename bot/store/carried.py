"""Read the pictures that a group banned as they are kept, so that another group can be given them.

What rests stays here: it hit regulars, and nobody said yet who was right.
"""

from dataclasses import dataclass

from bot.store.database import Database


@dataclass(frozen=True, slots=True)
class CarriedPrint:
    """What one picture, or one still, is known by, in bytes."""

    codes: bytes
    """Hashes of 32 bytes each."""
    quality: int
    width: int
    height: int
    features: bytes
    model: str
    vector: bytes
    waiting: bytes | None = None
    """The picture itself, where its print is still to be taken; the rest is empty then."""


@dataclass(frozen=True, slots=True)
class Carried:
    """One ban: a picture or a clip."""

    words: str
    note: str
    by: int
    at: int
    prints: tuple[CarriedPrint, ...]


def carried(database: Database, chat_id: int) -> tuple[Carried, ...]:
    """Return the bans of a group that hold, oldest first."""
    bans = database.rows(
        "SELECT id, words, note, added_by, added_at FROM banned"
        " WHERE chat_id = ? AND paused_at IS NULL ORDER BY id",
        (chat_id,),
    )
    return tuple(
        Carried(
            row["words"], row["note"], row["added_by"], row["added_at"], _of(database, row["id"])
        )
        for row in bans
    )


def _of(database: Database, number: int) -> tuple[CarriedPrint, ...]:
    rows = database.rows(
        "SELECT codes, quality, width, height, features, model, vector, waiting FROM prints"
        " WHERE banned_id = ? ORDER BY position",
        (number,),
    )
    return tuple(CarriedPrint(*row) for row in rows)
