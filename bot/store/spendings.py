"""Keep what models cost, by person and chat, and let nobody spend beyond a budget.

A call is booked before it is made, at the most that it can cost, and settled when it is over. Knows no models and
no prices. Days and months are those of UTC.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Final

from bot.records import Usage
from bot.store.database import Database, Value

KEPT_SECONDS = 62 * 86_400
"""A whole month, and the one before it."""

DAY_SECONDS = 86_400

IN_FLIGHT_SECONDS = 900
"""No call takes longer; one that a crash left open counts from then on with what was certain of it."""

WARNED_AT = 0.8
"""The part of a budget at which its holder is told."""


class Budget(StrEnum):
    """What is limited: a person's day, a chat's day, the whole bot's month."""

    PERSON = "person"
    CHAT = "chat"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Limits:
    """Dollars; 0 means that there is no limit."""

    person_day: float = 0.0
    chat_day: float = 0.0
    month: float = 0.0

    def of(self, budget: Budget) -> float:
        """Return the limit of one budget."""
        return {
            Budget.PERSON: self.person_day,
            Budget.CHAT: self.chat_day,
            Budget.MONTH: self.month,
        }[budget]


@dataclass(frozen=True, slots=True)
class Payer:
    """On whose account a call goes."""

    chat_id: int
    person_id: int


@dataclass(frozen=True, slots=True)
class Level:
    """How far a budget is used up, in dollars."""

    budget: Budget
    spent: float
    limit: float


@dataclass(frozen=True, slots=True)
class Totals:
    """What some days came to: answers by models, tokens read and written, dollars."""

    answers: int = 0
    tokens: int = 0
    dollars: float = 0.0


@dataclass(frozen=True, slots=True)
class Day:
    """One day (UTC), its answers by models and what they cost."""

    date: date
    answers: int
    dollars: float


_COMMITTED: Final = """SUM(CASE WHEN dollars IS NOT NULL THEN dollars WHEN spent_at >= :flight THEN reserved
    ELSE certain END) AS committed, SUM(dollars IS NULL AND spent_at >= :flight) AS open"""
_HOLDER: Final[Mapping[Budget, str]] = {
    Budget.PERSON: "person_id = :holder AND ",
    Budget.CHAT: "chat_id = :holder AND ",
    Budget.MONTH: "",
}


class Spendings:
    """The tables `spendings` and `warnings`."""

    def __init__(
        self, database: Database, limits: Limits, clock: Callable[[], float] = time.time
    ) -> None:
        self._database = database
        self._clock = clock
        self.limits = limits

    def reserve(self, payer: Payer, model: str, most: float, certain: float) -> int | Level:
        """Book a call that costs at most `most` dollars; return its number, or the budget that forbids it.

        A budget that is not used up allows one call even where less than `most` is left, but no second
        one beside it: so it is overspent by one answer at most, however many ask at once.
        """
        with self._database.transaction():
            for budget in Budget:
                level, in_flight = self._level(budget, payer)
                fits = level.spent + most <= level.limit
                alone = not in_flight and level.spent < level.limit
                if level.limit and not (fits or alone):
                    return level
            cursor = self._database.execute(
                "INSERT INTO spendings (chat_id, person_id, model, spent_at, reserved, certain)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                (payer.chat_id, payer.person_id, model, int(self._clock()), most, certain),
            )
        return int(cursor.lastrowid or 0)

    def settle(self, booking: int, usage: Usage) -> None:
        """Put what a call did cost in the place of what it might have."""
        self._database.execute(
            "UPDATE spendings SET dollars = ?, input_tokens = ?, output_tokens = ? WHERE id = ?",
            (usage.cost_dollars, usage.input_tokens, usage.output_tokens, booking),
        )

    def count(self, payer: Payer, model: str, usage: Usage) -> None:
        """Note a call that was over before it was booked, as one that costs nothing may be."""
        tokens = (usage.input_tokens, usage.output_tokens)
        self._database.execute(
            "INSERT INTO spendings (chat_id, person_id, model, spent_at, reserved, certain, dollars,"
            " input_tokens, output_tokens) VALUES (?, ?, ?, ?, 0, 0, ?, ?, ?)",
            (
                payer.chat_id,
                payer.person_id,
                model,
                int(self._clock()),
                usage.cost_dollars,
                *tokens,
            ),
        )

    def drop(self, booking: int) -> None:
        """Forget a call that never came about."""
        self._database.execute("DELETE FROM spendings WHERE id = ?", (booking,))

    def warning(self, payer: Payer) -> Level | None:
        """Return a budget that is nearly used up and of which nobody was told yet; this counts as telling."""
        for budget in Budget:
            level, _ = self._level(budget, payer)
            if level.limit and level.spent >= WARNED_AT * level.limit:
                told = self._database.execute(
                    "INSERT OR IGNORE INTO warnings (budget, holder, since) VALUES (?, ?, ?)",
                    (budget, _holder(budget, payer), self._since(budget)),
                )
                if told.rowcount:
                    return level
        return None

    def level(self, budget: Budget, payer: Payer) -> Level:
        """Return how far a budget is used up, calls in flight included."""
        return self._level(budget, payer)[0]

    def totals(
        self, days: int, *, person_id: int | None = None, chat_id: int | None = None
    ) -> Totals:
        """Add up the last `days` days, today included, of a person, a chat, or a person in a chat."""
        where, values = self._whose(days, person_id, chat_id)
        row = self._database.row(
            "SELECT COUNT(*) AS answers, SUM(input_tokens + output_tokens) AS tokens,"
            f" SUM(COALESCE(dollars, certain)) AS dollars FROM spendings WHERE {where}",
            values,
        )
        return (
            Totals(row["answers"], row["tokens"] or 0, row["dollars"] or 0.0) if row else Totals()
        )

    def daily(
        self, days: int, *, person_id: int | None = None, chat_id: int | None = None
    ) -> tuple[Day, ...]:
        """Return each of the last `days` days, oldest first, days without any answer included."""
        where, values = self._whose(days, person_id, chat_id)
        rows = self._database.rows(
            f"SELECT spent_at / {DAY_SECONDS} AS day, COUNT(*) AS answers,"
            f" SUM(COALESCE(dollars, certain)) AS dollars FROM spendings WHERE {where} GROUP BY day",
            values,
        )
        known = {row["day"]: (row["answers"], row["dollars"]) for row in rows}
        today = int(self._clock()) // DAY_SECONDS
        return tuple(
            Day(datetime.fromtimestamp(day * DAY_SECONDS, UTC).date(), *known.get(day, (0, 0.0)))
            for day in range(today - days + 1, today + 1)
        )

    def _whose(
        self, days: int, person_id: int | None, chat_id: int | None
    ) -> tuple[str, dict[str, Value]]:
        start = (int(self._clock()) // DAY_SECONDS - days + 1) * DAY_SECONDS
        wanted = {"person_id": person_id, "chat_id": chat_id}
        given = {name: value for name, value in wanted.items() if value is not None}
        conditions = ["spent_at >= :start", *(f"{name} = :{name}" for name in given)]
        return " AND ".join(conditions), {"start": start, **given}

    def sweep(self) -> None:
        """Delete what no budget and no chart looks back to."""
        oldest = int(self._clock()) - KEPT_SECONDS
        self._database.execute("DELETE FROM spendings WHERE spent_at < ?", (oldest,))
        self._database.execute("DELETE FROM warnings WHERE since < ?", (oldest,))

    def _level(self, budget: Budget, payer: Payer) -> tuple[Level, int]:
        values: dict[str, Value] = {
            "holder": _holder(budget, payer),
            "since": self._since(budget),
            "flight": int(self._clock()) - IN_FLIGHT_SECONDS,
        }
        row = self._database.row(
            f"SELECT {_COMMITTED} FROM spendings WHERE {_HOLDER[budget]}spent_at >= :since"
            " AND reserved > 0",
            values,
        )
        spent, in_flight = (row["committed"] or 0.0, row["open"] or 0) if row else (0.0, 0)
        return Level(budget, spent, self.limits.of(budget)), in_flight

    def _since(self, budget: Budget) -> int:
        now = datetime.fromtimestamp(self._clock(), UTC)
        midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
        start = midnight.replace(day=1) if budget is Budget.MONTH else midnight
        return int(start.timestamp())


def _holder(budget: Budget, payer: Payer) -> int:
    return {Budget.PERSON: payer.person_id, Budget.CHAT: payer.chat_id, Budget.MONTH: 0}[budget]
