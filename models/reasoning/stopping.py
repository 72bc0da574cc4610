"""When to stop sampling: the attempts that are still planned overturn the lead with less than 5 % probability.

Adaptive consistency (P. Aggarwal, A. Madaan, Y. Yang, Mausam, "Let's Sample Step by Step: Adaptive-Consistency for
Efficient Reasoning and Coding with LLMs", EMNLP 2023, arXiv 2305.11860) asks how likely another answer is in truth more
frequent than the leading one. Here it is asked what matters to the vote: how likely the vote of all planned attempts
comes out otherwise, as in the predictive power of a trial (D. J. Spiegelhalter, L. S. Freedman, P. R. Blackburn,
"Monitoring clinical trials: conditional or predictive power?", Controlled Clinical Trials 7, 1986). A lead of two with
two attempts to come is safe by that, though two answers may be equally frequent.

With a uniform prior over the leading answer, each other one that was given, and one not given yet, the votes to come
follow a Dirichlet-multinomial distribution (Pólya's urn). A tie, which other things than votes decide, counts
as half overturned; the probabilities of several rivals are added, which is hardly ever too little.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

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


def overturn_probability(votes: Sequence[int], remaining: int) -> float:
    """Return how likely another answer wins over the first one after `remaining` further votes.

    Args:
        votes: The votes of each answer, the leading one first.
        remaining: How many attempts are still to come; all are taken to give an answer.

    Raises:
        ValueError: The first answer does not have the most votes.
    """
    first, *others = votes
    if min(others, default=0) < 0 or first < max(others, default=0):
        raise ValueError("the first answer has the most votes")
    rivals = Counter([*others, 0])
    weight = sum(votes) + len(votes) + 1
    won = sum(
        count * _ways_to_pass(first, each, weight - first - each - 2, remaining) for each, count in rivals.items()
    )
    return min(1.0, won / (2 * _ways(weight, remaining)))


def _ways_to_pass(first: int, rival: int, others: int, remaining: int) -> int:
    """Return twice in how many ways a rival passes the first; `others` is the weight of all further answers."""
    found = 0
    for to_first in range(remaining + 1):
        for to_rival in range(max(0, first + to_first - rival), remaining - to_first + 1):
            ways = _ways(first + 1, to_first) * _ways(rival + 1, to_rival)
            ways *= _ways(others, remaining - to_first - to_rival)
            found += ways if rival + to_rival == first + to_first else 2 * ways
    return found


def _ways(weight: int, draws: int) -> int:
    """Return in how many ways so many draws fall on an answer of this weight, or in all on all answers."""
    return math.comb(weight + draws - 1, draws) if weight else int(draws == 0)


def decide(votes: Sequence[int], *, finished: int, planned: int, threshold: float = THRESHOLD) -> StopDecision:
    """Decide after each finished attempt.

    Args:
        votes: The votes of each group of equal answers, in any order; attempts without an answer are in no group.
        finished: How many attempts have ended, with or without a vote.
        planned: How many attempts the effort allows.
        threshold: The probability of an overturned lead under which sampling stops.
    """
    ordered = sorted(filter(None, votes), reverse=True)
    remaining = max(0, planned - finished)
    if not ordered:
        return StopDecision(remaining == 0, finished, planned, 1.0)
    overturned = overturn_probability(ordered, remaining)
    return StopDecision(remaining == 0 or overturned < threshold, finished, planned, overturned)
