"""What the queue of unrated answers consists of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

import msgspec


class ReviewReason(StrEnum):
    """Why an answer is worth judging, the most useful for learning first."""

    FAILED_CHECK = "failed_check"
    """A checked step of the chosen attempt does not hold."""
    SPLIT_VOTES = "split_votes"
    """Attempts gave different final answers."""
    LOW_CONFIDENCE = "low_confidence"
    """The chosen attempt was written with a low mean log-probability."""
    NEW = "new"
    """It is newer than others; nothing else speaks for it."""


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """One answer that waits for a judgement."""

    position: int
    """Where it stands among all turns (`ReviewOrder`)."""
    attempt_id: str
    answer_id: str
    conversation_id: str
    question_id: str
    question: str
    model_name: str
    created_at: float
    reasons: tuple[ReviewReason, ...]
    """Never empty; the first one decides the place in the queue."""
    final_answer: str = ""
    """What was extracted from the chosen attempt, "" for nothing."""
    attempts: int = 1
    """How many attempts there are."""
    agreeing: int = 1
    """How many of them gave the same final answer, as it was written, as the chosen one."""


class ReviewFilter(msgspec.Struct, frozen=True, kw_only=True):
    """What the queue is narrowed to; an empty one narrows nothing."""

    model_name: str = ""
    reason: ReviewReason | None = None
    tag: str = ""
    since: float | None = None
    """Seconds since 1970; only answers from then on."""


@dataclass(frozen=True, slots=True)
class ReviewOrder:
    """The whole queue as positions of its answers, the most useful first; the filter's reason plays no part in it."""

    standings: tuple[tuple[int, frozenset[ReviewReason]], ...] = ()
    """Of each answer its position and why it is worth judging, in the order of the queue."""

    def positions(self, reason: ReviewReason | None = None) -> tuple[int, ...]:
        """Return the answers, all or those with one reason."""
        return tuple(position for position, reasons in self.standings if reason is None or reason in reasons)

    def count(self, reason: ReviewReason | None = None) -> int:
        """Return how many answers there are, all or those with one reason."""
        return sum(reason is None or reason in reasons for _, reasons in self.standings)

    def without(self, positions: Iterable[int]) -> ReviewOrder:
        """Return the queue when these answers have left it."""
        gone = set(positions)
        return ReviewOrder(tuple(each for each in self.standings if each[0] not in gone))


class ReviewPlace(msgspec.Struct, frozen=True, kw_only=True):
    """Where reviewing was left: the attempt that was looked at, and what the queue was narrowed to."""

    attempt_id: str = ""
    narrowed: ReviewFilter = ReviewFilter()


@dataclass(frozen=True, slots=True)
class CorrectionText:
    """What was typed of a correction and not saved as one."""

    answer: str = ""
    thought: str = ""
