"""Records to rows of the catalog and back, field by field.

Knows the columns of `document` and `unit`, and not when they are read or written.
"""

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

import numpy as np
from numpy.typing import NDArray

from knowledge.records import Box, Document, Kind, Unit

DOCUMENTS = """SELECT d.*, count(u.id) FILTER (WHERE u.kind <> 'page') AS units,
    count(u.id) FILTER (WHERE u.kind = 'picture') AS pictures
    FROM document d LEFT JOIN unit u ON u.document = d.id"""

UNITS = """SELECT u.*, d.name AS document_name, d.title AS title, d.media_type AS media_type,
    d.sha256 AS document_sha256, d.address AS address FROM unit u JOIN document d ON d.id = u.document"""


@dataclass(frozen=True, slots=True)
class Draft:
    """A document ready to be written: everything slow is done."""

    document: Document
    units: tuple[Unit, ...]
    text_keys: Mapping[str, str]
    """By unit id: the key of its text vector, for units that have one."""
    scripts: Mapping[str, str] = field(default_factory=dict)
    """By unit id: the script that most of its embedded text is in."""
    vectors: Mapping[str, NDArray[np.float32]] = field(default_factory=dict)
    model: str = ""
    source: str = ""
    folder: str = ""
    inputs: str = ""
    unread: tuple[int, ...] = ()
    """Pages that have to be read from their pictures; the document is written again when they are."""
    undrawn: int = 0
    """Figures that have to be drawn from their pages, likewise."""


@dataclass(frozen=True, slots=True)
class Row:
    """A unit with what a search needs to know of it besides."""

    id: int
    unit: Unit
    title: str
    media_type: str
    document_sha256: str
    text_key: str | None
    address: str = ""


def insert_document(connection: sqlite3.Connection, draft: Draft) -> int:
    """Insert the document of `draft`; return its row id."""
    document = draft.document
    cursor = connection.execute(
        "INSERT INTO document (space, name, title, media_type, size_bytes, sha256, pages, learned_at, learned_by,"
        " warnings, source, folder, inputs, address) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            document.space,
            document.name,
            document.title,
            document.media_type,
            document.size_bytes,
            document.sha256,
            document.pages,
            document.learned_at,
            document.learned_by,
            json.dumps(document.warnings, ensure_ascii=False),
            draft.source,
            draft.folder,
            draft.inputs,
            document.address,
        ),
    )
    return int(cursor.lastrowid or 0)


def insert_unit(connection: sqlite3.Connection, owner: int, unit: Unit, draft: Draft) -> int:
    """Insert `unit` of `draft` under the document with row id `owner`; return its own."""
    cursor = connection.execute(
        "INSERT INTO unit (document, name, kind, text, heading, page, position, fields, blob, box, text_key,"
        " script) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            owner,
            unit.id,
            unit.kind,
            unit.text,
            json.dumps(unit.heading, ensure_ascii=False),
            unit.page,
            unit.position,
            json.dumps(dict(unit.fields), ensure_ascii=False),
            unit.blob,
            json.dumps(asdict(unit.box)) if unit.box else None,
            draft.text_keys.get(unit.id),
            draft.scripts.get(unit.id, ""),
        ),
    )
    return int(cursor.lastrowid or 0)


def document(row: sqlite3.Row) -> Document:
    """Read a row of `DOCUMENTS`."""
    return Document(
        name=row["name"],
        title=row["title"],
        space=row["space"],
        media_type=row["media_type"],
        size_bytes=row["size_bytes"],
        sha256=row["sha256"],
        pages=row["pages"],
        units=row["units"],
        pictures=row["pictures"],
        learned_at=row["learned_at"],
        learned_by=row["learned_by"],
        warnings=tuple(json.loads(row["warnings"])),
        address=row["address"],
    )


def unit_row(row: sqlite3.Row) -> Row:
    """Read a row of `UNITS`."""
    unit = Unit(
        id=row["name"],
        document=row["document_name"],
        kind=Kind(row["kind"]),
        text=row["text"],
        heading=tuple(json.loads(row["heading"])),
        page=row["page"],
        position=row["position"],
        fields=json.loads(row["fields"]),
        blob=row["blob"],
        box=Box(**json.loads(row["box"])) if row["box"] else None,
    )
    return Row(
        row["id"],
        unit,
        row["title"],
        row["media_type"],
        row["document_sha256"],
        row["text_key"],
        row["address"],
    )
