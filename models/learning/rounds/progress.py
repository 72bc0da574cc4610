"""What a round tells while it works."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from models.history.learning.records import Round, Stage


@dataclass(frozen=True, slots=True)
class RoundProgress:
    """How far a round is within a stage; `seconds_left` of the stage is None before anything is known."""

    round_id: str
    number: int
    stage: Stage
    done: int
    total: int
    seconds_left: float | None = None
    what: str = ""
    """What is counted: "base", "candidate" and so on while evaluating, a training stage while training."""
    loss: float | None = None
    """Of the training, in nats for each token."""
    needed_bytes: int = 0
    """More than 0 while the stage waits for so much memory; `free_bytes` are free then."""
    free_bytes: int = 0


Tell = Callable[[RoundProgress], None]


class StageClock:
    """Tells how far a stage is, with what is left of it by the speed so far.

    Args:
        tell: Gets the progress.
        of: The round.
        stage: The stage.
        total: How many units it has.
        done: How many were done before this process took it up.
    """

    def __init__(self, tell: Tell, of: Round, stage: Stage, total: int, done: int = 0) -> None:
        self._tell, self._round, self._stage, self._total = tell, of, stage, total
        self._before, self._done = done, done
        self._began = time.monotonic()
        self._say("")

    def advance(self, what: str = "") -> None:
        """Another unit is done."""
        self._done += 1
        self._say(what)

    def _say(self, what: str) -> None:
        fresh = self._done - self._before
        passed = time.monotonic() - self._began
        left = passed / fresh * (self._total - self._done) if fresh else None
        self._tell(RoundProgress(self._round.id, self._round.number, self._stage, self._done, self._total, left, what))
