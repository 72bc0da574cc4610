"""Strategies: different ways to think about one question, so that attempts do not all make the same mistake.

Each gives the words that are added to the question (`AttemptPlan.instruction`). They are short, say one thing at a
time and ask for the answer in a form that is found again, since small models follow nothing longer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from models.engine.protocol import AttemptPlan

MOST_EXAMPLES = 2
LONGEST_EXAMPLE = 600
"""Characters of a worked example."""


class StrategyName(StrEnum):
    """The strategies, as they are stored and shown."""

    DIRECT = "direct"
    STEP_BY_STEP = "step_by_step"
    BACKWARDS = "backwards"
    ESTIMATE = "estimate"
    ANALOGY = "analogy"
    AT_ONCE = "at_once"


@dataclass(frozen=True, slots=True)
class WorkedExample:
    """An answer that this user accepted: the question, the rationale and the final answer."""

    question: str
    rationale: str
    answer: str


Retrieve = Callable[[str, int], Sequence[WorkedExample]]
"""Returns the accepted answers nearest to a question, at most so many; never the question itself or a held-out item."""


@dataclass(frozen=True, slots=True)
class Record:
    """How a strategy has done on similar questions: attempts that agreed with the accepted answer, of all."""

    right: int
    tried: int


_ENDING = "End with a line “Answer:” and the answer."
_WORDS: Mapping[StrategyName, str] = {
    StrategyName.DIRECT: _ENDING,
    StrategyName.STEP_BY_STEP: f"Solve it step by step. Write one calculation on each line. {_ENDING}",
    StrategyName.BACKWARDS: (
        "First say what is asked. Then say what you need to know for it, and work back to what is given. "
        f"Then calculate. {_ENDING}"
    ),
    StrategyName.ESTIMATE: (
        "First estimate the answer with round numbers. Then calculate it exactly. "
        f"Compare both; if they are far apart, calculate again. {_ENDING}"
    ),
}
_AT_ONCE_EVERY = 2
"""Where thinking is imposed, one of so many attempts answers at once."""
_ORDER = (StrategyName.STEP_BY_STEP, StrategyName.DIRECT, StrategyName.BACKWARDS, StrategyName.ESTIMATE)
_IMPOSED: Mapping[StrategyName, tuple[int, int]] = {
    StrategyName.DIRECT: (3, 10),
    StrategyName.STEP_BY_STEP: (1, 10),
    StrategyName.BACKWARDS: (1, 10),
    StrategyName.ESTIMATE: (1, 10),
}
"""What is known beforehand of a model that does not think by itself: told how to think it does worse than when it only
thinks (bundled model: 25 of 100 attempts right, 5 of 55 with added words). Counted as ten attempts, so that what has
worked for this user soon weighs more."""
_BEST_OF_THREE = 2
"""Where thinking is imposed the best strategy takes so many of three turns, the others the third in turn."""


def instruction(strategy: StrategyName, examples: Sequence[WorkedExample] = ()) -> str:
    """Return the words that a strategy adds to the question; by analogy without examples goes step by step."""
    if strategy is not StrategyName.ANALOGY:
        return _WORDS.get(strategy, "")
    shown = [_shown(each) for each in examples[:MOST_EXAMPLES]]
    if not shown:
        return _WORDS[StrategyName.STEP_BY_STEP]
    request = f"Solve the question above in the same way. {_ENDING}"
    return "\n\n".join(["Here is how similar questions were solved:", *shown, request])


def _shown(example: WorkedExample) -> str:
    rationale = example.rationale.strip()
    if len(rationale) > LONGEST_EXAMPLE:
        rationale = rationale[:LONGEST_EXAMPLE].rpartition(" ")[0] + " …"
    return f"Question: {example.question.strip()}\n{rationale}\nAnswer: {example.answer.strip()}"


def choose_strategies(
    attempts: int,
    *,
    analogy: bool = False,
    records: Mapping[StrategyName, Record] | None = None,
    imposed: bool = False,
) -> list[StrategyName]:
    """Return the strategy of each attempt, in the order in which they run.

    Without records they take turns in a fixed order. With records they are ranked by the mean of the posterior
    Beta(right + 1, wrong + 1), ties in the fixed order, and the better half takes every second turn more, so that what
    has worked is tried first and more often while nothing is given up. Where thinking is `imposed` the best one takes
    two of three turns.
    """
    known = records or {}
    names = [StrategyName.ANALOGY, *_ORDER] if analogy else list(_ORDER)
    if imposed:
        names.sort(key=lambda name: name not in (StrategyName.ANALOGY, StrategyName.DIRECT))
        known = {name: _with_prior(name, known.get(name)) for name in names}
    ranked = sorted(names, key=lambda name: (-_mean(known.get(name)), names.index(name)))
    if imposed:
        return [_of_three(ranked, number) for number in range(attempts)]
    turn = ranked + ranked[: len(ranked) // 2] if known else ranked
    return [turn[number % len(turn)] for number in range(attempts)]


def _of_three(ranked: Sequence[StrategyName], number: int) -> StrategyName:
    best, *others = ranked
    return best if number % 3 < _BEST_OF_THREE else others[number // 3 % len(others)]


def _with_prior(name: StrategyName, record: Record | None) -> Record:
    right, tried = _IMPOSED.get(name, (0, 0))
    return Record(right + (record.right if record else 0), tried + (record.tried if record else 0))


def _mean(record: Record | None) -> Fraction:
    return Fraction(record.right + 1, record.tried + 2) if record is not None else Fraction(1, 2)


def plan_attempts(
    question: str,
    attempts: int,
    *,
    seed: int,
    retrieve: Retrieve | None = None,
    records: Mapping[StrategyName, Record] | None = None,
    imposed: bool = False,
) -> list[tuple[StrategyName, AttemptPlan]]:
    """Return the attempts of a question, numbered from 1, each with its strategy, its words and its own seed.

    One attempt thinks in the model's own way, without added words, as does the first of several: it is what the
    model would do without us, and the vote needs that too. On a model that does not think by itself (`imposed`), some
    of the others answer at once, which it was trained to do: on 36 questions that the bundled model gets right 35 % of
    the time, four votes of thinking attempts gave 42 %, nine of both kinds 64 %.
    """
    examples = tuple(retrieve(question, MOST_EXAMPLES)) if retrieve is not None and attempts > 1 else ()
    numbers = range(2, attempts + 1)
    at_once = {number for number in numbers if imposed and number % _AT_ONCE_EVERY == 0}
    left = len(numbers) - len(at_once)
    chosen = iter(choose_strategies(left, analogy=bool(examples), records=records, imposed=imposed))
    plans = [(StrategyName.DIRECT, AttemptPlan(number=1, seed=seed))]
    for number in numbers:
        name = StrategyName.AT_ONCE if number in at_once else next(chosen)
        plan = AttemptPlan(
            number=number,
            seed=seed + number - 1,
            instruction=instruction(name, examples),
            answer_prefix="" if name is StrategyName.AT_ONCE else None,
        )
        plans.append((name, plan))
    return plans[:attempts]
