"""What is to be said, written down before it is said: the record from which delivery resumes.

A delivery is one answer or notice, its parts are the Telegram messages of it. A part goes

    planned -> sending -> sent        (or failed, where Telegram will never take it)

and `sending` found after a crash means: it may be in the chat already, look before you send it again.
A planned part that has a message id is an edit of that message. What a payload holds is the business
of `bot.reply` alone. Knows no Telegram.
"""

import sqlite3
import time
from collections.abc import Callable
from contextlib import AbstractContextManager

import orjson

from bot.store.database import Database
from bot.store.deliveries import Address, Delivery, Draft, Part, Plan, Progress, State

KEPT_SECONDS = 30 * 86_400
"""How long an answer can be edited in place when its question is."""


class Outbox:
    """The tables `deliveries` and `parts`."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock

    def together(self) -> AbstractContextManager[None]:
        """Write what the block writes, in whatever tables, at once; never await inside."""
        return self._database.transaction()

    def plan(self, plan: Plan) -> Delivery:
        """Write a delivery down, or return the one that was planned under this key before."""
        with self._database.transaction():
            number = self._insert(plan)
            if number is None:
                known = self.find(plan.key)
                assert known is not None
                if known.progress is not Progress.OPEN:
                    return known
                number = self._promote(known, plan)
            for position, draft in enumerate(plan.parts):
                self._database.execute(
                    "INSERT INTO parts (delivery_id, position, payload, state, message_id)"
                    " VALUES (?, ?, ?, ?, ?)",
                    (number, position, _pack(draft), draft.state, _first(draft.message_ids)),
                )
            if plan.replaces is not None:
                self.close(plan.replaces, Progress.REPLACED)
        return Delivery(
            number,
            plan.key,
            plan.kind,
            plan.address,
            plan.progress,
            tuple(plan.surplus),
            tuple(
                Part(number, position, draft.payload, draft.state, draft.message_ids)
                for position, draft in enumerate(plan.parts)
            ),
        )

    def _insert(self, plan: Plan) -> int | None:
        """Return the number of a new delivery, None where its key has one."""
        address = plan.address
        values = (plan.key, address.chat_id, address.topic_id, address.question_message_id)
        cursor = self._database.execute(
            "INSERT OR IGNORE INTO deliveries (key, chat_id, topic_id, question_message_id, kind, payload,"
            " state, planned_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (*values, plan.kind, _surplus(plan), plan.progress, int(self._clock())),
        )
        return cursor.lastrowid if cursor.rowcount else None

    def _promote(self, known: Delivery, plan: Plan) -> int:
        self._database.execute("DELETE FROM parts WHERE delivery_id = ?", (known.id,))
        self._database.execute(
            "UPDATE deliveries SET kind = ?, payload = ?, state = ? WHERE id = ?",
            (plan.kind, _surplus(plan), plan.progress, known.id),
        )
        return known.id

    def get(self, delivery_id: int) -> Delivery:
        """Return a delivery that exists."""
        found = self._read("id = ?", (delivery_id,))
        assert found is not None
        return found

    def find(self, key: str) -> Delivery | None:
        """Return the delivery of a key."""
        return self._read("key = ?", (key,))

    def of_update(self, update_id: int) -> tuple[Delivery, ...]:
        """Return everything planned for one update: its keys are `<update id>/<what>`."""
        rows = self._database.rows(
            "SELECT id FROM deliveries WHERE key >= ? AND key < ? ORDER BY id",
            # Neither bound may look like a number, or the column's affinity compares it as one.
            (f"{update_id}/", f"{update_id}/\uffff"),
        )
        return tuple(self.get(row["id"]) for row in rows)

    def previous(self, address: Address, key: str, kind: str) -> Delivery | None:
        """Return what a delivery under `key` takes the place of: its own earlier plan, if there is one.

        Else what was said to the same message on account of an earlier update: of several the newest, and
        one of the same kind before others; but first of all a preview that was never finished, even one of
        the same update.
        """
        return self._read(
            "key = ? OR (chat_id = ? AND question_message_id = ? AND question_message_id > 0"
            # The cast reads the update id at the front of a key; an edit's is always the greater.
            " AND state != 'replaced' AND (state = 'open' OR CAST(key AS INTEGER) < CAST(? AS INTEGER)))"
            " ORDER BY key = ? DESC, state = 'open' DESC, kind = ? DESC, id DESC",
            (key, address.chat_id, address.question_message_id, key, key, kind),
        )

    def begin(self, part: Part) -> None:
        """Note that the call leaves now."""
        self._database.execute(
            "UPDATE parts SET state = ? WHERE delivery_id = ? AND position = ?",
            (State.SENDING, part.delivery_id, part.position),
        )

    def sent(self, part: Part, message_ids: tuple[int, ...]) -> None:
        """Note that the part stands in the chat."""
        self._set(part, State.SENT, message_ids)

    def arrived(self, delivery: Delivery, part: Part, message_ids: tuple[int, ...]) -> Delivery:
        """Note that a part is `sent`, and with the last one that all is done; return how it stands then."""
        now = delivery.arrived(part, message_ids)
        with self._database.transaction():
            self.sent(part, message_ids)
            if now.progress is Progress.DONE:
                self.close(now.id, Progress.DONE)
        return now

    def failed(self, part: Part) -> None:
        """Note that Telegram will never take it."""
        self._set(part, State.FAILED, ())

    def back(self, part: Part) -> None:
        """Note that the part is certainly not in the chat: it is to be sent as if for the first time."""
        self._set(part, State.PLANNED, ())

    def close(self, delivery_id: int, progress: Progress) -> None:
        """Note how a delivery ended."""
        self._database.execute(
            "UPDATE deliveries SET state = ? WHERE id = ?", (progress, delivery_id)
        )

    def move(self, delivery: Delivery, chat_id: int) -> None:
        """Address a delivery to the supergroup that its group became; old message ids mean nothing there."""
        with self._database.transaction():
            self._database.execute(
                "UPDATE deliveries SET chat_id = ?, question_message_id = 0, payload = '{}'"
                " WHERE id = ?",
                (chat_id, delivery.id),
            )
            for part in delivery.parts:
                if part.state is not State.SENT:
                    self.back(part)

    def known_message_ids(self, chat_id: int, since: int = 0) -> frozenset[int]:
        """Return the ids of our own messages in a chat, from `since` on."""
        rows = self._database.rows(
            "SELECT p.payload, p.message_id FROM parts p JOIN deliveries d ON d.id = p.delivery_id"
            " WHERE d.chat_id = ? AND p.message_id >= ?",
            (chat_id, max(since, 1)),
        )
        return frozenset(number for row in rows for number in _message_ids(row))

    def question_of(self, chat_id: int, message_id: int) -> int | None:
        """Return the question that one of our messages answers."""
        rows = self._database.rows(
            "SELECT p.payload, p.message_id, d.question_message_id AS question FROM parts p"
            " JOIN deliveries d ON d.id = p.delivery_id"
            # An album is one part with up to ten consecutive ids, of which the first is in the column.
            " WHERE d.chat_id = ? AND p.message_id BETWEEN ? AND ? ORDER BY p.message_id DESC",
            (chat_id, message_id - 10, message_id),
        )
        found = (row["question"] for row in rows if message_id in _message_ids(row))
        return next(found, None)

    def sweep(self) -> None:
        """Delete deliveries that are over and so old that nobody edits their question any more."""
        self._database.execute(
            "DELETE FROM deliveries WHERE planned_at < ? AND state IN ('done', 'failed', 'replaced')",
            (int(self._clock()) - KEPT_SECONDS,),
        )

    def _set(self, part: Part, state: State, message_ids: tuple[int, ...]) -> None:
        self._database.execute(
            "UPDATE parts SET state = ?, message_id = ?, payload = ?"
            " WHERE delivery_id = ? AND position = ?",
            (
                state,
                _first(message_ids),
                _pack(Draft(part.payload, state, message_ids)),
                part.delivery_id,
                part.position,
            ),
        )

    def _read(self, where: str, values: tuple[str | int, ...]) -> Delivery | None:
        row = self._database.row(f"SELECT * FROM deliveries WHERE {where} LIMIT 1", values)
        if row is None:
            return None
        parts = self._database.rows(
            "SELECT * FROM parts WHERE delivery_id = ? ORDER BY position", (row["id"],)
        )
        return Delivery(
            row["id"],
            str(row["key"]),
            row["kind"],
            Address(row["chat_id"], row["topic_id"], row["question_message_id"]),
            Progress(row["state"]),
            tuple(orjson.loads(row["payload"]).get("surplus", ())),
            tuple(_part(part) for part in parts),
        )


def _part(row: sqlite3.Row) -> Part:
    body = orjson.loads(row["payload"])["body"]
    return Part(row["delivery_id"], row["position"], body, State(row["state"]), _message_ids(row))


def _message_ids(row: sqlite3.Row) -> tuple[int, ...]:
    first = row["message_id"]
    # A migration to a supergroup negates the column: the messages are out of reach.
    if first is None or first < 0:
        return ()
    return (first, *orjson.loads(row["payload"])["more"])


def _pack(draft: Draft) -> str:
    return orjson.dumps({"body": draft.payload, "more": draft.message_ids[1:]}).decode()


def _first(message_ids: tuple[int, ...]) -> int | None:
    return message_ids[0] if message_ids else None


def _surplus(plan: Plan) -> str:
    return orjson.dumps({"surplus": plan.surplus}).decode()
