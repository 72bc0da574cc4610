"""Statistics of evaluations: intervals for shares, and a test for paired right and wrong answers; all exact."""

from __future__ import annotations

import math
from fractions import Fraction
from statistics import NormalDist


def wilson_interval(right: int, n: int, *, confidence: float = 0.95) -> tuple[float, float]:
    """Return Wilson's score interval of a share, (0, 1) when `n` is 0.

    Source: E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927).

    Args:
        right: Successes, 0 to `n`.
        n: Trials.
        confidence: Coverage, between 0 and 1.
    """
    if not 0 <= right <= n:
        raise ValueError("successes must be between 0 and the number of trials")
    if n == 0:
        return 0.0, 1.0
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    share = right / n
    middle = share + z * z / (2 * n)
    half = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    scale = 1 + z * z / n
    low, high = (middle - half) / scale, (middle + half) / scale
    return (0.0 if right == 0 else low), (1.0 if right == n else high)


def mcnemar_exact(fixed: int, broken: int, *, one_sided: bool = False) -> float:
    """Return the p-value of McNemar's exact test: the sign test on the items whose outcome changed.

    Under the null hypothesis each changed item is as likely fixed as broken, so `fixed` is binomial with p = 1/2.
    One-sided, the alternative is that more are fixed than broken. 1 when nothing changed.

    Source: Q. McNemar, Psychometrika 12 (1947); exact form as in A. Agresti, "Categorical Data Analysis", section 10.1.
    """
    if fixed < 0 or broken < 0:
        raise ValueError("counts cannot be negative")
    changed = fixed + broken
    if one_sided:
        return float(_upper_tail(changed, fixed))
    return min(1.0, 2 * float(_upper_tail(changed, max(fixed, broken))))


def _upper_tail(n: int, least: int) -> Fraction:
    """The probability of `least` or more heads in `n` throws of a fair coin."""
    ways, total = 1, 0  # all heads first, then one fewer each time
    for heads in range(n, least - 1, -1):
        total += ways
        ways = ways * heads // (n - heads + 1)
    return Fraction(total, 2**n)
