from __future__ import annotations

import random

import pytest

from models.reasoning.stopping import decide, overturn_probability


def overturned_by_drawing(votes: list[int], remaining: int, draw: random.Random) -> float:
    """Let the votes to come fall by Pólya's urn: each answer weighs its votes and one, and so does a new one."""
    counts = [*votes, 0]
    for _ in range(remaining):
        counts[draw.choices(range(len(counts)), [each + 1 for each in counts])[0]] += 1
    return 0.5 if max(counts[1:]) == counts[0] else float(max(counts[1:]) > counts[0])


@pytest.mark.parametrize(("votes", "remaining"), [([3], 13), ([3, 1], 4), ([6, 3], 7), ([2], 3), ([4, 2, 2, 1], 7)])
def test_the_probability_is_that_of_the_urn(votes: list[int], remaining: int) -> None:
    draw = random.Random(7)
    tries = 20_000
    share = sum(overturned_by_drawing(votes, remaining, draw) for _ in range(tries)) / tries
    said = overturn_probability(votes, remaining)
    assert said >= share - 0.01, "with several rivals it may be too much, never too little"
    assert said == pytest.approx(share, abs=0.01 if len(votes) == 1 else 0.06)


def test_known_values() -> None:
    assert overturn_probability([1], 0) == overturn_probability([3, 1], 1) == 0.0
    assert overturn_probability([1], 1) == pytest.approx(1 / 6), "the weights are 2 and 1, and it would be a tie"
    assert overturn_probability([2, 1], 1) == pytest.approx(1 / 6), "a tie again: the second's weight is 2 of 6"


def test_three_that_agree_are_enough() -> None:
    assert not decide([2], finished=2, planned=16).stop
    decision = decide([3], finished=3, planned=16)
    assert decision.stop and decision.early
    assert decision.statement == "stopped at 3 of 16"


def test_attempts_without_an_answer_count_as_finished_only() -> None:
    assert decide([4], finished=5, planned=16).statement == "stopped at 5 of 16"
    assert not decide([], finished=5, planned=16).stop


def test_the_fewer_are_to_come_the_safer_is_a_lead() -> None:
    assert not decide([4, 1], finished=5, planned=16).stop
    assert decide([4, 1], finished=5, planned=8).stop
    said = [overturn_probability([4, 1], remaining) for remaining in range(12)]
    assert said == sorted(said) and said[0] == 0.0


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
    for votes in ([1, 2], [1, -1]):
        with pytest.raises(ValueError, match="most votes"):
            overturn_probability(votes, 3)
