"""Spreads the risk of a false adoption over all rounds that there will ever be, and says how many items that takes."""

from __future__ import annotations

import math
from functools import cache

from models.reasoning.statistics import mcnemar_exact

ALPHA = 0.05
"""The probability that any round at all adopts a candidate that is no better."""

POWER = 0.8
FIXED, BROKEN = 0.10, 0.02
"""The improvement that must be found with probability `POWER`: shares of the items."""

MARGIN = 0.04
"""More power than that is aimed at, so that every single round of a long history has it when it is measured."""

LEAST_ITEMS = 300
MOST_ITEMS = 1200
"""More cost more time than a decision is worth."""

_STEP = 50


def alpha_of(decision: int) -> float:
    """Return the α of the `decision`-th decision (from 1): 6/(π²t²) of `ALPHA`; all of them add up to `ALPHA`.

    Raises:
        ValueError: Decisions are counted from 1.
    """
    if decision < 1:
        raise ValueError("decisions are counted from 1")
    return ALPHA * 6.0 / (math.pi**2 * decision**2)


@cache
def items_needed(decision: int) -> int:
    """Return how many gate items find an improvement of 8 points (10 % fixed, 2 % broken)."""
    sizes = range(LEAST_ITEMS, MOST_ITEMS, _STEP)
    return next((n for n in sizes if power(n, alpha_of(decision)) >= POWER + MARGIN), MOST_ITEMS)


def power(items: int, alpha: float, *, fixed: float = FIXED, broken: float = BROKEN) -> float:
    """Return the probability that the one-sided exact McNemar test finds an improvement.

    Args:
        items: How many items are compared.
        alpha: The test's limit.
        fixed: The share of the items that a candidate fixes.
        broken: The share that it breaks.
    """
    changed = fixed + broken
    total = 0.0
    for count in range(items + 1):
        weight = _binomial(items, count, changed)
        if weight > 1e-12 and (least := least_fixed(count, alpha)) is not None:
            total += weight * sum(_binomial(count, each, fixed / changed) for each in range(least, count + 1))
    return total


@cache
def least_fixed(changed: int, alpha: float) -> int | None:
    """Return how many of `changed` answers must be fixed ones to be proof; None where no number is."""
    if mcnemar_exact(changed, 0, one_sided=True) > alpha:
        return None
    low, high = changed // 2, changed
    while low < high:
        middle = (low + high) // 2
        if mcnemar_exact(middle, changed - middle, one_sided=True) <= alpha:
            high = middle
        else:
            low = middle + 1
    return high


def _binomial(n: int, k: int, p: float) -> float:
    if p in (0.0, 1.0):
        return float(k == (n if p else 0))
    logarithm = math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)
    return math.exp(logarithm + k * math.log(p) + (n - k) * math.log1p(-p))
