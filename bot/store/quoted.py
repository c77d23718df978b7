"""Findings as they lie in a table, and how a row forgets the words that it is about.

Knows what may repeat a message, not what was judged of it.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from typing import Literal

from bot.records import Finding
from bot.store.database import Database


def dumped(findings: Iterable[Finding]) -> str:
    """Return findings as JSON; those that saw nothing are left out."""
    telling = [f for f in findings if f.score > 0 or f.error or f.flagged]
    return json.dumps([asdict(finding) for finding in telling], ensure_ascii=False)


def loaded(text: str) -> tuple[Finding, ...]:
    """Read what `dumped` wrote; fields that a newer version added or dropped do no harm."""
    known = set(Finding.__dataclass_fields__)
    entries: list[Mapping[str, str]] = json.loads(text)
    return tuple(Finding(**{k: v for k, v in e.items() if k in known}) for e in entries)  # type: ignore[arg-type]  # JSON's values have the types that `dumped` gave them


def forget(database: Database, table: Literal["acts", "judged"], now: int) -> None:
    """Empty the words of rows whose `text_until` (seconds since 1970) is over; 0 marks those that are empty."""
    due = database.rows(
        f"SELECT id, findings FROM {table} WHERE text_until < ? AND text_until > 0", (now,)
    )
    with database.transaction():
        for row in due:
            # What a check saw may repeat the words; how sure it was is enough for a replay and for the log.
            found = [replace(one, detail="") for one in loaded(row["findings"])]
            database.execute(
                f"UPDATE {table} SET text = '', findings = ?, text_until = 0 WHERE id = ?",
                (dumped(found), row["id"]),
            )
