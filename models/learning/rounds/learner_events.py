"""What the learner tells the window. The window imports this before anything heavy, so it imports little."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from models.events import Event
from models.history.learning.records import Round
from models.learning.rounds.progress import RoundProgress


class LearnerState(StrEnum):
    """What the learner does."""

    IDLE = "idle"
    WORKING = "working"
    PAUSED = "paused"
    WAITING = "waiting"
    """A question of the user's goes first."""


@dataclass(frozen=True, slots=True)
class LearnerChanged(Event):
    """What the learner does has changed, or has come further.

    `ended` is set once, when a round has ended; `problem` is why it cannot go on, in one sentence.
    """

    state: LearnerState
    progress: RoundProgress | None = None
    ended: Round | None = None
    problem: str = ""
    details: str = ""
