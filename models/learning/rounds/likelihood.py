"""The second kind of evidence in a round: how likely each contender finds the user's held-out accepted answers."""

from __future__ import annotations

from statistics import fmean

import msgspec

from models.engine.messages import Message
from models.engine.protocol import AdapterChoice, FailureReason, Score
from models.errors import EngineError
from models.history.learning.records import ItemRole
from models.history.store import Store
from models.identifiers import new_id
from models.learning.gate import Change, Decision, Evidence
from models.learning.likelihood_gate import LikelihoodDecision, decide_by_likelihood
from models.learning.rounds.context import RoundContext
from models.learning.rounds.evaluating import Contender, before
from models.learning.rounds.held_out import held_out
from models.learning.rounds.progress import StageClock

_NEVER = (FailureReason.PROMPT_TOO_LONG, FailureReason.REQUEST, FailureReason.TEMPLATE)
"""Refusals that come again however often an answer is measured."""


class Likelihood(msgspec.Struct, frozen=True):
    """How likely an answer is: the mean log-probability of a token (nats); None where it cannot be measured."""

    mean: float | None
    tokens: int


def contenders(context: RoundContext) -> list[Contender]:
    """Return who is measured; the null control is the adapter trained on shuffled answers."""
    current = [Contender.CURRENT] if context.round.adapter_before else []
    return [Contender.BASE, *current, Contender.CANDIDATE, Contender.NULL]


def units(context: RoundContext) -> tuple[int, int]:
    """Return how many measurements a round has, and how many of them are done."""
    total = len(context.store.rounds.items(context.round.id, ItemRole.LIKELIHOOD)) * len(contenders(context))
    return total, sum(len(context.store.rounds.work(context.round.id, _kind(each))) for each in contenders(context))


def measure(context: RoundContext, clock: StageClock) -> None:
    """Measure every held-out answer under every contender; each is kept as soon as it is there.

    An answer whose rating was withdrawn since the round began is left out.

    Raises:
        Halted: The round is to end.
        EngineError: The engine cannot measure.
    """
    now = {(each.question, each.answer): each.messages for each in held_out(context.store)}
    for contender in contenders(context):
        kept = context.store.rounds.work(context.round.id, _kind(contender))
        for item in context.store.rounds.items(context.round.id, ItemRole.LIKELIHOOD):
            messages = now.get((item.question, item.gold))
            if item.number in kept or messages is None:
                continue
            found = _measured(context, messages, item.gold, _adapter(context, contender))
            content = msgspec.json.encode(found).decode()
            context.store.rounds.keep_work(context.round.id, _kind(contender), item.number, content)
            clock.advance(contender.value)


def likelihoods(context: RoundContext, contender: Contender) -> dict[int, float]:
    """Return how likely a contender finds each held-out answer: the mean log-probability of a token, by item."""
    return kept_likelihoods(context.store, context.round.id, contender)


def kept_likelihoods(store: Store, round_id: str, contender: Contender) -> dict[int, float]:
    """Return what was measured in a round, also long after it has ended."""
    work = store.rounds.work(round_id, _kind(contender))
    found = {number: msgspec.json.decode(content, type=Likelihood) for number, content in work.items()}
    return {number: each.mean for number, each in found.items() if each.mean is not None}


def decide_round_by_likelihood(context: RoundContext, conditions: Evidence) -> LikelihoodDecision:
    """Decide by what was measured; `conditions` are anchors and variety."""
    return decide_by_likelihood(
        likelihoods(context, before(context)),
        likelihoods(context, Contender.CANDIDATE),
        likelihoods(context, Contender.NULL),
        decision=context.plan.decision,
        conditions=conditions,
    )


def as_decision(found: LikelihoodDecision, conditions: Evidence) -> Decision:
    """Return the decision as every round has one; no answers were compared, so nothing is fixed and nothing broken."""
    nothing = Change(0, (), (), 1.0)
    return Decision(
        adopted=found.adopted, alpha=found.alpha, change=nothing, null=nothing, reasons=found.reasons,
        anchors=conditions.anchors, anchors_broken=conditions.anchors_broken, anchors_p=conditions.anchors_p,
        variety_before=conditions.variety_before, variety_candidate=conditions.variety_candidate,
    )  # fmt: skip


def _measured(
    context: RoundContext, messages: tuple[Message, ...], answer: str, adapter: AdapterChoice | None
) -> Likelihood:
    try:
        found = context.asker.score(Score(new_id(), messages, answer, adapter=adapter))
    except EngineError as error:
        if error.reason not in _NEVER:
            raise
        return Likelihood(None, 0)
    return Likelihood(fmean(found), len(found)) if found else Likelihood(None, 0)


def _adapter(context: RoundContext, contender: Contender) -> AdapterChoice | None:
    match contender:
        case Contender.CANDIDATE:
            return AdapterChoice(str(context.candidate))
        case Contender.NULL:
            return AdapterChoice(str(context.control))
        case Contender.CURRENT:
            return context.current
        case Contender.BASE:
            return None


def _kind(contender: Contender) -> str:
    return f"{ItemRole.LIKELIHOOD.value}:{contender.value}"
