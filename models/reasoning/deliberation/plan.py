"""What a deliberation is given: the question, how many attempts, and budgets that all of them share."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from models.engine.messages import Message
from models.engine.protocol import AdapterChoice, Priority, Sampling
from models.reasoning.answers import asks_for_text
from models.reasoning.effort import MOST_REPAIRS
from models.reasoning.strategies import Record, Retrieve, StrategyName


@dataclass(frozen=True, slots=True)
class Begun:
    """An attempt that has a thought already, which is kept: taken up again, or changed by the user."""

    number: int
    thought: str
    strategy: StrategyName = StrategyName.DIRECT


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliberationPlan:
    """Everything about one question.

    `thought_tokens` is shared by all attempts, `attempt_thought_tokens` is the most that one may take of it; `width` is
    how many run at once. `seconds` counts from the first attempt's start; then all open thoughts are closed. After
    `aim_seconds` no further attempt is begun. With `begun` there is one attempt, which goes on from there.
    """

    run: str
    question: str
    messages: tuple[Message, ...]
    attempts: int
    thought_tokens: int
    attempt_thought_tokens: int
    answer_tokens: int = 1024
    seconds: float = 60.0
    aim_seconds: float = math.inf
    width: int = 4
    seed: int = 0
    repairs: int = MOST_REPAIRS
    sampling: Sampling = field(default_factory=Sampling)
    adapter: AdapterChoice | None = None
    priority: Priority = Priority.INTERACTIVE
    keep_thoughts: bool = False
    alternatives: int = 3
    retrieve: Retrieve | None = None
    records: Mapping[StrategyName, Record] | None = None
    begun: Begun | None = None
    imposed: bool = False
    """Whether the model would not think by itself: then some attempts answer at once."""
    every: bool = False
    """Whether all planned attempts run, also where their answers agree or cannot be compared."""

    @property
    def planned(self) -> int:
        """How many attempts at most: one where the question asks for a text, which cannot be voted on."""
        if self.begun is not None or (asks_for_text(self.question) and not self.every):
            return 1
        return max(1, self.attempts)
