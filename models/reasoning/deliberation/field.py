"""The attempts of one question: those that wait, those that run, those that are over, and what they have used up."""

from __future__ import annotations

import msgspec

from models.engine.protocol import AttemptPlan
from models.reasoning.deliberation.course import Course
from models.reasoning.deliberation.plan import DeliberationPlan
from models.reasoning.strategies import MOST_EXAMPLES, StrategyName, instruction, plan_attempts
from models.reasoning.votes import Ballot

LEAST_THOUGHT = 16
"""Tokens; with fewer left of the shared budget no other attempt is begun or repaired."""


class Field:
    """All attempts of a deliberation."""

    def __init__(self, plan: DeliberationPlan) -> None:
        self._plan = plan
        self._waiting = _planned(plan)
        self._refills = plan.planned
        self.courses: list[Course] = []

    @property
    def open(self) -> list[Course]:
        """The attempts that run."""
        return [each for each in self.courses if not each.is_over]

    @property
    def finished(self) -> int:
        """How many attempts have ended by themselves."""
        return sum(each.is_over and each.ended is not None for each in self.courses)

    @property
    def tokens_left(self) -> int:
        """What is left of the shared budget of thought tokens."""
        return max(0, self._plan.thought_tokens - sum(each.tokens for each in self.courses))

    @property
    def has_tokens(self) -> bool:
        """Whether what is left is worth another thought; always true without thinking."""
        return self._plan.attempt_thought_tokens == 0 or self.tokens_left >= LEAST_THOUGHT

    @property
    def waits(self) -> bool:
        """Whether a planned attempt has not begun."""
        return bool(self._waiting)

    @property
    def can_refill(self) -> bool:
        """Whether a degenerate attempt may still be replaced."""
        return self._refills > 0 and self.has_tokens

    @property
    def ballots(self) -> list[Ballot]:
        """The votes of the attempts that ended by themselves."""
        return [each.ballot(self._plan.question) for each in self.courses if each.is_over and each.ended is not None]

    def in_run(self, run: str) -> Course | None:
        """The attempt that is in an engine run now."""
        return next((each for each in self.courses if run and each.run == run), None)

    def next(self) -> Course:
        """Take up the next planned attempt."""
        strategy, plan = self._waiting.pop(0)
        return self._add(strategy, plan)

    def replacement(self, course: Course) -> Course:
        """Take up an attempt in the slot of a degenerate one: its strategy, another number and seed."""
        self._refills -= 1
        highest = max([each.number for each in self.courses] + [plan.number for _, plan in self._waiting])
        plan = msgspec.structs.replace(course.plan, number=highest + 1, seed=self._plan.seed + highest)
        return self._add(course.strategy, plan)

    def _add(self, strategy: StrategyName, plan: AttemptPlan) -> Course:
        course = Course(plan, strategy, is_answering=plan.answer_prefix is not None)
        self.courses.append(course)
        return course


def _planned(plan: DeliberationPlan) -> list[tuple[StrategyName, AttemptPlan]]:
    begun = plan.begun
    if begun is None:
        return plan_attempts(
            plan.question,
            plan.planned,
            seed=plan.seed,
            retrieve=plan.retrieve,
            records=plan.records,
            imposed=plan.imposed,
        )
    examples = plan.retrieve(plan.question, MOST_EXAMPLES) if plan.retrieve is not None else ()
    words = "" if begun.number == 1 else instruction(begun.strategy, examples)
    return [(begun.strategy, AttemptPlan(number=begun.number, seed=plan.seed, instruction=words))]
