"""The stage decide: puts the evidence before the gate, adopts or keeps, and writes the report."""

from __future__ import annotations

import os
import shutil
import time
from collections import Counter
from collections.abc import Mapping

import msgspec

from models.history.learning.records import AdapterRecord, ChoiceReason, ItemRole, Round, RoundItem, RoundState
from models.learning.gate import Decision, Evidence, decide
from models.learning.likelihood_gate import LikelihoodDecision
from models.learning.rounds.context import RoundContext
from models.learning.rounds.evaluating import Contender, Scored, anchors_kept, before, scores
from models.learning.rounds.gathering import HARVEST, RATIONALIZE, samples_of
from models.learning.rounds.likelihood import as_decision, decide_round_by_likelihood
from models.learning.rounds.plan import LIKELIHOOD, REHEARSAL
from models.learning.rounds.training_stage import TrainingResult, training_result
from models.paths import make_private_folder
from models.reasoning.statistics import wilson_interval


class Standing(msgspec.Struct, frozen=True):
    """How one contender stood the exam; `by_level` gives right and all by the level of the questions."""

    right: int
    n: int
    interval: tuple[float, float]
    well_formed: float
    tokens: float
    by_level: dict[str, tuple[int, int]]


class RoundReport(msgspec.Struct, frozen=True, kw_only=True):
    """Everything about a round that people ask for; questions are named by number, as the round's items are."""

    decision: Decision
    adapter_id: str
    standings: dict[str, Standing]
    training: TrainingResult | None
    harvested: int
    harvested_of: int
    rationalized: int
    rationalized_of: int
    provenance: dict[str, int]
    """Examples by where they come from."""
    flaws: dict[str, int]
    """Why harvested rationales were not learned from."""
    harvested_by_level: dict[str, tuple[int, int]]
    tokens: int
    """That were written for the harvest and the exam."""
    seconds: float
    likelihood: LikelihoodDecision | None = None
    """Where held-out accepted answers were compared instead; it makes no claim about right and wrong."""


def decide_round(context: RoundContext, *, seconds: float) -> Round:
    """Decide, adopt where it is proven, and end the round; returns it as it ended."""
    evidence, likelihood = _evidence(context), None
    if context.plan.evidence == LIKELIHOOD:
        likelihood = decide_round_by_likelihood(context, evidence)
        decision = as_decision(likelihood, evidence)
    else:
        decision = decide(evidence, decision=context.plan.decision)
    return conclude(context, decision, likelihood, seconds=seconds)


def conclude(
    context: RoundContext, decision: Decision, likelihood: LikelihoodDecision | None = None, *, seconds: float
) -> Round:
    """Keep the candidate as an adapter, in use or not, and end the round with its report; returns it as it ended."""
    adapter_id = _keep_adapter(context, decision)
    report = msgspec.structs.replace(_report(context, decision, adapter_id, seconds), likelihood=likelihood)
    state = RoundState.ADOPTED if decision.adopted else RoundState.KEPT
    context.store.rounds.end(context.round.id, state, seconds=seconds, report=msgspec.json.encode(report).decode())
    shutil.rmtree(context.files, ignore_errors=True)
    return context.store.rounds.get(context.round.id)


def read_report(ended: Round) -> RoundReport | None:
    """Return a round's report; None while it has none or one of another version."""
    if not ended.report:
        return None
    try:
        return msgspec.json.decode(ended.report, type=RoundReport)
    except msgspec.DecodeError:
        return None


def _evidence(context: RoundContext) -> Evidence:
    reference, unchecked = before(context), context.plan.evidence == LIKELIHOOD
    gate = {each: scores(context, ItemRole.GATE, each) for each in (reference, Contender.CANDIDATE, Contender.NULL)}
    anchors, losses = anchors_kept(context)
    variety = {each: scores(context, ItemRole.VARIETY, each) for each in (reference, Contender.CANDIDATE)}
    return Evidence(
        before=_rights(gate[reference]), candidate=_rights(gate[Contender.CANDIDATE]),
        null=_rights(gate[Contender.NULL]),
        anchors=anchors, anchor_losses=losses,
        pass_before=None if unchecked else _pass(variety[reference]),
        pass_candidate=None if unchecked else _pass(variety[Contender.CANDIDATE]),
        variety_before=_variety(variety[reference]), variety_candidate=_variety(variety[Contender.CANDIDATE]),
        well_formed_before=_well_formed(gate[reference]),
        well_formed_candidate=_well_formed(gate[Contender.CANDIDATE]),
    )  # fmt: skip


def _keep_adapter(context: RoundContext, decision: Decision) -> str:
    """Move the candidate to the user's adapters; only then is it told of, so that what is in use is always there."""
    identifier = f"v{context.round.number}-{context.round.id[-8:]}"
    path = context.folder.adapters / f"{identifier}.gguf"
    make_private_folder(context.folder.adapters)
    if context.candidate.exists():
        context.candidate.replace(path)
    descriptor = os.open(path, os.O_RDONLY)
    os.fsync(descriptor)
    os.close(descriptor)
    result = training_result(context)
    context.store.adapters.add(
        AdapterRecord(
            identifier, context.round.id, context.round.model_id, f"v{context.round.number}", time.time(),
            result.examples + result.dev if result else 0, path.stat().st_size, 1.0,
        ),
        reason=ChoiceReason.ADOPTED if decision.adopted else None,
    )  # fmt: skip
    return identifier


def _report(context: RoundContext, decision: Decision, adapter_id: str, seconds: float) -> RoundReport:
    items = {each.number: each for each in context.store.rounds.items(context.round.id, ItemRole.GATE)}
    standings = {
        each.value: _standing(found, items) for each in Contender if (found := scores(context, ItemRole.GATE, each))
    }
    train = {
        each.number: each
        for each in context.store.rounds.items(context.round.id, ItemRole.TRAIN)
        if each.source != REHEARSAL
    }
    harvest, explained = (
        {number: each for number, each in samples_of(context, kind).items() if number in train}
        for kind in (HARVEST, RATIONALIZE)
    )
    by_level: dict[str, tuple[int, int]] = {}
    for number, each in harvest.items():
        _count(by_level, train.get(number), right=each.solved)
    samples = [one for each in (*harvest.values(), *explained.values()) for one in each.samples]
    learned = context.store.rounds.learned(context.round.id)
    exam = sum(int(each.tokens * each.n) for each in standings.values())
    return RoundReport(
        decision=decision, adapter_id=adapter_id, standings=standings, training=training_result(context),
        harvested=sum(each.solved for each in harvest.values()), harvested_of=len(harvest),
        rationalized=sum(each.solved for each in explained.values()), rationalized_of=len(explained),
        provenance=dict(Counter(each.provenance for each in learned)),
        flaws=dict(Counter(each.flaw for each in samples if each.flaw)),
        harvested_by_level=by_level, tokens=exam + sum(each.tokens for each in samples), seconds=seconds,
    )  # fmt: skip


def _standing(found: Mapping[int, Scored], items: Mapping[int, RoundItem]) -> Standing:
    right, n = sum(each.right for each in found.values()), len(found)
    by_level: dict[str, tuple[int, int]] = {}
    for number, each in found.items():
        _count(by_level, items.get(number), right=each.right)
    return Standing(
        right, n, wilson_interval(right, n), _well_formed(found), sum(e.tokens for e in found.values()) / n, by_level
    )


def _count(by_level: dict[str, tuple[int, int]], item: RoundItem | None, *, right: bool) -> None:
    if item is None:
        return
    name = f"{item.source}/{item.level}" if item.level else item.source
    rights, total = by_level.get(name, (0, 0))
    by_level[name] = (rights + right, total + 1)


def _rights(found: Mapping[int, Scored]) -> dict[int, bool]:
    return {number: each.right for number, each in found.items()}


def _well_formed(found: Mapping[int, Scored]) -> float:
    return sum(each.well_formed for each in found.values()) / len(found) if found else 0.0


def _pass(found: Mapping[int, Scored]) -> float | None:
    return sum(each.rights > 0 for each in found.values()) / len(found) if found else None


def _variety(found: Mapping[int, Scored]) -> float | None:
    return sum(each.distinct / each.attempts for each in found.values()) / len(found) if found else None
