"""What streams out of a deliberation: plain values, in order. Attempts are numbered from 1, in the order they began."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from models.engine.protocol import AttemptEnded, EngineMessage
from models.reasoning.checks import StepCheck
from models.reasoning.degeneration import Degeneration
from models.reasoning.strategies import StrategyName
from models.reasoning.votes import Tally
from models.traces import CheckedClaim, Ending


@dataclass(frozen=True, slots=True)
class Happening:
    """Anything that happens."""


@dataclass(frozen=True, slots=True)
class AttemptBegan(Happening):
    """An attempt was sent to the engine; `replaces` is the degenerate one whose slot it takes, 0 for none."""

    attempt: int
    strategy: StrategyName
    seed: int
    replaces: int = 0


@dataclass(frozen=True, slots=True)
class AttemptSaid(Happening):
    """The engine said something about an attempt: `message` carries the attempt's number here, whatever its run."""

    attempt: int
    message: EngineMessage


@dataclass(frozen=True, slots=True)
class StepChecked(Happening):
    """A step of a thought has closed: `thought[start:end]`, with what was found in it; spans count from `start`."""

    attempt: int
    step: int
    start: int
    end: int
    check: StepCheck


@dataclass(frozen=True, slots=True)
class AttemptRepaired(Happening):
    """The thought was cut before a false step and is written anew; the step's text (`discarded`) stays to be shown."""

    attempt: int
    repair: int
    step: int
    cut_at: int
    discarded: str
    claims: tuple[CheckedClaim, ...]
    """What was claimed in the step, with what was found."""


@dataclass(frozen=True, slots=True)
class AttemptCut(Happening):
    """An attempt degenerated and was ended."""

    attempt: int
    degeneration: Degeneration


@dataclass(frozen=True, slots=True)
class AttemptDropped(Happening):
    """An attempt was ended because it is not needed any more; it does not vote."""

    attempt: int


@dataclass(frozen=True, slots=True)
class AttemptDone(Happening):
    """An attempt has ended by itself: its answer ("" when none could be extracted), and the engine's figures."""

    attempt: int
    thought: str
    answer: str
    final_answer: str
    weak: bool
    steps_hold: bool | None
    repairs: int
    thought_tokens: int
    """With those of what was discarded."""
    ended: AttemptEnded | None


@dataclass(frozen=True, slots=True)
class VotesCounted(Happening):
    """The votes after an attempt has ended."""

    tally: Tally
    finished: int
    planned: int
    overturned: float


@dataclass(frozen=True, slots=True)
class Concluded(Happening):
    """The end: whose answer counts (0 when there is none), the votes, and why it ended."""

    chosen: int
    ending: Ending
    finished: int
    planned: int
    tally: Tally
    reason: str = ""
    message: str = ""
    details: str = ""

    @property
    def votes(self) -> Mapping[str, int]:
        """The votes of each answer, the winner first."""
        return self.tally.counts

    @property
    def statement(self) -> str:
        """That attempts were saved, "" when none were."""
        return f"stopped at {self.finished} of {self.planned}" if self.ending is Ending.AGREED else ""
