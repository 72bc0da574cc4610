"""What the queue of unrated answers consists of."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


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

    attempt_id: str
    answer_id: str
    conversation_id: str
    question_id: str
    question: str
    model_name: str
    created_at: float
    reasons: tuple[ReviewReason, ...]
    """Never empty; the first one decides the place in the queue."""


@dataclass(frozen=True, slots=True)
class ReviewFilter:
    """What the queue is narrowed to; an empty one narrows nothing."""

    model_name: str = ""
    reason: ReviewReason | None = None
    tag: str = ""
    since: float | None = None
    """Seconds since 1970; only answers from then on."""
