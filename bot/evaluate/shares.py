"""Shares of messages that were flagged, as a table for people and a JSON object for programs."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from bot.evaluate.metrics import Estimate


@dataclass(frozen=True, slots=True)
class Figure:
    """One share: how many of `of` messages were flagged, on average over the seeds."""

    name: str
    method: str
    share: Estimate
    of: int


@dataclass(frozen=True, slots=True)
class SpamReport:
    """What was measured; speeds are of our classifier."""

    figures: tuple[Figure, ...]
    messages_per_second: float
    lesson_ms: float

    def get(self, name: str, method: str = "groundglass") -> Figure:
        """Return one figure by its name."""
        return next(f for f in self.figures if (f.name, f.method) == (name, method))

    def json(self) -> dict[str, object]:
        """Return the report as plain values."""
        return {
            "figures": [
                {
                    "name": figure.name,
                    "method": figure.method,
                    "of": figure.of,
                    "value": round(figure.share.value, 4),
                    "low": round(figure.share.low, 4),
                    "high": round(figure.share.high, 4),
                }
                for figure in self.figures
            ],
            "messages_per_second": round(self.messages_per_second),
            "lesson_ms": round(self.lesson_ms, 1),
        }

    def table(self) -> str:
        """Return the report as aligned text, one line a figure."""
        lines = [("measured", "method", "n", "share", "95 % interval")]
        for one in self.figures:
            interval = f"[{one.share.low:.3f}, {one.share.high:.3f}]"
            lines.append((one.name, one.method, str(one.of), f"{one.share.value:.4f}", interval))
        widths = [max(len(line[column]) for line in lines) for column in range(5)]
        text = [
            "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
            for line in lines
        ]
        text.append(
            f"{self.messages_per_second:.0f} messages/s on one core; "
            f"a lesson takes {self.lesson_ms:.0f} ms of it"
        )
        return "\n".join(text)


def share(name: str, method: str, hits: Sequence[int], of: int) -> Figure:
    """Return the mean share over the seeds with Wilson's interval for so many messages."""
    share, z = statistics.fmean(hits) / of, 1.96
    middle = (share + z * z / (2 * of)) / (1 + z * z / of)
    spread = z / (1 + z * z / of) * (share * (1 - share) / of + z * z / (4 * of * of)) ** 0.5
    return Figure(name, method, Estimate(share, middle - spread, middle + spread), of)
