"""Pictures and what is truly said of them, and how they are divided for training and validation."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from knowledge.errors import NotFound
from knowledge.records import Kind
from knowledge.rows import Row

STATEMENTS = ("caption", "alt", "description")
"""The fields of a picture that say what it shows, the fullest first."""

_PICTURES = (b"\x89PNG", b"\xff\xd8\xff")

LEAST = 16
"""Fewer pairs than this teach nothing that holds for other pictures."""

VALIDATION_SHARE = 0.1
"""Part of the documents whose pairs are never trained on."""


@dataclass(frozen=True, slots=True)
class Pair:
    """One picture and everything that is said of it."""

    picture: bytes
    """PNG or JPEG that went through `knowledge.vision`."""
    texts: tuple[str, ...]
    """All true of the picture, in any wording and language, the fullest first. Training draws one at a time."""
    document: str
    """Pairs of one document are never divided: its pictures are too much alike to test on."""


def check(pairs: Sequence[Pair]) -> None:
    """Raise `NotFound` where `pairs` cannot be trained and validated on."""
    documents = {pair.document for pair in pairs}
    if len(pairs) < LEAST or len(documents) < 2:
        raise NotFound(
            f"training needs at least {LEAST} pictures with words from two documents, and there are "
            f"{len(pairs)} from {len(documents)}; learn more documents with captions or alt texts"
        )


def learned(rows: Iterable[Row], blob: Callable[[str], bytes]) -> list[Pair]:
    """Pair the pictures among `rows` with their captions, alt texts and descriptions.

    What only stands near a picture, or can be read in it, is no statement about it and is left out; so is a
    figure that is stored as a place on a page. `blob` returns the bytes stored under a hash.
    """
    pairs = []
    for row in rows:
        said = dict.fromkeys(row.unit.fields.get(name, "").strip() for name in STATEMENTS)
        texts = tuple(text for text in said if any(map(str.isalpha, text)))
        if row.unit.kind is not Kind.PICTURE or not row.unit.blob or not texts:
            continue
        picture = blob(row.unit.blob)
        if picture.startswith(_PICTURES):
            pairs.append(Pair(picture, texts, row.unit.document))
    return pairs


def divide(pairs: Sequence[Pair]) -> tuple[list[int], list[int]]:
    """Return the positions of the pairs to train on and of those to validate with, whole documents each.

    Which documents validate follows from the hash of their names alone, so that it is the same every time.
    """
    documents = sorted(
        {pair.document for pair in pairs}, key=lambda name: hashlib.sha256(name.encode()).digest()
    )
    held = set(documents[: max(1, round(VALIDATION_SHARE * len(documents)))])
    training = [at for at, pair in enumerate(pairs) if pair.document not in held]
    return training, [at for at, pair in enumerate(pairs) if pair.document in held]


def truths(pairs: Sequence[Pair]) -> list[frozenset[str]]:
    """Return for each pair all texts that are true of its picture, whichever pair says them."""
    said: dict[bytes, set[str]] = {}
    keys = [hashlib.sha256(pair.picture).digest() for pair in pairs]
    for key, pair in zip(keys, pairs, strict=True):
        said.setdefault(key, set()).update(pair.texts)
    return [frozenset(said[key]) for key in keys]
