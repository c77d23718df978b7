"""Keep what people thought of an answer, and how that answer came to be.

One verdict for each person and answer; the last one counts, and giving it a second time takes it back.
"""

import json
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from bot.store.database import Database

KEPT_SECONDS = 365 * 86_400
"""How long a verdict is worth something: documents change, and it holds what people asked."""

Json = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Judged:
    """One answer with all that was said of it: how it came to be, and how many gave each verdict."""

    chat_id: int
    answer_message_id: int
    given_at: int
    trace: Json
    votes: Mapping[str, int] = field(default_factory=dict)


class Feedback:
    """Verdicts on answers, such as `right`, `wrong` and `outdated`."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock

    def record(
        self,
        chat_id: int,
        answer_message_id: int,
        person_id: int,
        verdict: str,
        trace: Json | None = None,
    ) -> bool:
        """Note a person's verdict in place of any earlier one; the same one again takes it back.

        Return whether it stands now.
        """
        key = (chat_id, answer_message_id, person_id)
        with self._database.transaction():
            taken_back = self._database.execute(
                "DELETE FROM feedback WHERE chat_id = ? AND answer_message_id = ? AND person_id = ?"
                " AND verdict = ?",
                (*key, verdict),
            ).rowcount
            if taken_back:
                return False
            self._database.execute(
                "INSERT OR REPLACE INTO feedback (chat_id, answer_message_id, person_id, verdict,"
                " given_at, trace) VALUES (?, ?, ?, ?, ?, ?)",
                (
                    *key,
                    verdict,
                    int(self._clock()),
                    json.dumps(trace or {}, ensure_ascii=False),
                ),
            )
        return True

    def verdicts(self, chat_id: int, answer_message_id: int) -> Mapping[int, str]:
        """Return what each person said of one answer, by person id."""
        rows = self._database.rows(
            "SELECT person_id, verdict FROM feedback WHERE chat_id = ? AND answer_message_id = ?",
            (chat_id, answer_message_id),
        )
        return {row["person_id"]: row["verdict"] for row in rows}

    def judged(self) -> tuple[Judged, ...]:
        """Return every answer that somebody judged, oldest first."""
        rows = self._database.rows("SELECT * FROM feedback ORDER BY given_at, person_id")
        answers: dict[tuple[int, int], Judged] = {}
        votes: dict[tuple[int, int], Counter[str]] = {}
        for row in rows:
            key = (row["chat_id"], row["answer_message_id"])
            votes.setdefault(key, Counter())[row["verdict"]] += 1
            # Who pressed before the trace was written down kept none of it.
            trace = json.loads(row["trace"]) or (answers[key].trace if key in answers else {})
            answers[key] = Judged(*key, row["given_at"], trace, dict(votes[key]))
        return tuple(answers.values())

    def sweep(self) -> None:
        """Delete what was said too long ago."""
        oldest = int(self._clock()) - KEPT_SECONDS
        self._database.execute("DELETE FROM feedback WHERE given_at < ?", (oldest,))
