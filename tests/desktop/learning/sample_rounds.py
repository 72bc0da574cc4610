"""Rounds of learning as they stand in a history after some weeks."""

from __future__ import annotations

from dataclasses import replace

import msgspec

from models.history.learning.audits import Audit
from models.history.learning.records import AdapterRecord, Round, RoundState, Stage
from models.learning.alpha_spending import alpha_of
from models.learning.gate import Evidence, decide
from models.learning.likelihood_gate import decide_by_likelihood
from models.learning.rounds.audit import AuditResult, AuditScore
from models.learning.rounds.deciding import RoundReport, Standing
from models.learning.rounds.likelihood import as_decision
from models.learning.rounds.overview import ChangedAnswer, LearnedFrom, LearningOverview, ToldRound
from models.learning.rounds.training_stage import TrainingResult
from models.reasoning.statistics import wilson_interval

BEFORE = {1: "", 2: "v1-x", 3: "v1-x"}
"""What was in use before each round."""

PLAN = '{"sources":["accepted","practice:gcd"],"seed":1,"model_path":""}'

SEALED = AuditResult(AuditScore(66, 200, (0.27, 0.4)), AuditScore(114, 200, (0.5, 0.64)), 50, 2, 1e-9)
AUDITS = (Audit("a", "m", "v3-x", 0.0, "[]", msgspec.json.encode(SEALED).decode()),)


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
        f"r{number}", "m", "SmolLM2 135M", number, Stage.DECIDE, state, "{}", BEFORE[number], 0.0, 1.0, 1500.0,
        msgspec.json.encode(report).decode(), "",
    )  # fmt: skip
    return ToldRound(ended, report)


def overview(*, open_round: Round | None = None) -> LearningOverview:
    rounds = (told_round(3, 142, 171, 2), told_round(2, 142, 144, 9), told_round(1, 118, 142, 5))
    assert [each.round.state for each in rounds] == [RoundState.ADOPTED, RoundState.KEPT, RoundState.ADOPTED]
    adapters = tuple(
        AdapterRecord(f"v{number}-x", f"r{number}", "m", f"v{number}", 86_400.0 * number, 256, 19_500_000, 1.0)
        for number in (3, 2, 1)
    )
    changed = (
        ChangedAnswer("A lamp costs 36 € after 20 % off. What did it cost before?", "45", "43.20", "45", fixed=True),
        ChangedAnswer("How many minutes are there from 09:40 to 11:15?", "95", "75", "95", fixed=True),
        ChangedAnswer("What is half of 3/4, as a fraction?", "3/8", "3/8", "3/4", fixed=False),
    )
    learned = LearnedFrom(accepted=34, corrected=12, practised=210, explained=58)
    return LearningOverview("m", rounds, open_round, adapters[0], adapters, changed, 46, 6, AUDITS, learned)


def failed_overview() -> LearningOverview:
    """The newest round has failed."""
    failed = Round(
        "r4", "m", "SmolLM2 135M", 4, Stage.TRAIN, RoundState.FAILED, PLAN, "v3-x", 0.0, 1.0, 60.0, "",
        "Only 3 rationales could be learned from and 8 are the least; accept more answers or add a practice set.",
    )  # fmt: skip
    found = overview()
    return replace(found, rounds=(ToldRound(failed, None), *found.rounds))


def likelihood_overview() -> LearningOverview:
    """The only round was decided by how likely held-out accepted answers have become."""
    before = dict.fromkeys(range(24), -2.0)
    after = {each: -2.0 + (0.01 * (each + 1) if each > 1 else -0.01) for each in before}
    null = {each: -2.0 + (0.01 if each % 2 else -0.011) for each in before}
    decision = decide_by_likelihood(before, after, null, decision=1)
    assert decision.adopted
    told = told_round(1, 118, 142, 5)
    assert told.report is not None
    report = msgspec.structs.replace(
        told.report, likelihood=decision, standings={},
        decision=as_decision(decision, Evidence(before={}, candidate={}, null={})),
    )  # fmt: skip
    changed = (ChangedAnswer("What is my cat called?", "Mia", "-2.100", "-1.900", fixed=True),
               ChangedAnswer("Where do I live?", "Here", "-2.000", "-2.010", fixed=False))  # fmt: skip
    adapter = overview().adapters[-1]
    return LearningOverview(
        "m", (ToldRound(told.round, report),), None, adapter, (adapter,), changed, 96, 6, (), LearnedFrom(accepted=75)
    )


EMPTY = LearningOverview("m", (), None, None, (), (), 11, 11)

ALPHA_OF_THE_THIRD = alpha_of(3)
