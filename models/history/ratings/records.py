"""Ratings as the rest of the program sees them. Times are Unix seconds."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import msgspec

from models.traces import Step


class RatingVerdict(StrEnum):
    """What the user says of an answer."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    CORRECTED = "corrected"
    """It was wrong, and the user gave the right one."""


class StepMark(StrEnum):
    """What the user says of a step of a thought."""

    GOOD = "good"
    BAD = "bad"
    FIRST_WRONG = "first_wrong"


@dataclass(frozen=True, slots=True)
class NewRating:
    """A rating that is to be set.

    `right_answer` is what a corrected answer should have been, `right_thought` what should have been thought, if the
    user says so.
    """

    attempt_id: str
    verdict: RatingVerdict
    right_answer: str = ""
    right_thought: str = ""
    comment: str = ""
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rating:
    """A rating in force."""

    id: str
    conversation_id: str
    attempt_id: str
    verdict: RatingVerdict
    right_answer: str
    right_thought: str
    comment: str
    reasons: tuple[str, ...]
    included: bool
    """Whether it may be learned from; False when the user has left it out."""
    created_at: float


class EarlierTurn(msgspec.Struct, frozen=True):
    """A turn before the rated one, as the model saw it."""

    question: str
    thought: str
    answer: str


class Snapshot(msgspec.Struct, frozen=True, kw_only=True):
    """Exactly what was rated and what made it; kept with the rating whatever becomes of the conversation's text."""

    version: int = 1
    question: str
    earlier: tuple[EarlierTurn, ...]
    system_prompt: str
    thought: str
    answer: str
    final_answer: str
    model_id: str
    model_name: str
    adapter_id: str
    effort: str
    strategy: str
    sampling: str
    seed: int
    prompt_version: int
    answered_at: float
    steps: tuple[Step, ...] = ()
    """The steps of the thought with what was checked in them."""
    thought_started_at: float | None = None
    thought_ended_at: float | None = None
    thought_tokens: int = 0
    answer_tokens: int = 0
    stop_reason: str = ""


@dataclass(frozen=True, slots=True)
class RatedAnswer:
    """A rating in force with what it is about."""

    rating: Rating
    snapshot: Snapshot


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark on a step, or a note on a part of a thought (`mark` None); places are characters of the thought."""

    id: str
    attempt_id: str
    step_number: int | None
    start: int
    end: int
    mark: StepMark | None
    note: str


class RemarkKind(StrEnum):
    """What a remark is about that is being typed."""

    REASON = "reason"
    """A reason of the user's own for a rating."""
    COMMENT = "comment"
    """The comment of a rating."""
    NOTE = "note"
    """A note on a part of a thought."""


@dataclass(frozen=True, slots=True)
class RemarkDraft:
    """What is typed of a remark and not saved; a note is about the characters `start` to `end` of a thought."""

    kind: RemarkKind
    text: str
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Preference:
    """One attempt preferred to another at the same question; `blind` when the user did not know which was which."""

    id: str
    question_id: str
    preferred_attempt_id: str
    other_attempt_id: str
    blind: bool
    included: bool = True
    """Whether it is exported as a preference pair; False when the user has left it out."""
