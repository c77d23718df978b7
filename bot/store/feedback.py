"""Keep what people thought of an answer: one verdict for each person and answer, the last one wins."""

import time
from collections.abc import Callable, Mapping

from bot.store.database import Database


class Feedback:
    """Verdicts on answers, such as `right`, `wrong` and `outdated`."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock

    def record(self, chat_id: int, answer_message_id: int, person_id: int, verdict: str) -> None:
        """Note a person's verdict on an answer in place of any earlier one."""
        self._database.execute(
            "INSERT INTO feedback (chat_id, answer_message_id, person_id, verdict, given_at)"
            " VALUES (?, ?, ?, ?, ?) ON CONFLICT (chat_id, answer_message_id, person_id)"
            " DO UPDATE SET verdict = excluded.verdict, given_at = excluded.given_at",
            (chat_id, answer_message_id, person_id, verdict, int(self._clock())),
        )

    def verdicts(self, chat_id: int, answer_message_id: int) -> Mapping[int, str]:
        """Return what each person said of one answer, by person id."""
        rows = self._database.rows(
            "SELECT person_id, verdict FROM feedback WHERE chat_id = ? AND answer_message_id = ?",
            (chat_id, answer_message_id),
        )
        return {row["person_id"]: row["verdict"] for row in rows}
