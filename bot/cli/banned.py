"""Write banned pictures as lines of JSON and read them back: hashes (PDQ), local features, vectors; no picture.

A line is `{"banned": [{"pdq": [HEX...], "quality", "size", "features", "model", "vector"}...], "words", "note"}`,
bytes as base64; a clip has an entry for each of its stills. Other banks of PDQ can read the hashes.
"""

import base64
from collections.abc import Iterable
from typing import Annotated

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from bot.store.banned import Taken, loaded
from bot.store.carried import Carried, CarriedPrint
from knowledge.bank.words import Fingerprint
from knowledge.vision.features import WORDS, Features
from knowledge.vision.prints import Print

LONGEST = 1_000
"""Stills of a clip and floats of a vector: several times what this bot keeps itself."""

Pdq = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class _Print(BaseModel):
    """What one picture is known by; too plain a one, which everybody's would match, is refused."""

    model_config = ConfigDict(strict=True)

    pdq: list[Pdq] = Field(min_length=1, max_length=8)
    quality: int = Field(ge=50, le=100)
    size: list[Annotated[int, Field(ge=1, le=65_535)]] = Field(
        default=[1, 1], min_length=2, max_length=2
    )
    features: str = ""
    model: str = ""
    vector: str = ""

    def taken(self) -> Taken:
        """Return it as the bank keeps it; raise `ValueError` for bytes that are none of ours."""
        codes = np.frombuffer(bytes.fromhex("".join(self.pdq)), np.uint8).reshape(-1, 32)
        width, height = self.size
        packed = base64.b64decode(self.features, validate=True)
        features = Features.unpacked(width, height, packed)
        if (features.words >= WORDS).any():
            raise ValueError("a visual word that nobody has")
        vector = base64.b64decode(self.vector, validate=True)
        floats = np.frombuffer(vector, np.float32)
        if (
            len(floats) > 4 * LONGEST
            or not np.isfinite(floats).all()
            or bool(vector) != bool(self.model)
        ):
            raise ValueError("a vector that no model gives")
        return Taken(Print(codes, self.quality, features), self.model, vector)


class BannedLine(BaseModel):
    """A banned picture or clip as it stands in a file."""

    model_config = ConfigDict(strict=True)

    banned: list[_Print] = Field(min_length=1, max_length=LONGEST)
    words: str = Field(default="", pattern=r"^([0-9a-f]{16} [0-9]{1,9})?$")
    note: str = Field(default="", max_length=400)

    def prints(self) -> list[Taken]:
        """Return what it is known by; raise `ValueError` for what is no print."""
        found = [one.taken() for one in self.banned]
        if len({(one.model, len(one.vector)) for one in found}) > 1:
            raise ValueError("stills of one clip by several models")
        return found

    @property
    def fingerprint(self) -> Fingerprint | None:
        """Return that of the words in it, None where there are too few."""
        return loaded(self.words)


def written(bans: Iterable[Carried]) -> list[dict[str, object]]:
    """Return a group's bans as lines for a file; what is too plain to be told by a hash stays out."""
    found = []
    for ban in bans:
        prints = [told for one in ban.prints if (told := _told(one)) is not None]
        if prints:
            line = {"banned": prints, "words": ban.words, "note": ban.note}
            found.append({**line, "by": ban.by, "at": ban.at})
    return found


def _told(one: CarriedPrint) -> dict[str, object] | None:
    if one.waiting is not None:
        from knowledge.vision.prints import taken

        fresh = taken(one.waiting)
        packed = fresh.features.packed()
        one = CarriedPrint(fresh.codes.tobytes(), fresh.quality, *packed, "", b"")
    if not one.codes:
        return None
    told: dict[str, object] = {
        "pdq": [one.codes[at : at + 32].hex() for at in range(0, len(one.codes), 32)],
        "quality": one.quality,
        "size": [one.width, one.height],
        "features": base64.b64encode(one.features).decode(),
    }
    if one.vector:
        told |= {"model": one.model, "vector": base64.b64encode(one.vector).decode()}
    return told
