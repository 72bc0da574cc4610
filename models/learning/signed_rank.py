"""Wilcoxon's signed-rank test: whether paired differences lie above zero."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import NormalDist

import numpy as np

MOST_EXACT = 300
"""Differences; the distribution of more is as good as normal."""


def signed_rank(differences: Sequence[float]) -> float:
    """Return the one-sided p-value that differences are larger than zero; 1 when all are zero.

    Differences of zero are left out; equal ones share their ranks. Exact for up to `MOST_EXACT` differences, given the
    ranks that there are; above that the normal approximation, corrected for ties and for continuity.

    Source: F. Wilcoxon, "Individual comparisons by ranking methods", Biometrics Bulletin 1 (1945).

    Raises:
        ValueError: A difference is not a number.
    """
    found = np.asarray(differences, dtype=np.float64)
    if not np.isfinite(found).all():
        raise ValueError("a difference is not a number")
    found = found[found != 0.0]
    if not found.size:
        return 1.0
    doubled = _doubled_ranks(np.abs(found))
    statistic = int(doubled[found > 0.0].sum())
    if found.size > MOST_EXACT:
        return _approximate(doubled, statistic)
    return min(1.0, float(_distribution(doubled)[statistic:].sum()))


def _doubled_ranks(sizes: np.ndarray) -> np.ndarray:
    """Ranks from 1, equal values sharing the mean of theirs, times two so that all are whole."""
    _, inverse, counts = np.unique(sizes, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return (2 * last - counts + 1)[inverse].astype(np.int64)


def _distribution(doubled: np.ndarray) -> np.ndarray:
    """The probability of each sum when every rank counts with probability 1/2."""
    chances = np.zeros(int(doubled.sum()) + 1)
    chances[0] = 1.0
    for rank in doubled:
        moved = np.zeros_like(chances)
        moved[rank:] = chances[:-rank]
        chances = (chances + moved) / 2.0
    return chances


def _approximate(doubled: np.ndarray, statistic: int) -> float:
    mean = float(doubled.sum()) / 2.0
    deviation = math.sqrt(float((doubled.astype(np.float64) ** 2).sum()) / 4.0)
    return 1.0 - NormalDist().cdf((statistic - 1.0 - mean) / deviation)
