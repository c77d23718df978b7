"""Turn ranks and scores into the figures of a report, with the interval they are uncertain within.

Knows numbers only: a rank counts from 1, and None means that the right thing was not found.
"""

import random
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

RESAMPLES = 1000
FEWER_RESAMPLES = 200
"""For figures that compare all pairs."""
SEED = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """The rank of the right result for one question; questions of one `group` stand or fall together."""

    group: str
    rank: int | None


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean and its 95 % interval."""

    value: float
    low: float
    high: float


def hit_at(outcomes: Sequence[Outcome], limit: int) -> Estimate:
    """Estimate the share of questions whose right result is among the first `limit`.

    With one right result a question this is recall at `limit` as well.
    """
    return estimate([(o.group, float(o.rank is not None and o.rank <= limit)) for o in outcomes])


def mean_reciprocal_rank(outcomes: Sequence[Outcome]) -> Estimate:
    """Estimate the mean of 1/rank, 0 where nothing was found."""
    return estimate([(o.group, 1 / o.rank if o.rank else 0.0) for o in outcomes])


def recall(found: Sequence[object], wanted: Sequence[object]) -> float:
    """Return the share of `wanted` that is among `found`."""
    return len(set(wanted) & set(found)) / len(set(wanted)) if wanted else 0.0


def auc(positive: Sequence[float], negative: Sequence[float]) -> float:
    """Return the chance that a positive scores above a negative, ties counting half."""
    if not positive or not negative:
        return float("nan")
    wins = sum((p > n) + 0.5 * (p == n) for p in positive for n in negative)
    return wins / (len(positive) * len(negative))


@dataclass(frozen=True, slots=True)
class Scored:
    """How surely a question seemed answered; questions of one `group` stand or fall together."""

    group: str
    score: float


def auc_estimate(positive: Sequence[Scored], negative: Sequence[Scored]) -> Estimate:
    """Estimate the AUC by resampling whole groups with replacement."""
    return _resampled(
        positive, negative, lambda yes, no: auc([s.score for s in yes], [s.score for s in no])
    )


def refused_at(
    positive: Sequence[Scored], negative: Sequence[Scored], false_refusals: float = 0.1
) -> Estimate:
    """Estimate the share of `negative` below the score that refuses `false_refusals` of `positive`."""

    def refused(yes: Sequence[Scored], no: Sequence[Scored]) -> float:
        allowed = sorted(s.score for s in yes)[int(false_refusals * len(yes))]
        return sum(s.score < allowed for s in no) / len(no)

    return _resampled(positive, negative, refused)


def _resampled(
    positive: Sequence[Scored],
    negative: Sequence[Scored],
    figure: Callable[[Sequence[Scored], Sequence[Scored]], float],
) -> Estimate:
    if not positive or not negative:
        return Estimate(float("nan"), float("nan"), float("nan"))
    groups = sorted({s.group for s in (*positive, *negative)})
    yes = {group: [s for s in positive if s.group == group] for group in groups}
    no = {group: [s for s in negative if s.group == group] for group in groups}
    chance = random.Random(SEED)
    values = []
    for _ in range(FEWER_RESAMPLES):
        drawn = chance.choices(groups, k=len(groups))
        some, others = ([s for group in drawn for s in part[group]] for part in (yes, no))
        if some and others:
            values.append(figure(some, others))
    values.sort()
    low, high = round(0.025 * len(values)), round(0.975 * len(values)) - 1
    return Estimate(figure(positive, negative), values[low], values[high])


def estimate(values: Sequence[tuple[str, float]]) -> Estimate:
    """Estimate the mean of (group, value) by resampling whole groups with replacement."""
    if not values:
        return Estimate(float("nan"), float("nan"), float("nan"))
    grouped: dict[str, list[float]] = defaultdict(list)
    for group, value in values:
        grouped[group].append(value)
    sums = [(sum(members), len(members)) for members in grouped.values()]
    chance = random.Random(SEED)
    means = sorted(_mean(chance.choices(sums, k=len(sums))) for _ in range(RESAMPLES))
    return Estimate(
        _mean(sums), means[round(0.025 * RESAMPLES)], means[round(0.975 * RESAMPLES) - 1]
    )


def _mean(sums: Sequence[tuple[float, int]]) -> float:
    return sum(total for total, _ in sums) / sum(count for _, count in sums)
