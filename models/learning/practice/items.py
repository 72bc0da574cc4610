"""What practice sets are made of: questions with right answers, and rationales to begin with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class PracticeItem:
    """A question that was made up, with its right answer."""

    family: str
    question: str
    answer: str
    seed: int
    """What it was drawn with."""
    level: int = 0
    """How hard it is within its family, from 1; 0 where that is not known."""


@dataclass(frozen=True, slots=True)
class SeedRationale:
    """A question with a thought in short lines that can be checked, and an answer: what a practice set begins with."""

    question: str
    thought: str
    answer: str
    gold: str
    """The right answer alone."""


class Family(Protocol):
    """Questions of one kind, of which new ones can be made up without end."""

    @property
    def name(self) -> str:
        """As in `practice:NAME`."""

    @property
    def levels(self) -> tuple[int, ...]:
        """How hard its questions may be, the easiest first."""

    def stream(self, level: int, seed: int) -> Iterator[PracticeItem]:
        """Make up questions of a level; the same for the same seed, perhaps with repetitions, and not without end."""

    def solve(self, question: str) -> str | None:
        """Return the right answer to a question of this kind, None for any other question."""

    def is_right(self, gold: str, given: str) -> bool:
        """Whether an answer is the right one."""

    def scratchpad_is_true(self, thought: str, question: str) -> bool:
        """Whether every line of a thought in this family's form is true and in its place."""
