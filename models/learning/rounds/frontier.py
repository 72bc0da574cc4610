"""Which levels of a practice set are harvested from, and how much of each: most where there is most to learn.

With rationalization the step beyond what is mastered may be larger: a sum that the model cannot find it can explain
once the answer is shown (STaR, Zelikman et al. 2022, section 4.1: without it lengths come one at a time).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from models.history.learning.records import Round
from models.learning import practice
from models.learning.rounds.deciding import read_report
from models.learning.rounds.plan import PRACTICE

MASTERED = 0.9
"""A level at which so many harvested answers are right is only repeated."""

WEIGHT, WEIGHT_OF_MASTERED = 4, 1
"""Shares of the questions. What helps is the number of distinct rationales at the frontier, not more of what is known
(measured on the bundled model's sums)."""

FIRST_LEVELS = 2
BEYOND = 1
"""So many levels beyond the first that is not mastered are tried."""


def frontier(before: Sequence[Round], names: Iterable[str], *, explains: bool) -> dict[str, dict[int, int]]:
    """Return for each practice set the levels to harvest from with their weights, by the last round's harvest.

    Args:
        before: The model's earlier rounds, the newest first.
        names: The practice sets.
        explains: Whether what is not solved is explained with the answer shown; then one level more is tried at first.
    """
    known = _harvested(before)
    chosen: dict[str, dict[int, int]] = {}
    for name in names:
        levels, rates = practice.levels_of(name), known.get(name, {})
        first = next((place for place, each in enumerate(levels) if rates.get(each, 0.0) < MASTERED), len(levels))
        tried = levels[: max(first + BEYOND + 1, FIRST_LEVELS + explains)]
        chosen[name] = {
            each: WEIGHT_OF_MASTERED if rates.get(each, 0.0) >= MASTERED else WEIGHT for each in tried
        }  # fmt: skip
    return chosen


def allotted(weights: Mapping[int, int], count: int) -> dict[int, int]:
    """Divide `count` questions by weights; what is left over goes to the hardest levels."""
    total = sum(weights.values())
    shares = {level: count * weight // total for level, weight in weights.items()}
    for level in sorted(weights, reverse=True)[: count - sum(shares.values())]:
        shares[level] += 1
    return shares


def _harvested(before: Iterable[Round]) -> dict[str, dict[int, float]]:
    """The share of right answers that the last round harvested, by practice set and level."""
    report = next((each for each in map(read_report, before) if each is not None), None)
    found: dict[str, dict[int, float]] = {}
    for name, (right, total) in (report.harvested_by_level if report else {}).items():
        source, _, level = name.rpartition("/")
        if level.isdecimal() and source.startswith(PRACTICE) and total:
            found.setdefault(source.removeprefix(PRACTICE), {})[int(level)] = right / total
    return found
