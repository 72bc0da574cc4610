"""Opens a round: plans it from what there is and draws its questions."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

import msgspec

from models.engine.protocol import Sampling
from models.errors import InputError
from models.history.learning.records import ItemRole, Round, RoundState
from models.history.store import Store
from models.learning import practice
from models.learning.alpha_spending import items_needed
from models.learning.rounds.accepted import LEAST_ACCEPTED, accepted_items, covered_families, teachable
from models.learning.rounds.collecting import anchor_items, practice_items, rehearsal_items
from models.learning.rounds.frontier import frontier
from models.learning.rounds.held_out import evidence_of_ratings, held_out, held_out_items
from models.learning.rounds.plan import (
    ACCEPTED,
    ANSWERS,
    PRACTICE,
    REHEARSAL,
    REHEARSALS,
    RoundPlan,
    checked_sources,
    steps_of_round,
)
from models.learning.rounds.training_set import MOST_REPLAY

DECIDED = (RoundState.ADOPTED, RoundState.KEPT)


@dataclass(frozen=True, slots=True)
class LearningModel:
    """The model that learns."""

    id: str
    name: str
    path: str


@dataclass(frozen=True, slots=True)
class RoundWishes:
    """What a round is asked to do; None leaves the choice to Rationale."""

    sources: tuple[str, ...] = ()
    seed: int | None = None
    practice_items: int | None = None
    gate_items: int | None = None
    steps: int | None = None
    rationalize: bool = True
    anchors: bool = True
    """Whether general questions belong to the exam."""
    rehearsals: int | None = None
    """How many general questions are rehearsed in the first round."""
    sampling: Sampling = field(default_factory=Sampling)
    system_prompt: str = ""


def open_round(store: Store, model: LearningModel, wishes: RoundWishes) -> Round:
    """Open a round with all its questions.

    Raises:
        InputError: There is too little to learn from, or another round is open.
    """
    sources = checked_sources(wishes.sources)
    families = tuple(each.removeprefix(PRACTICE) for each in sources if each != ACCEPTED)
    kept, evidence = held_out(store) if ACCEPTED in sources else [], ANSWERS
    if ACCEPTED in sources:
        sources = _with_exams(store, sources, families)
        evidence = ANSWERS if len(sources) > 1 else evidence_of_ratings(kept)
    before = store.rounds.of_model(model.id)
    number = len(before) + 1
    decision = sum(each.state in DECIDED for each in before) + 1
    plan = RoundPlan(
        sources=sources,
        seed=wishes.seed if wishes.seed is not None else random.SystemRandom().getrandbits(31),
        model_path=model.path,
        system_prompt=wishes.system_prompt,
        practice_items=240 if wishes.practice_items is None else wishes.practice_items,
        gate_items=items_needed(decision) if wishes.gate_items is None else wishes.gate_items,
        steps=steps_of_round(number) if wishes.steps is None else wishes.steps,
        sampling=wishes.sampling,
        decision=decision,
        rationalize=wishes.rationalize,
        anchors=wishes.anchors,
        rehearsals=REHEARSALS if wishes.rehearsals is None else wishes.rehearsals,
        evidence=evidence,
        rated=store.ratings.count(),
    )
    if wishes.gate_items is not None:
        plan = msgspec.structs.replace(plan, variety_items=min(plan.variety_items, wishes.gate_items // 4))
    items = practice_items(plan, weights=frontier(before, plan.practice, explains=plan.rationalize))
    first = sum(role is ItemRole.TRAIN for role, _ in items)
    items += held_out_items(kept, evidence, sum(role is ItemRole.GATE for role, _ in items))
    if ACCEPTED in sources and len(teachable(store)) >= LEAST_ACCEPTED:
        items += accepted_items(store, first)
    if not any(each.source == REHEARSAL for each in store.rounds.learned_before(model.id, number, limit=MOST_REPLAY)):
        items += rehearsal_items(plan, sum(role is ItemRole.TRAIN for role, _ in items))
    adapter = store.adapters.in_use(model.id)
    return store.rounds.begin(
        model_id=model.id,
        model_name=model.name,
        plan=plan.as_json(),
        adapter_before=adapter.id if adapter else "",
        items=[*items, *(anchor_items() if plan.anchors else [])],
    )


def _with_exams(store: Store, sources: tuple[str, ...], families: tuple[str, ...]) -> tuple[str, ...]:
    """The sources with the practice families that are the exam of the user's own ratings, as far as there are any.

    Raises:
        InputError: Ratings are the only source and there are too few.
    """
    accepted = teachable(store)
    if not families and len(accepted) < LEAST_ACCEPTED:
        missing = LEAST_ACCEPTED - len(accepted)
        raise InputError(
            f"Learning from your ratings needs {missing} more accepted answers; accept them, or let the model practise."
        )
    kinds = {practice.kind_of(each) for each in families}
    missing_exams = [each for each in covered_families(store) if each not in kinds]
    return (*sources, *(f"{PRACTICE}{each}" for each in missing_exams))
