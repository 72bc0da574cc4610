"""Simulates the gate over many histories, to measure how often it is fooled and how often it misses an improvement."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from models.learning.alpha_spending import BROKEN, FIXED, alpha_of, items_needed, least_fixed

NOISE = 0.15
"""The share of items on which two samples of one and the same model differ, half of them either way."""


@dataclass(frozen=True, slots=True)
class Simulated:
    """What came of it: `ever` is the share of histories that adopted anything, `by_round` that of each round."""

    ever: float
    by_round: tuple[float, ...]


def simulate(
    histories: int, rounds: int, *, fixed: float = NOISE / 2, broken: float = NOISE / 2, seed: int = 0
) -> Simulated:
    """Simulate the gate's proof in `histories` histories of `rounds` rounds.

    Args:
        histories: How many histories.
        rounds: How many rounds each has; each draws `items_needed` fresh items.
        fixed: The share of items that every candidate fixes; by default that of a candidate equal to the base.
        broken: The share that it breaks.
        seed: Of the random numbers.
    """
    random = np.random.default_rng(seed)
    adopted = np.zeros((histories, rounds), dtype=bool)
    for place in range(rounds):
        alpha, items = alpha_of(place + 1), items_needed(place + 1)
        drawn = random.multinomial(items, [fixed, broken, 1.0 - fixed - broken], size=histories)
        adopted[:, place] = [_passes(int(up), int(down), alpha) for up, down, _ in drawn]
    return Simulated(float(adopted.any(axis=1).mean()), tuple(float(each) for each in adopted.mean(axis=0)))


def simulate_improvement(histories: int, rounds: int, *, seed: int = 1) -> Simulated:
    """Simulate candidates that are 8 points better: 10 % of the items fixed, 2 % broken."""
    return simulate(histories, rounds, fixed=FIXED, broken=BROKEN, seed=seed)


def _passes(fixed: int, broken: int, alpha: float) -> bool:
    least = least_fixed(fixed + broken, alpha)
    return least is not None and fixed >= least
