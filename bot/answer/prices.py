"""What a call costs, by the name of the model.

List prices in dollars for a million tokens; a name that is not here costs nothing as far as we know,
which is right for models on one's own machines.
"""

from dataclasses import dataclass
from typing import Final

MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Price:
    """Dollars for a million tokens; `cached` is for the part of the input seen shortly before."""

    input: float
    cached: float
    output: float


PRICES: Final = {
    "gpt-4o": Price(2.50, 1.25, 10.00),
    "gpt-4o-2024-05-13": Price(5.00, 5.00, 15.00),
    "chatgpt-4o-latest": Price(5.00, 5.00, 15.00),
    "gpt-4o-mini": Price(0.15, 0.075, 0.60),
    "gpt-4.1": Price(2.00, 0.50, 8.00),
    "gpt-4.1-mini": Price(0.40, 0.10, 1.60),
    "gpt-4.1-nano": Price(0.10, 0.025, 0.40),
}


def cost_dollars(model: str, input_tokens: int, cached_tokens: int, output_tokens: int) -> float:
    """Return the price of one call, 0.0 for a model without a known price."""
    # A dated name (`gpt-4o-2024-11-20`) costs what its family costs; the longest name is the nearest.
    families = [name for name in PRICES if model == name or model.startswith(f"{name}-")]
    if not families:
        return 0.0
    price = PRICES[max(families, key=len)]
    fresh = input_tokens - cached_tokens
    total = fresh * price.input + cached_tokens * price.cached + output_tokens * price.output
    return total / MILLION
