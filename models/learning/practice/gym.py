"""Practice sets from reasoning-gym's generators, in configurations that a small model can begin with.

Answers are compared exactly: reasoning-gym's own scores give a part of the points for a part of the answer. An item
is only given out if solving its question again gives the same answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from models.learning.practice.comparing import same_number
from models.learning.practice.items import PracticeItem
from models.learning.practice.scratchpads import Scratchpad

_STREAM = 8_000
"""Questions that a stream ends after."""


@dataclass(frozen=True, slots=True)
class GymFamily:
    """Questions of one of reasoning-gym's generators.

    Attributes:
        name: The generator's name, and the family's.
        configurations: For each level, from 1, how the generator is set.
        solver: Gives the right answer to a question of this kind, None for others.
        checker: Whether a thought in the family's form is true.
        accept: Which of a configuration's questions are taken.
    """

    name: str
    configurations: tuple[Mapping[str, Any], ...]
    solver: Callable[[str], str | None]
    checker: Callable[[Scratchpad], bool]
    accept: Callable[[str], bool] = lambda _: True

    @property
    def levels(self) -> tuple[int, ...]:
        """One for each configuration."""
        return tuple(range(1, len(self.configurations) + 1))

    def stream(self, level: int, seed: int) -> Iterator[PracticeItem]:
        """Make up questions of a level, without those whose answer is not the right one.

        The generators make question k of seed s from the sum of both: seeds that lie close together share questions.
        """
        import reasoning_gym

        settings = {**self.configurations[level - 1], "seed": seed % 2**31, "size": _STREAM}
        for entry in reasoning_gym.create_dataset(self.name, **settings):
            question, answer = str(entry["question"]).strip(), str(entry["answer"])
            right = self.solver(question)
            if right is not None and same_number(right, answer) and self.accept(question):
                yield PracticeItem(self.name, question, answer, seed, level)

    def solve(self, question: str) -> str | None:
        """Return the right answer to a question of this kind, None for any other question."""
        return self.solver(question.strip())

    def is_right(self, gold: str, given: str) -> bool:
        """Compare numbers as numbers."""
        return same_number(gold, given)

    def scratchpad_is_true(self, thought: str, question: str) -> bool:
        """Whether every line of a thought in this family's form is true and in its place."""
        gold = self.solve(question)
        return gold is not None and self.checker(Scratchpad(thought, question.strip(), gold))
