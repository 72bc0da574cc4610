"""The stages harvest and rationalize: rationales by the model itself, each item finished once."""

from __future__ import annotations

import msgspec

from models.engine.protocol import AdapterChoice
from models.history.learning.records import ItemRole, LearnedExample, RoundItem, Stage
from models.learning import practice
from models.learning.examples import Provenance, TrainingExample
from models.learning.rounds.accepted import accepted_examples
from models.learning.rounds.asking import BackgroundQuestion, Written
from models.learning.rounds.context import RoundContext
from models.learning.rounds.harvesting import (
    Samples,
    harvest_question,
    hinted_copy,
    hinted_question,
    judged_samples,
    kept_examples,
    make_judge,
    rehearsed_parts,
    served_messages,
)
from models.learning.rounds.plan import PRACTICE, REHEARSAL
from models.learning.rounds.progress import StageClock
from models.learning.rounds.training_set import as_learned

HARVEST = "train:harvest"
RATIONALIZE = "train:rationalize"

ENOUGH_ACCEPTED = 8
"""Accepted answers of a practice family's kind that make its own seed rationales needless."""

PROBE = 32
LEAST_SOLVED = 0.1
"""A model without an adapter that solves fewer of the first `PROBE` questions is not asked the others: it learns from
the seed rationales and the user's answers first."""


def harvest(context: RoundContext) -> None:
    """Ask every item of the round and keep what became of it."""
    items = context.store.rounds.items(context.round.id, ItemRole.TRAIN)
    rehearsed = [each for each in items if each.source == REHEARSAL]
    asked = [each for each in items if each.source != REHEARSAL]
    _gather(context, Stage.HARVEST, HARVEST, rehearsed, hinted=False, adapter=None)
    _gather(context, Stage.HARVEST, HARVEST, asked, hinted=False, adapter=context.current)


def rationalize(context: RoundContext) -> None:
    """Ask every item that was not solved again, with its answer shown."""
    solved = {number for number, each in samples_of(context, HARVEST).items() if each.solved}
    items = context.store.rounds.items(context.round.id, ItemRole.TRAIN)
    unsolved = [each for each in items if each.number not in solved and each.source != REHEARSAL]
    if context.plan.rationalize:
        _gather(context, Stage.RATIONALIZE, RATIONALIZE, unsolved, hinted=True, adapter=context.current)


def samples_of(context: RoundContext, kind: str) -> dict[int, Samples]:
    """Return what was gathered, by item."""
    work = context.store.rounds.work(context.round.id, kind)
    return {number: msgspec.json.decode(content, type=Samples) for number, content in work.items()}


def gathered_examples(context: RoundContext) -> list[tuple[TrainingExample, LearnedExample]]:
    """Return everything new that the round trains on: accepted answers, seeds, harvested and explained rationales."""
    accepted = accepted_examples(context)
    found = [*accepted, *_seeds(context, [each.messages[-1].content for each, _ in accepted])]
    harvested, explained = samples_of(context, HARVEST), samples_of(context, RATIONALIZE)
    for item in context.store.rounds.items(context.round.id, ItemRole.TRAIN):
        own = Provenance.REHEARSAL if item.source == REHEARSAL else Provenance.OWN
        for samples, provenance in ((harvested, own), (explained, Provenance.HINTED)):
            if item.number in samples:
                found += _of_item(context, item, samples[item.number], provenance)
    return found


def _of_item(
    context: RoundContext, item: RoundItem, samples: Samples, provenance: Provenance
) -> list[tuple[TrainingExample, LearnedExample]]:
    kept = kept_examples(item, samples, context.plan, provenance)
    if provenance is Provenance.REHEARSAL:
        kept = [part for each in kept for part in rehearsed_parts(each)]
    if item.source.startswith(PRACTICE) and context.plan.rationalize:
        kept += [hinted_copy(each, context.plan, item.question, item.gold) for each in kept]
    return [(each, as_learned(each, gold=item.gold, conversation_id=item.conversation_id)) for each in kept]


def _seeds(context: RoundContext, accepted: list[str]) -> list[tuple[TrainingExample, LearnedExample]]:
    """The seed rationales of the practice families for which the user's own answers are not enough."""
    found = []
    for name in context.plan.practice:
        if sum(practice.covers(each) == practice.kind_of(name) for each in accepted) >= ENOUGH_ACCEPTED:
            continue
        for seed in practice.seed_rationales(name):
            example = TrainingExample(
                messages=served_messages(context.plan, seed.question),
                thought=seed.thought,
                answer=seed.answer,
                provenance=Provenance.SEED,
                source=f"{PRACTICE}{name}",
            )
            copies = [example, hinted_copy(example, context.plan, seed.question, seed.gold)]
            found += [(each, as_learned(each, gold=seed.gold)) for each in copies]
    return found


def _gather(
    context: RoundContext,
    stage: Stage,
    kind: str,
    items: list[RoundItem],
    *,
    hinted: bool,
    adapter: AdapterChoice | None,
) -> None:
    done = context.store.rounds.work(context.round.id, kind)
    by_number = {each.number: each for each in items}
    shows_seeds = context.round.adapter_before == ""
    make = hinted_question if hinted else harvest_question
    judge = make_judge(context.judge, hinted=hinted)
    clock = StageClock(context.tell, context.round, stage, len(items), sum(each in done for each in by_number))

    def take(number: int, attempts: list[Written]) -> None:
        samples = judged_samples(judge, by_number[number], attempts)
        context.store.rounds.keep_work(context.round.id, kind, number, msgspec.json.encode(samples).decode())
        clock.advance()

    waiting: list[BackgroundQuestion] = [
        make(each, context.plan, shows_seeds=shows_seeds) for each in items if each.number not in done
    ]
    manner = context.manner(adapter, keep_thoughts=shows_seeds)
    for start in range(0, len(waiting), PROBE):
        context.asker.ask_all(waiting[start : start + PROBE], manner, take)
        found = [each for number, each in samples_of(context, kind).items() if number in by_number]
        if shows_seeds and sum(each.solved for each in found) < LEAST_SOLVED * len(found):
            return
