"""Rounds of learning as they stand in a history after some weeks."""

from __future__ import annotations

import msgspec

from models.history.learning.records import AdapterRecord, Round, RoundState, Stage
from models.learning.alpha_spending import alpha_of
from models.learning.gate import Evidence, decide
from models.learning.rounds.deciding import RoundReport, Standing
from models.learning.rounds.overview import ChangedAnswer, LearningOverview, ToldRound
from models.learning.rounds.training_stage import TrainingResult
from models.reasoning.statistics import wilson_interval


def standing(right: int, n: int = 300) -> Standing:
    return Standing(right, n, wilson_interval(right, n), 0.98, 60.0, {})


def rights(right: int, *, broken: int = 0, n: int = 300) -> dict[int, bool]:
    return {each: broken <= each < right + broken for each in range(n)}


def told_round(number: int, before: int, after: int, broken: int) -> ToldRound:
    evidence = Evidence(before=rights(before), candidate=rights(after, broken=broken), null=rights(before, broken=2))
    decision = decide(evidence, decision=number)
    state = RoundState.ADOPTED if decision.adopted else RoundState.KEPT
    report = RoundReport(
        decision=decision,
        adapter_id=f"v{number}-x",
        standings={
            "base": standing(118), "current": standing(before), "candidate": standing(after), "null": standing(before),
        },
        training=TrainingResult(
            examples=256, replay=100, dev=20, steps=40, best_step=35, base_dev_loss=1.2, dev_loss=0.1, tokens=40_000,
            seconds=300.0, parity_noise=0.08, parity_deviation=0.05,
        ),
        harvested=120, harvested_of=240, rationalized=58, rationalized_of=81,
        provenance={"own": 152, "hinted": 58, "corrected": 12, "seed": 8}, flaws={"wrong": 100},
        harvested_by_level={}, tokens=90_000, seconds=1500.0,
    )  # fmt: skip
    ended = Round(
        f"r{number}", "m", "SmolLM2 135M", number, Stage.DECIDE, state, "{}", "", 0.0, 1.0, 1500.0,
        msgspec.json.encode(report).decode(), "",
    )  # fmt: skip
    return ToldRound(ended, report)


def overview(*, open_round: Round | None = None) -> LearningOverview:
    rounds = (told_round(3, 142, 171, 2), told_round(2, 142, 144, 9), told_round(1, 118, 142, 5))
    assert [each.round.state for each in rounds] == [RoundState.ADOPTED, RoundState.KEPT, RoundState.ADOPTED]
    adapter = AdapterRecord("v3-x", "r3", "m", "v3", 0.0, 256, 19_500_000, 1.0)
    changed = (
        ChangedAnswer("A lamp costs 36 € after 20 % off. What did it cost before?", "45", "43.20", "45", fixed=True),
        ChangedAnswer("How many minutes are there from 09:40 to 11:15?", "95", "75", "95", fixed=True),
        ChangedAnswer("What is half of 3/4, as a fraction?", "3/8", "3/8", "3/4", fixed=False),
    )
    return LearningOverview("m", rounds, open_round, adapter, (adapter,), changed, 46, 6)


EMPTY = LearningOverview("m", (), None, None, (), (), 11, 11)

ALPHA_OF_THE_THIRD = alpha_of(3)
