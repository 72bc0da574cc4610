"""The gate: what it takes as proof, what it refuses, and how seldom it is fooled over many rounds."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from models.learning.alpha_spending import ALPHA, alpha_of, items_needed, least_fixed, power
from models.learning.gate import Evidence, change_between, decide
from models.learning.gate_simulation import simulate, simulate_improvement
from models.reasoning.statistics import mcnemar_exact


def rights(n: int, share: float, *, but: range = range(0), more: range = range(0)) -> dict[int, bool]:
    """`n` items, the first `share` of them right, without those of `but`, with those of `more`."""
    return {each: (each < share * n and each not in but) or each in more for each in range(n)}


BETTER = Evidence(
    before=rights(300, 0.4),
    candidate=rights(300, 0.4, but=range(2), more=range(200, 231)),
    null=rights(300, 0.4, but=range(8), more=range(200, 209)),
    anchors=60,
    anchor_losses=(1, 0, 1, -1),
    pass_before=0.5,
    pass_candidate=0.6,
    variety_before=0.9,
    variety_candidate=0.8,
    well_formed_before=0.8,
    well_formed_candidate=0.95,
)


def test_what_is_proven_is_adopted_with_the_figures_of_its_proof() -> None:
    decision = decide(BETTER, decision=3)
    assert decision.adopted and decision.reasons == ()
    assert (len(decision.change.fixed), len(decision.change.broken), decision.change.n) == (31, 2, 300)
    assert decision.change.p == pytest.approx(6.5e-8, rel=0.01)
    assert decision.alpha == alpha_of(3)
    assert (len(decision.null.fixed), len(decision.null.broken)) == (9, 8)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            {"candidate": rights(300, 0.4, but=range(9), more=range(200, 211))},
            "Not proven: 11 answers were fixed and 9",
        ),
        ({"candidate": dict.fromkeys(range(60), True)}, "Only 60 held-out"),
        ({"null": rights(300, 0.4, more=range(200, 231))}, "unchanged model"),
        ({"anchor_losses": (1, 1, 2, 1, 1, 2)}, "Of 60 right answers to general questions it unlearned 8"),
        ({"pass_candidate": 0.4}, "too much alike"),
        ({"variety_candidate": 0.3}, "too much alike"),
        ({"well_formed_candidate": 0.7}, "less often"),
    ],
)
def test_each_condition_alone_keeps_what_was_in_use(change: dict[str, object], words: str) -> None:
    decision = decide(replace(BETTER, **change), decision=1)  # type: ignore[arg-type]
    assert not decision.adopted
    assert len(decision.reasons) == 1 and words in decision.reasons[0]


def test_anchors_that_chance_loses_do_not_count_as_unlearned() -> None:
    decision = decide(replace(BETTER, anchor_losses=(3, -2, 2, -1, 1, -1, 2, 0)), decision=1)
    assert decision.anchors_broken == 4 > 0.02 * decision.anchors
    assert decision.anchors_p > 0.05 and decision.adopted


def test_an_unchanged_model_keeps_its_anchors_and_a_forgetful_one_does_not() -> None:
    """79 anchors asked three times each, as the bundled model knows them (measured: two tries of three are right)."""
    draw = random.Random(3)
    chances = [draw.choice((0.2, 0.5, 0.8, 0.95)) for _ in range(79)]

    def sitting(forgotten: float) -> list[int]:
        return [sum(draw.random() < chance * (1 - forgotten) for _ in range(3)) for chance in chances]

    def refused(forgotten: float) -> float:
        count = 0
        for _ in range(400):
            before, after = sitting(0.0), sitting(forgotten)
            losses = tuple(one - other for one, other in zip(before, after, strict=True))
            count += not decide(replace(BETTER, anchors=sum(before), anchor_losses=losses), decision=1).adopted
        return count / 400

    assert refused(0.0) <= 0.08
    assert refused(0.2) >= 0.8


def test_only_items_that_both_answered_are_compared() -> None:
    change = change_between({1: True, 2: False, 3: False}, {2: True, 3: False, 4: True})
    assert (change.n, change.fixed, change.broken) == (2, (2,), ())


def test_all_the_alpha_there_is_adds_up() -> None:
    assert sum(alpha_of(decision) for decision in range(1, 20_000)) == pytest.approx(ALPHA, rel=1e-3)
    with pytest.raises(ValueError, match="from 1"):
        alpha_of(0)


@pytest.mark.parametrize("changed", [0, 1, 6, 7, 20, 33, 90])
@pytest.mark.parametrize("decision", [1, 5, 30])
def test_the_least_number_of_fixed_answers_is_just_enough(changed: int, decision: int) -> None:
    alpha = alpha_of(decision)
    least = least_fixed(changed, alpha)
    if least is None:
        assert mcnemar_exact(changed, 0, one_sided=True) > alpha
        return
    assert mcnemar_exact(least, changed - least, one_sided=True) <= alpha
    assert least == 0 or mcnemar_exact(least - 1, changed - least + 1, one_sided=True) > alpha


def test_the_items_grow_as_alpha_shrinks_and_keep_the_power() -> None:
    needed = [items_needed(decision) for decision in range(1, 31)]
    assert needed == sorted(needed) and needed[0] == 300
    assert all(power(items, alpha_of(place)) >= 0.8 for place, items in enumerate(needed, 1))


def test_over_thirty_rounds_nothing_is_adopted_by_chance_and_improvements_are_found() -> None:
    """The figures that the project promises, in 1,000 simulated histories of 30 rounds."""
    for seed in range(4):
        assert simulate(1000, 30, seed=seed).ever <= 0.05
        assert min(simulate_improvement(1000, 30, seed=seed).by_round) >= 0.8


def test_the_share_of_false_adoptions_does_not_hang_on_how_much_a_model_wavers() -> None:
    for noise in (0.02, 0.3, 0.8):
        assert simulate(2000, 30, fixed=noise / 2, broken=noise / 2).ever <= 0.05
