"""When to stop sampling: the lead of the first answer is overturned with less than 5 % probability.

Adaptive consistency (P. Aggarwal, A. Madaan, Y. Yang, Mausam, "Let's Sample Step by Step: Adaptive-Consistency for
Efficient Reasoning and Coding with LLMs", EMNLP 2023, arXiv 2305.11860): with v1 votes for the first and v2 for the
second answer and a uniform prior, the share p of the second among the two has the posterior Beta(v2 + 1, v1 + 1). The
lead is overturned if p > 1/2, which has the probability 1 - I_{1/2}(v2 + 1, v1 + 1). For whole numbers the incomplete
beta function is a binomial tail, so this is P(Binomial(v1 + v2 + 1, 1/2) <= v2), computed here exactly.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

THRESHOLD = 0.05


@dataclass(frozen=True, slots=True)
class StopDecision:
    """Whether to stop, after how many of the planned attempts, and how likely the lead is to be overturned."""

    stop: bool
    finished: int
    planned: int
    overturned: float

    @property
    def early(self) -> bool:
        """Whether attempts were saved."""
        return self.stop and self.finished < self.planned

    @property
    def statement(self) -> str:
        """What is told, "" when all planned attempts ran."""
        return f"stopped at {self.finished} of {self.planned}" if self.early else ""


def overturn_probability(first: int, second: int) -> float:
    """Return how likely the answer with `second` votes is in truth more frequent than the one with `first`."""
    if first < second or second < 0:
        raise ValueError("the first answer has the most votes")
    throws = first + second + 1
    return float(Fraction(sum(math.comb(throws, heads) for heads in range(second + 1)), 2**throws))


def decide(votes: Sequence[int], *, finished: int, planned: int, threshold: float = THRESHOLD) -> StopDecision:
    """Decide after each finished attempt.

    Args:
        votes: The votes of each group of equal answers, in any order; attempts without an answer are in no group.
        finished: How many attempts have ended, with or without a vote.
        planned: How many attempts the effort allows.
        threshold: The probability of an overturned lead under which sampling stops.
    """
    ordered = [*sorted(votes, reverse=True), 0, 0]
    first, second = ordered[0], ordered[1]
    remaining = max(0, planned - finished)
    if first == 0:
        return StopDecision(remaining == 0, finished, planned, 1.0)
    overturned = overturn_probability(first, second)
    cannot_change = first > second + remaining
    return StopDecision(remaining == 0 or cannot_change or overturned < threshold, finished, planned,
                        0.0 if cannot_change else overturned)  # fmt: skip
