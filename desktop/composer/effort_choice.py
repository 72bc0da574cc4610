"""What is chosen in the effort bar: an effort, and own numbers in the place of its usual ones."""

from __future__ import annotations

from dataclasses import dataclass, replace

from models.history.records import Answer
from models.reasoning.effort import Effort, EffortName, with_attempts

NAMES = (EffortName.OFF, EffortName.QUICK, EffortName.STANDARD, EffortName.DEEP)


@dataclass(frozen=True, slots=True)
class EffortChoice:
    """What is chosen in the bar; None takes the effort's usual number."""

    name: EffortName = EffortName.STANDARD
    thought_tokens: int | None = None
    seconds: float | None = None
    attempts: int | None = None

    @property
    def is_usual(self) -> bool:
        """Whether all numbers are the effort's usual ones."""
        return self.thought_tokens is None and self.seconds is None and self.attempts is None

    def applied_to(self, usual: Effort) -> Effort:
        """Return the effort with these numbers in the place of its usual ones."""
        if self.name is EffortName.OFF:
            return usual
        effort = usual
        if self.seconds is not None:
            effort = replace(effort, name=EffortName.OWN, seconds=self.seconds)
        if self.thought_tokens is not None:
            effort = effort.with_thought_tokens(self.thought_tokens)
        return effort if self.attempts is None else with_attempts(effort, self.attempts)


def choice_of_answer(answer: Answer) -> EffortChoice | None:
    """Return the choice that an answer was made with, None when it is not known."""
    attempt = answer.chosen
    if attempt.effort == EffortName.OWN:
        attempts = answer.deliberated.planned if answer.deliberated is not None else None
        return EffortChoice(EffortName.STANDARD, attempt.thought_budget, attempts=attempts)
    known = {name.value: name for name in NAMES}
    return EffortChoice(known[attempt.effort]) if attempt.effort in known else None
