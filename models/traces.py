"""How an answer was found, as it is shown and kept: attempts, their steps with what was checked, repairs and votes.

Plain values that the events, the history, the window and the command line share; `msgspec` writes them as JSON. Spans
are places in characters.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """What a check found."""

    HOLDS = "holds"
    FALSE = "false"
    NOTHING = "nothing"
    """Nothing to check; never shown as success."""


class Ending(StrEnum):
    """Why a deliberation ended."""

    DONE = "done"
    """All planned attempts ended."""
    AGREED = "agreed"
    """The lead was safe before all planned attempts had run."""
    NO_VOTES = "no_votes"
    """The first answers could not be compared, so more of them would not help."""
    ASKED = "asked"
    """The user asked for the answer now, or the shared budget was used up."""
    STOPPED = "stopped"
    """The user stopped it."""
    FAILED = "failed"
    """The engine failed before any attempt ended."""


class Fate(StrEnum):
    """What became of an attempt."""

    DONE = "done"
    """It ended by itself."""
    CUT = "cut"
    """It went round in circles or stayed empty, and was ended; another may have taken its place."""
    DROPPED = "dropped"
    """It was not needed any more, or could not go on."""


@dataclass(frozen=True, slots=True)
class CheckedClaim:
    """An equation or comparison in a step: `text` at `start` to `end` of the step's text, and what it should have been.

    `right_value` is what should stand on the right side when the verdict is false, "" when that cannot be told.
    """

    start: int
    end: int
    text: str
    verdict: Verdict
    right_value: str = ""


@dataclass(frozen=True, slots=True)
class DiscardedStep:
    """What stood in a step's place before it was written anew."""

    text: str
    claims: tuple[CheckedClaim, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a thought: `thought[start:end]`, numbered from 1, with what was found in it.

    `discarded` are the earlier tries in its place, oldest first: each was false and was repaired by the next.
    """

    number: int
    start: int
    end: int
    verdict: Verdict = Verdict.NOTHING
    claims: tuple[CheckedClaim, ...] = ()
    discarded: tuple[DiscardedStep, ...] = ()


@dataclass(frozen=True, slots=True)
class VoteGroup:
    """Attempts whose answers mean the same, by their numbers; `weak` says that none marked its answer as one."""

    answer: str
    attempts: tuple[int, ...]
    weak: bool = False


@dataclass(frozen=True, slots=True)
class AttemptSummary:
    """What the panel's header and tabs tell about an attempt; `equations` that were checked, `holding` of them hold."""

    number: int
    fate: Fate
    strategy: str = "direct"
    answer: str = ""
    repairs: int = 0
    equations: int = 0
    holding: int = 0


@dataclass(frozen=True, slots=True)
class Deliberated:
    """How a question with several attempts ended: `groups` with the winner first, `finished` of `planned` attempts."""

    ending: Ending
    finished: int
    planned: int
    groups: tuple[VoteGroup, ...] = ()
    attempts: tuple[AttemptSummary, ...] = ()
    chosen: int = 0
    """The number of the attempt whose answer counts, 0 when there is none."""
