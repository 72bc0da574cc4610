"""Puts together what a round trains on: what is new, what is repeated, and what decides when to stop."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from models.history.learning.records import LearnedExample
from models.learning.examples import Provenance, TrainingExample

DEV_SHARE = 0.1
MOST_DEV = 32
LEAST_DEV = 12
"""The loss on fewer is chance: with five it ended a training half-way, at a quarter of the right answers."""

MOST_REPLAY = 4000
"""Examples of earlier rounds that are drawn from."""


@dataclass(frozen=True, slots=True)
class TrainingSet:
    """What a training run gets; all three are distinct questions apart from hinted copies."""

    examples: tuple[TrainingExample, ...]
    replay: tuple[TrainingExample, ...]
    dev: tuple[TrainingExample, ...]


def divide(new: Sequence[TrainingExample], before: Sequence[TrainingExample], *, seed: int) -> TrainingSet:
    """Divide examples into those to train on, those to repeat from earlier rounds, and those that decide when to stop.

    All examples of one question fall to the same side, so that nothing of the dev set is seen in training.
    """
    groups: dict[str, list[TrainingExample]] = defaultdict(list)
    for each in new:
        groups[_key(each)].append(each)
    keys = sorted(groups)
    random.Random(seed).shuffle(keys)
    count = min(MOST_DEV, round(DEV_SHARE * len(keys))) if len(keys) >= LEAST_DEV / DEV_SHARE else 0
    dev = set(keys[:count])
    known = {_identity(each) for each in new}
    replay = [each for each in before[:MOST_REPLAY] if _key(each) not in dev and _identity(each) not in known]
    return TrainingSet(
        examples=tuple(each for key in keys[count:] for each in groups[key]),
        replay=tuple(replay),
        dev=tuple(each for key in keys[:count] for each in groups[key]),
    )


def shuffled(training_set: TrainingSet, *, seed: int) -> TrainingSet:
    """Return the set with each thought and answer put to another question; what is rehearsed stays as it is.

    An adapter trained on it has seen the same words and can have learned nothing of what belongs to which question.
    """
    return TrainingSet(
        *(_displaced(each, seed) for each in (training_set.examples, training_set.replay, training_set.dev))
    )


def _displaced(examples: Sequence[TrainingExample], seed: int) -> tuple[TrainingExample, ...]:
    """Move the answers along by as many as the most frequent question has, so that none comes back to its question."""
    groups: dict[str, list[int]] = defaultdict(list)
    for place, each in enumerate(examples):
        if each.provenance is not Provenance.REHEARSAL:
            groups[_key(each)].append(place)
    keys = sorted(groups)
    random.Random(seed).shuffle(keys)
    order = [place for key in keys for place in groups[key]]
    step = max(map(len, groups.values()), default=0)
    moved = dict(zip(order, order[step:] + order[:step], strict=True))
    return tuple(
        msgspec.structs.replace(each, thought=examples[moved[place]].thought, answer=examples[moved[place]].answer)
        if place in moved
        else each
        for place, each in enumerate(examples)
    )


def as_learned(example: TrainingExample, *, gold: str = "", conversation_id: str | None = None) -> LearnedExample:
    """Return an example as the history keeps it."""
    return LearnedExample(
        provenance=example.provenance.value,
        source=example.source,
        question=example.messages[-1].content,
        thought=example.thought,
        answer=gold or example.answer,
        content=msgspec.json.encode(example).decode(),
        conversation_id=conversation_id,
    )


def as_example(learned: LearnedExample) -> TrainingExample | None:
    """Return an example that the history kept; None for one of another version."""
    try:
        return msgspec.json.decode(learned.content, type=TrainingExample)
    except msgspec.DecodeError:
        return None


def _key(example: TrainingExample) -> str:
    """The question without a shown answer."""
    return example.messages[-1].content.partition("\n(The answer is ")[0]


def _identity(example: TrainingExample) -> tuple[str, str]:
    return example.messages[-1].content, " ".join(example.thought.split())
