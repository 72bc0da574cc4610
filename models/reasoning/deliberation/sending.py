"""Sends attempts to the engine, each in a run of its own, within what is left of tokens and time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from models.engine.protocol import Budget, Generate
from models.reasoning.deliberation.course import Course
from models.reasoning.deliberation.field import LEAST_THOUGHT
from models.reasoning.deliberation.plan import DeliberationPlan


class Runs(Protocol):
    """The part of the engine that a deliberation uses."""

    def generate(self, request: Generate) -> None:
        """Begin a run."""

    def cancel(self, run: str) -> None:
        """Stop a run."""

    def answer_now(self, run: str) -> None:
        """Close the open thoughts of a run."""


class Sender:
    """The way to the engine for one question."""

    def __init__(self, plan: DeliberationPlan, engine: Runs, clock: Callable[[], float]) -> None:
        self._plan, self._engine, self._clock = plan, engine, clock
        self._serial = 0
        self._began: float | None = None
        self.hurried = False
        """Whether no thought may go on any more."""

    @property
    def seconds_left(self) -> float:
        """What is left of the time for thinking; it begins with the first attempt."""
        passed = 0.0 if self._began is None else self._clock() - self._began
        return max(0.0, self._plan.seconds - passed)

    @property
    def may_begin(self) -> bool:
        """Whether there is time for another attempt."""
        passed = 0.0 if self._began is None else self._clock() - self._began
        return passed < min(self._plan.seconds, self._plan.aim_seconds)

    def owns(self, run: str) -> bool:
        """Whether an engine run belongs to this question."""
        return run.startswith(f"{self._plan.run}/")

    def send(self, course: Course, tokens_left: int) -> None:
        """Send an attempt, or what is left to write of it, under a fresh run id."""
        self._began = self._clock() if self._began is None else self._began
        self._serial += 1
        course.run = f"{self._plan.run}/{self._serial}"
        plan = self._plan
        thought = min(plan.attempt_thought_tokens - course.kept_tokens, max(tokens_left, LEAST_THOUGHT))
        budget = Budget(
            thought_tokens=max(thought, 1) if plan.attempt_thought_tokens else 0,
            thinking_seconds=self.seconds_left,
            answer_tokens=plan.answer_tokens,
        )
        self._engine.generate(
            Generate(
                run=course.run,
                messages=plan.messages,
                attempts=(course.plan_now(),),
                sampling=plan.sampling,
                budget=budget,
                adapter=plan.adapter,
                priority=plan.priority,
                keep_thoughts=plan.keep_thoughts,
                alternatives=plan.alternatives,
            )
        )
        if self.hurried:
            self._engine.answer_now(course.run)

    def hurry(self, course: Course) -> None:
        """Close the open thought of an attempt."""
        self._engine.answer_now(course.run)

    def give_up(self, course: Course) -> None:
        """End an attempt's run; nothing more is heard of it."""
        run, course.run = course.run, ""
        self._engine.cancel(run)
