"""The exam: base, current and candidate answer the same fresh questions, each with the same seeds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import msgspec

from models.engine.protocol import AdapterChoice, Sampling
from models.history.learning.records import ItemRole, RoundItem
from models.learning.rounds.asking import BackgroundQuestion, Manner, Written
from models.learning.rounds.context import RoundContext
from models.learning.rounds.harvesting import served_messages
from models.learning.rounds.progress import StageClock

NULL_SEED = 500_000_003
"""Added to the seeds of the null control: the unchanged model, sampled otherwise."""

ANCHOR_TRIES = 3
"""How often the untrained model and the candidate are asked each anchor that is known."""


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
    """How many attempts were different: right, or wrong in a way of their own."""
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
    found += [
        Sitting(ItemRole.ANCHOR, Contender.BASE, greedy=True),
        Sitting(ItemRole.ANCHOR, Contender.NULL, ANCHOR_TRIES),
        Sitting(ItemRole.ANCHOR, Contender.CANDIDATE, ANCHOR_TRIES),
    ]
    return found + [Sitting(ItemRole.VARIETY, each, many) for each in (before(context), Contender.CANDIDATE)]


def before(context: RoundContext) -> Contender:
    """Return whom the candidate must beat."""
    return Contender.CURRENT if context.round.adapter_before else Contender.BASE


def units(context: RoundContext) -> tuple[int, int]:
    """Return how many answers an exam has, and how many of them are there."""
    planned = sittings(context)
    done = sum(len(context.store.rounds.work(context.round.id, each.kind)) for each in planned)
    return sum(len(_items(context, each)) for each in planned), done


def sit_all(context: RoundContext, clock: StageClock) -> None:
    """Let every contender answer; each answer is kept as soon as it is there."""
    for sitting in sittings(context):
        _sit(context, sitting, _items(context, sitting), clock)


def scores(context: RoundContext, role: ItemRole, contender: Contender) -> dict[int, Scored]:
    """Return how a contender answered, by item."""
    work = context.store.rounds.work(context.round.id, f"{role.value}:{contender.value}")
    return {number: msgspec.json.decode(content, type=Scored) for number, content in work.items()}


def known_anchors(context: RoundContext) -> set[int]:
    """Return the anchors that the untrained model answers rightly without chance."""
    return {number for number, each in scores(context, ItemRole.ANCHOR, Contender.BASE).items() if each.right}


def anchors_kept(context: RoundContext) -> tuple[int, tuple[int, ...]]:
    """Return how many tries at the known anchors the untrained model gets right, and how many each lost since.

    Both are asked anew and equally often. A small model's answers are so unsteady that it misses one in six of the
    anchors that it has just solved (measured: 92 of 114 tries), so that what a candidate misses says nothing by itself.
    """
    untrained, candidate = (
        {number: each.rights for number, each in scores(context, ItemRole.ANCHOR, who).items()}
        for who in (Contender.NULL, Contender.CANDIDATE)
    )
    losses = tuple(rights - candidate.get(number, 0) for number, rights in sorted(untrained.items()))
    return sum(untrained.values()), losses


def _items(context: RoundContext, sitting: Sitting) -> list[RoundItem]:
    """The items of a sitting; of the anchors the untrained model answers all, then only those that it knew."""
    items = context.store.rounds.items(context.round.id, sitting.role)
    if sitting.role is not ItemRole.ANCHOR or sitting.contender is Contender.BASE:
        return items
    known, answered = known_anchors(context), scores(context, ItemRole.ANCHOR, Contender.BASE)
    return [each for each in items if not answered or each.number in known]


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
        case Contender.NULL if sitting.role is ItemRole.ANCHOR:
            adapter = None  # what was never trained is what nothing may be lost of, however many rounds there were
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
        distinct=_distinct(item, attempts, [each.right for each in judged]),
        attempts=len(attempts),
    )


def _distinct(item: RoundItem, attempts: Sequence[Written], rights: Sequence[bool]) -> int:
    """Return how many attempts count as different: all right ones, and of the others each way to fail once.

    A model that has learned to solve a problem solves it in the same words each time; what must not happen is that it
    makes the same mistake each time.
    """
    pairs = list(zip(attempts, rights, strict=True))
    wrong = {" ".join(_told_apart(item, each).split()) for each, right in pairs if not right}
    return sum(rights) + len(wrong)


def _told_apart(item: RoundItem, written: Written) -> str:
    """What makes attempts different: their thoughts, and where nothing checks the answer its words as well."""
    return written.thought if item.gold else f"{written.thought}\n{written.answer}"
