from __future__ import annotations

import pytest

from models.reasoning.statistics import mcnemar_exact, wilson_interval


@pytest.mark.parametrize(
    ("right", "n", "low", "high"),
    [(0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (50, 100, 0.4038, 0.5962), (81, 263, 0.2553, 0.3662), (15, 148,
     0.0624, 0.1605)],
)  # fmt: skip
def test_wilson_intervals_of_the_literature(right: int, n: int, low: float, high: float) -> None:
    """81/263 and 15/148 are the examples of R. G. Newcombe, Statistics in Medicine 17 (1998), 857-872."""
    assert wilson_interval(right, n) == pytest.approx((low, high), abs=1e-4)


def test_wilson_without_trials_knows_nothing() -> None:
    assert wilson_interval(0, 0) == (0.0, 1.0)


def test_wilson_narrows_with_less_confidence() -> None:
    low, high = wilson_interval(30, 60, confidence=0.5)
    assert 0.4 < low < 0.5 < high < 0.6


@pytest.mark.parametrize(("right", "n"), [(-1, 5), (6, 5)])
def test_wilson_refuses_nonsense(right: int, n: int) -> None:
    with pytest.raises(ValueError, match="successes"):
        wilson_interval(right, n)


@pytest.mark.parametrize(
    ("fixed", "broken", "two", "one"),
    [(0, 0, 1.0, 1.0), (5, 5, 1.0, 0.623046875), (10, 2, 0.038574, 0.019287), (2, 10, 0.038574, 0.996826), (1, 0, 1.0,
     0.5), (31, 2, 1.308e-07, 6.54e-08)],
)  # fmt: skip
def test_mcnemar_is_the_binomial_test_on_changed_items(fixed: int, broken: int, two: float, one: float) -> None:
    """31 against 2 gives the 6.5e-8 of the design notes."""
    assert mcnemar_exact(fixed, broken) == pytest.approx(two, rel=1e-3)
    assert mcnemar_exact(fixed, broken, one_sided=True) == pytest.approx(one, rel=1e-3)


def test_mcnemar_takes_thousands() -> None:
    assert mcnemar_exact(3_000, 3_000) == 1.0
    assert mcnemar_exact(6_000, 0) == 0.0 or mcnemar_exact(6_000, 0) < 1e-300


def test_mcnemar_refuses_nonsense() -> None:
    with pytest.raises(ValueError, match="negative"):
        mcnemar_exact(-1, 3)
