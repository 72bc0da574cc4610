from __future__ import annotations

import random

import pytest

from models.reasoning.stopping import decide, overturn_probability


@pytest.mark.parametrize(
    ("first", "second", "probability"),
    [(0, 0, 0.5), (1, 0, 0.25), (2, 0, 0.125), (3, 0, 0.0625), (4, 0, 0.03125), (2, 1, 0.3125), (5, 1, 0.0625), (6, 1,
     0.03515625)],
)  # fmt: skip
def test_known_values_of_the_beta_posterior(first: int, second: int, probability: float) -> None:
    assert overturn_probability(first, second) == probability


def test_the_formula_is_the_posteriors_tail() -> None:
    draw = random.Random(7)
    over = sum(draw.betavariate(3 + 1, 6 + 1) > 0.5 for _ in range(40_000)) / 40_000
    assert overturn_probability(6, 3) == pytest.approx(over, abs=0.01)


def test_four_that_agree_are_enough() -> None:
    assert not decide([3], finished=3, planned=16).stop
    decision = decide([4], finished=4, planned=16)
    assert decision.stop and decision.early
    assert decision.statement == "stopped at 4 of 16"


def test_attempts_without_an_answer_count_as_finished_only() -> None:
    assert decide([4], finished=5, planned=16).statement == "stopped at 5 of 16"
    assert not decide([], finished=5, planned=16).stop


def test_a_lead_that_cannot_be_overturned_stops() -> None:
    assert decide([3], finished=3, planned=5).stop
    assert not decide([2, 1], finished=3, planned=5).stop
    assert not decide([3, 1], finished=4, planned=6).stop


def test_the_end_is_not_an_early_stop() -> None:
    for votes in ([], [1], [3, 2]):
        decision = decide(votes, finished=5, planned=5)
        assert decision.stop and not decision.early and decision.statement == ""


def test_the_order_of_the_groups_does_not_matter() -> None:
    assert decide([1, 7, 0], finished=8, planned=16) == decide([7, 1], finished=8, planned=16)


def test_what_makes_no_sense_is_refused() -> None:
    with pytest.raises(ValueError, match="most votes"):
        overturn_probability(1, 2)
