"""Effort: how many attempts a question gets and how long each may think."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from models.errors import InputError


class EffortName(StrEnum):
    """The efforts that a user can choose."""

    OFF = "off"
    QUICK = "quick"
    STANDARD = "standard"
    DEEP = "deep"
    OWN = "own"


MOST_AT_ONCE = 8
"""Attempts in one batch; on two processor cores more of them only wait for each other."""

MOST_REPAIRS = 3
"""How often an attempt may write a false step anew."""

_SHARES = {EffortName.OFF: 0.0, EffortName.QUICK: 0.25, EffortName.DEEP: 4.0}
_ATTEMPTS = {EffortName.STANDARD: 5, EffortName.DEEP: 16}


@dataclass(frozen=True, slots=True)
class Effort:
    """Budgets of one question; `thought_tokens` 0 means that the model answers at once."""

    name: EffortName
    attempts: int
    """The most attempts; fewer run when their answers agree."""
    thought_tokens: int
    """The most tokens of thought, of all attempts together."""
    answer_tokens: int
    """The reserve of each answer; thinking never eats into it."""
    seconds: float
    """The most seconds that thinking may take."""
    every: bool = False
    """Whether all attempts run, also where their answers agree or cannot be compared: the user has named the number."""
    repairs: int = MOST_REPAIRS
    """How often each attempt may write a false step anew."""

    @property
    def attempt_thought_tokens(self) -> int:
        """The most tokens of one thought: half of all, since attempts differ in length, unless there is only one."""
        return self.thought_tokens if self.attempts == 1 else -(-self.thought_tokens // 2)

    @property
    def width(self) -> int:
        """How many attempts run at once."""
        return min(self.attempts, MOST_AT_ONCE)

    @property
    def aim_seconds(self) -> float:
        """After so many seconds no further attempt is begun: a quarter of what thinking may take, 15 s for Standard."""
        return self.seconds / 4

    def with_thought_tokens(self, most: int) -> Effort:
        """Return this effort with another budget of thought tokens (its name becomes "own")."""
        if most < 0:
            raise InputError("The budget of thought tokens cannot be negative; use 0 for an answer at once.")
        return replace(self, name=EffortName.OWN, thought_tokens=most)


def with_attempts(effort: Effort, attempts: int) -> Effort:
    """Return an effort with so many attempts, all of which run (its name becomes "own")."""
    return replace(effort, name=EffortName.OWN, attempts=attempts, every=True)


def effort_named(name: str, *, thought_tokens: int = 2048, answer_tokens: int = 1024, seconds: float = 60.0) -> Effort:
    """Return the effort called `name`; the numbers are the user's budgets for Standard, the others scale from them.

    Raises:
        InputError: No effort has this name.
    """
    try:
        effort = EffortName(name)
    except ValueError as error:
        raise InputError(f"There is no effort “{name}”; choose off, quick, standard or deep.") from error
    share = _SHARES.get(effort, 1.0)
    thought = round(thought_tokens * share)
    return Effort(effort, _ATTEMPTS.get(effort, 1), thought, answer_tokens, seconds * max(share, 0.25))
