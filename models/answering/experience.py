"""What the user's accepted answers teach the next question: worked examples, and which strategies were right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.errors import InputError
from models.learning.splits import is_held_out
from models.reasoning.strategies import Record, StrategyName, WorkedExample

if TYPE_CHECKING:
    from models.history.similar import AcceptedAnswer
    from models.history.store import Store

MOST_CONSIDERED = 40
"""Accepted answers to similar questions that count for the strategies' records."""

HeldOut = Callable[[str], bool]
"""Whether a question is kept for an exam, so that its answer must never be shown to the model."""


def held_out_of(store: Store) -> HeldOut:
    """Return which questions this user's history keeps for the exam."""
    splits = store.splits.all()
    return lambda question: is_held_out(question, splits)


@dataclass(frozen=True, slots=True)
class Experience:
    """What is known for one question."""

    examples: tuple[WorkedExample, ...] = ()
    records: dict[StrategyName, Record] | None = None

    def retrieve(self, _question: str, most: int) -> Sequence[WorkedExample]:
        """Return the nearest worked examples."""
        return self.examples[:most]


def experience_with(store: Store | None, question: str, held_out: HeldOut | None = None) -> Experience:
    """Return what the history teaches for a question; nothing when it cannot be read now."""
    if store is None:
        return Experience()
    try:
        accepted = store.accepted_like(question, limit=MOST_CONSIDERED)
        held_out = held_out or held_out_of(store)
    except InputError:
        return Experience()
    accepted = [each for each in accepted if not held_out(each.question)]
    examples = tuple(WorkedExample(each.question, each.thought, each.answer) for each in accepted if each.thought)
    return Experience(examples, _records(accepted))


def _records(accepted: Sequence[AcceptedAnswer]) -> dict[StrategyName, Record] | None:
    """How often each strategy gave the accepted answer; None while nothing is known."""
    counts: dict[StrategyName, Record] = {}
    for each in accepted:
        for strategy, final_answer in each.attempts if len(each.attempts) > 1 else ():
            try:
                name = StrategyName(strategy)
            except ValueError:
                continue
            before = counts.get(name, Record(0, 0))
            right = bool(final_answer) and final_answer.casefold() == each.answer.casefold()
            counts[name] = Record(before.right + right, before.tried + 1)
    return counts or None
