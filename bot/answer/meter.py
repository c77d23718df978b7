"""Let a model spend money only within the budgets, and write down what it spent.

Wraps a model and is one itself. What a call may cost at most is booked before it is made; what it did cost takes that
place when it ends, however it ends. Knows prices and budgets, not how a model is asked.
"""

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from dataclasses import replace
from typing import Final, cast

from bot.answer.prices import Price, Prices
from bot.answer.tokens import count
from bot.errors import ModelFailed, ModelRefused
from bot.ports import Lane, Prompt, VisionModel
from bot.records import Usage
from bot.say import Notice, Say
from bot.store.spendings import Budget, Level, Payer, Spendings

MOST_OUTPUT = 6_000
"""Tokens that are booked for an answer; whoever says more is hung up on. Telegram's longest is a tenth of that."""

USED_UP: Final = {
    Budget.PERSON: Say.BUDGET_PERSON,
    Budget.CHAT: Say.BUDGET_CHAT,
    Budget.MONTH: Say.BUDGET_MONTH,
}
NEARLY: Final = {
    Budget.PERSON: Say.BUDGET_NEARLY_PERSON,
    Budget.CHAT: Say.BUDGET_NEARLY_CHAT,
    Budget.MONTH: Say.BUDGET_NEARLY_MONTH,
}


class Metered:
    """A model whose calls are booked, priced and counted."""

    def __init__(self, model: VisionModel, prices: Prices, spendings: Spendings) -> None:
        self.name = model.name
        self.lane: Lane = model.lane
        self._model = model
        self._price = prices.of(model.name, model.lane)
        self._spendings = spendings

    async def close(self) -> None:
        """Let the model's connections go."""
        await self._model.close()

    async def stream(self, prompt: Prompt) -> AsyncIterator[str | Usage]:
        """Yield what the model says, then what it cost; raise `ModelRefused` where a budget forbids the call."""
        origin = prompt.question.incoming.origin
        payer = Payer(origin.chat_id, origin.person.id)
        read = self._price.tokens_of(prompt) if self._price else 0
        booking = self._book(payer, read)
        usage = Usage(self.name, self.lane, read)
        refused = False
        try:
            stream = cast("AsyncGenerator[str | Usage, None]", self._model.stream(prompt))
            async with aclosing(stream) as items:
                async for item in items:
                    if isinstance(item, Usage):
                        usage = item if item.input_tokens or not self._price else usage
                        continue
                    # Counted as it comes: when somebody hangs up, no usage follows.
                    usage = replace(usage, output_tokens=usage.output_tokens + count(item))
                    yield item
                    if usage.output_tokens > MOST_OUTPUT:
                        break
        except ModelFailed:
            refused = not usage.output_tokens
            raise
        finally:
            usage = self._priced(usage)
            if booking is None:
                if not refused:
                    self._spendings.count(payer, self.name, usage)
            elif refused:
                # What was turned down before the first word is billed by nobody.
                self._spendings.drop(booking)
            else:
                self._spendings.settle(booking, usage)
        yield replace(usage, warning=self._warning(payer))

    def _book(self, payer: Payer, read: int) -> int | None:
        """Return the number of the booking; None where there is no price: such a call is only counted."""
        if not self._price:
            return None
        most = self._dollars(Usage(self.name, self.lane, read, MOST_OUTPUT))
        certain = self._dollars(Usage(self.name, self.lane, read))
        booked = self._spendings.reserve(payer, self.name, most, certain)
        if isinstance(booked, Level):
            notice = Notice(USED_UP[booked.budget], {"limit": dollars(booked.limit)})
            raise ModelRefused(f"the budget ({booked.budget}) does not allow {self.name}", notice)
        return booked

    def _priced(self, usage: Usage) -> Usage:
        return replace(usage, cost_dollars=self._dollars(usage))

    def _dollars(self, usage: Usage) -> float:
        price: Price | None = self._price
        return price.of(usage) if price else 0.0

    def _warning(self, payer: Payer) -> Notice | None:
        level = self._spendings.warning(payer) if self._price else None
        if level is None:
            return None
        values = {"spent": dollars(level.spent), "limit": dollars(level.limit)}
        return Notice(NEARLY[level.budget], values)


def dollars(amount: float) -> str:
    """Write an amount for people, in cents, or finer below one cent."""
    return f"${amount:.2f}" if amount >= 0.01 or not amount else f"${amount:.4f}"
