"""Which levels of a practice set a round harvests from."""

from __future__ import annotations

import msgspec
import pytest

from models.history.learning.records import Round, RoundState, Stage
from models.learning.gate import Change, Decision
from models.learning.rounds.deciding import RoundReport
from models.learning.rounds.frontier import WEIGHT, WEIGHT_OF_MASTERED, allotted, frontier


def after(*right: int) -> list[Round]:
    """A round that harvested so many of ten right, by level from 1."""
    nothing = Change(0, (), (), 1.0)
    report = RoundReport(
        decision=Decision(adopted=True, alpha=0.0, change=nothing, null=nothing), adapter_id="v1", standings={},
        training=None, harvested=0, harvested_of=0, rationalized=0, rationalized_of=0, provenance={}, flaws={},
        harvested_by_level={f"practice:addition/{level}": (each, 10) for level, each in enumerate(right, 1)},
        tokens=0, seconds=1.0,
    )  # fmt: skip
    written = msgspec.json.encode(report).decode()
    return [Round("r", "m", "M", 1, Stage.DECIDE, RoundState.ADOPTED, "", "", 0.0, 1.0, 1.0, written, "")]


@pytest.mark.parametrize(
    ("right", "tried"),
    [
        ((), (1, 2, 3)),
        ((0, 0), (1, 2, 3)),
        ((9, 5), (1, 2, 3)),
        ((10, 9, 2), (1, 2, 3, 4)),
        ((9,) * 5, (1, 2, 3, 4, 5)),
    ],
)
def test_one_level_beyond_the_first_that_is_not_mastered_is_tried(
    right: tuple[int, ...], tried: tuple[int, ...]
) -> None:
    assert tuple(frontier(after(*right) if right else [], ["addition"], explains=True)["addition"]) == tried


def test_without_explanations_lengths_come_one_at_a_time() -> None:
    assert tuple(frontier([], ["addition"], explains=False)["addition"]) == (1, 2)
    assert tuple(frontier(after(9, 3), ["addition"], explains=False)["addition"]) == (1, 2, 3)


def test_what_is_mastered_is_repeated_and_most_is_new() -> None:
    weights = frontier(after(10, 9, 2), ["addition"], explains=True)["addition"]
    assert weights == {1: WEIGHT_OF_MASTERED, 2: WEIGHT_OF_MASTERED, 3: WEIGHT, 4: WEIGHT}
    assert allotted(weights, 400) == {1: 40, 2: 40, 3: 160, 4: 160}


@pytest.mark.parametrize("count", [0, 1, 2, 7, 100, 401])
def test_every_question_is_allotted(count: int) -> None:
    shares = allotted({1: 1, 2: 1, 3: 4}, count)
    assert sum(shares.values()) == count and shares[3] >= shares[2] >= shares[1] >= 0


def test_a_set_without_that_many_levels_has_all_of_them() -> None:
    assert tuple(frontier([], ["gcd"], explains=True)["gcd"]) == (1, 2)
