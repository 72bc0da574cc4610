"""The stage evaluate: base, current and candidate answer the same fresh questions, each with the same seeds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import msgspec

from models.engine.protocol import AdapterChoice, Sampling
from models.history.learning.records import ItemRole, RoundItem, Stage
from models.learning.rounds.asking import BackgroundQuestion, Manner, Written
from models.learning.rounds.context import RoundContext
from models.learning.rounds.harvesting import served_messages
from models.learning.rounds.progress import StageClock

NULL_SEED = 500_000_003
"""Added to the seeds of the null control: the unchanged model, sampled otherwise."""


class Contender(StrEnum):
    """Who answers."""

    BASE = "base"
    CURRENT = "current"
    CANDIDATE = "candidate"
    NULL = "null"
    """The current one with other seeds; the gate must not find it better."""


class Scored(msgspec.Struct, frozen=True):
    """How one item was answered; `right` and `given` are those of the first attempt."""

    given: str
    right: bool
    well_formed: bool
    tokens: int
    rights: int = 0
    """How many attempts were right."""
    distinct: int = 0
    """How many different thoughts there were."""
    attempts: int = 1


@dataclass(frozen=True, slots=True)
class Sitting:
    """One contender's turn at one kind of items."""

    role: ItemRole
    contender: Contender
    attempts: int = 1
    greedy: bool = False

    @property
    def kind(self) -> str:
        """The name of this work in the history."""
        return f"{self.role.value}:{self.contender.value}"


def sittings(context: RoundContext) -> list[Sitting]:
    """Return who answers what, in order; the current one is the base until an adapter is in use."""
    has_adapter = bool(context.round.adapter_before)
    who = [Contender.BASE, *([Contender.CURRENT] if has_adapter else []), Contender.CANDIDATE, Contender.NULL]
    many = context.plan.variety_attempts
    found = [Sitting(ItemRole.GATE, each) for each in who]
    found += [Sitting(ItemRole.ANCHOR, each, greedy=True) for each in (Contender.BASE, Contender.CANDIDATE)]
    return found + [Sitting(ItemRole.VARIETY, each, many) for each in (before(context), Contender.CANDIDATE)]


def before(context: RoundContext) -> Contender:
    """Return whom the candidate must beat."""
    return Contender.CURRENT if context.round.adapter_before else Contender.BASE


def evaluate(context: RoundContext) -> None:
    """Let every contender answer; each answer is kept as soon as it is there."""
    planned = [(each, _items(context, each)) for each in sittings(context)]
    done = sum(len(context.store.rounds.work(context.round.id, each.kind)) for each, _ in planned)
    clock = StageClock(context.tell, context.round, Stage.EVALUATE, sum(len(items) for _, items in planned), done)
    for sitting, _ in planned:
        _sit(context, sitting, _items(context, sitting), clock)


def scores(context: RoundContext, role: ItemRole, contender: Contender) -> dict[int, Scored]:
    """Return how a contender answered, by item."""
    work = context.store.rounds.work(context.round.id, f"{role.value}:{contender.value}")
    return {number: msgspec.json.decode(content, type=Scored) for number, content in work.items()}


def _items(context: RoundContext, sitting: Sitting) -> list[RoundItem]:
    """The items of a sitting; of the anchors only the base answers all, others those that it knew."""
    items = context.store.rounds.items(context.round.id, sitting.role)
    if sitting.role is not ItemRole.ANCHOR or sitting.contender is Contender.BASE:
        return items
    known = scores(context, ItemRole.ANCHOR, Contender.BASE)
    return [each for each in items if not known or (each.number in known and known[each.number].right)]


def _sit(context: RoundContext, sitting: Sitting, items: Sequence[RoundItem], clock: StageClock) -> None:
    kept = context.store.rounds.work(context.round.id, sitting.kind)
    by_number = {each.number: each for each in items}
    offset = NULL_SEED if sitting.contender is Contender.NULL else 0

    def take(number: int, attempts: list[Written]) -> None:
        scored = _scored(context, by_number[number], attempts)
        context.store.rounds.keep_work(context.round.id, sitting.kind, number, msgspec.json.encode(scored).decode())
        clock.advance(sitting.contender.value)

    questions = [
        BackgroundQuestion(
            each.number,
            served_messages(context.plan, each.question),
            (context.plan.seed + 104_729 * each.number + offset) % 2**32,
            sitting.attempts,
        )
        for each in items
        if each.number not in kept
    ]
    context.asker.ask_all(questions, _manner(context, sitting), take)


def _manner(context: RoundContext, sitting: Sitting) -> Manner:
    adapter: AdapterChoice | None = None
    match sitting.contender:
        case Contender.CANDIDATE:
            adapter = AdapterChoice(str(context.candidate))
        case Contender.CURRENT | Contender.NULL:
            adapter = context.current
        case Contender.BASE:
            adapter = None
    manner = context.manner(adapter)
    if not sitting.greedy:
        return manner
    sampling: Sampling = msgspec.structs.replace(manner.sampling, temperature=0.0)
    return Manner(manner.adapter, sampling, manner.budget)


def _scored(context: RoundContext, item: RoundItem, attempts: list[Written]) -> Scored:
    judged = [context.judge.judge(item, each) for each in attempts]
    return Scored(
        given=judged[0].given,
        right=judged[0].right,
        well_formed=judged[0].well_formed,
        tokens=sum(each.tokens for each in attempts),
        rights=sum(each.right for each in judged),
        distinct=len({" ".join(each.thought.split()) for each in attempts}),
        attempts=len(attempts),
    )
