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


@dataclass(frozen=True, slots=True)
class Effort:
    """Budgets of one question; `thought_tokens` 0 means that the model answers at once."""

    name: EffortName
    attempts: int
    thought_tokens: int
    """The most tokens that one thought may take."""
    answer_tokens: int
    """The reserve of an answer; thinking never eats into it."""
    seconds: float
    """The most seconds that thinking may take."""

    def with_thought_tokens(self, most: int) -> Effort:
        """Return this effort with another budget of thought tokens (its name becomes "own")."""
        if most < 0:
            raise InputError("The budget of thought tokens cannot be negative; use 0 for an answer at once.")
        return replace(self, name=EffortName.OWN, thought_tokens=most)


def effort_named(name: str, *, thought_tokens: int = 512, answer_tokens: int = 1024, seconds: float = 60.0) -> Effort:
    """Return the effort called `name`; the numbers are the user's budgets for Standard, the others scale from them.

    Raises:
        InputError: No effort has this name.
    """
    try:
        effort = EffortName(name)
    except ValueError as error:
        raise InputError(f"There is no effort “{name}”; choose off, quick, standard or deep.") from error
    share = {EffortName.OFF: 0.0, EffortName.QUICK: 0.25, EffortName.DEEP: 4.0}.get(effort, 1.0)
    return Effort(effort, 1, round(thought_tokens * share), answer_tokens, seconds * max(share, 0.25))
