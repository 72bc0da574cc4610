"""The JSON that conversations travel in, version 2.

A file is one JSON object: `format` ("rationale-history"), `version` (2), `exported_at` and, last, `conversations`, a
list of `ConversationDocument`. It holds everything that the history knows of a conversation: all branches and attempts
with what made them, checked steps, token confidences, votes, tags, ratings (those taken back, too), marks, preferences
and their snapshots, and what was typed and not sent or saved yet. Not in it: settings, model files, rounds of learning
and adapters. Times are Unix seconds (UTC); places count characters; `confidences` is
`models.history.confidences.pack`'s bytes in Base64.

Fields that this version does not know are an error, so that nothing is dropped in silence. Version 1 had no
`error_reason`, `error_details`, `other_snapshot_id`, `edit`, `correction` and `remarks`; its files are read as well.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

FORMAT = "rationale-history"
VERSION = 2
READABLE = (1, VERSION)

Identifier = Annotated[str, msgspec.Meta(pattern=r"\A[0-9a-f]{32}\Z")]
NoIdentifier = Annotated[str, msgspec.Meta(pattern=r"\A([0-9a-f]{32})?\Z")]
Name = Annotated[str, msgspec.Meta(max_length=300, pattern=r"\A[^/\\\x00-\x1f]*\Z")]
"""The name of a model's content or of an adapter: never a path."""
Time = Annotated[float, msgspec.Meta(ge=0, lt=253_402_300_800)]
"""Up to the year 9999."""
Count = Annotated[int, msgspec.Meta(ge=0, lt=1 << 62)]
Whole = Annotated[int, msgspec.Meta(ge=-(1 << 62), lt=1 << 62)]


class _Part(msgspec.Struct, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """The base of all parts."""


class StepDocument(_Part):
    """A checked step of a thought."""

    number: Count
    start: Count
    end: Count
    text: str = ""
    verdict: Literal["holds", "false", "nothing"] = "nothing"
    detail: str = ""


class CorrectionDocument(_Part):
    """A correction that was typed and not saved."""

    answer: str = ""
    thought: str = ""


class RemarkDocument(_Part):
    """A remark that was typed and not saved (`models.history.ratings.records.RemarkDraft`)."""

    text: str
    start: Count = 0
    end: Count = 0


class AttemptDocument(_Part):
    """An attempt; the fields mean what they mean in `models.history.records.Attempt`.

    `edit` is how its thought was being changed, "" where it was not; `remarks` are by their kind.
    """

    id: Identifier
    number: Annotated[int, msgspec.Meta(ge=1, lt=1 << 31)]
    state: Literal["streaming", "finished", "stopped", "failed", "interrupted"]
    created_at: Time
    strategy: str = "direct"
    thought: str = ""
    answer: str = ""
    final_answer: str = ""
    stop_reason: str = ""
    thought_end: str = ""
    error: str = ""
    error_reason: str = ""
    error_details: str = ""
    thought_started_at: Time | None = None
    thought_ended_at: Time | None = None
    answer_started_at: Time | None = None
    answer_ended_at: Time | None = None
    prompt_tokens: Count = 0
    cached_tokens: Count = 0
    dropped_turns: Count = 0
    thought_tokens: Count = 0
    answer_tokens: Count = 0
    time_to_first_token: float | None = None
    tokens_per_second: float | None = None
    mean_logprob: float | None = None
    seed: Whole = 0
    model_id: Name = ""
    model_name: str = ""
    adapter_id: Name = ""
    effort: str = ""
    thought_budget: Count = 0
    sampling: str = "{}"
    system_prompt: str = ""
    prompt_version: Count = 1
    steps: list[StepDocument] = []
    confidences: bytes = b""
    edit: str = ""
    correction: CorrectionDocument | None = None
    remarks: dict[Literal["reason", "comment", "note"], RemarkDocument] = {}


class TurnDocument(_Part):
    """A question or an answer; `parent` is the turn above it, null for a first question.

    `edit` is how a question was being changed, "" where it was not.
    """

    id: Identifier
    kind: Literal["question", "answer"]
    created_at: Time
    parent: Identifier | None = None
    text: str = ""
    panel: Literal["automatic", "open", "folded"] = "automatic"
    chosen_attempt_id: NoIdentifier = ""
    continued_from_attempt_id: NoIdentifier = ""
    deliberated: str = ""
    edit: str = ""
    attempts: list[AttemptDocument] = []


class SnapshotDocument(_Part):
    """Exactly what was rated (`models.history.ratings.records.Snapshot`)."""

    id: Identifier
    created_at: Time
    content: msgspec.Raw


class RatingDocument(_Part):
    """A rating; one that was taken back has `undone_at`."""

    id: Identifier
    attempt_id: Identifier
    snapshot_id: Identifier
    verdict: Literal["accepted", "rejected", "corrected"]
    created_at: Time
    right_answer: str = ""
    right_thought: str = ""
    comment: str = ""
    training: Literal["included", "left_out"] = "included"
    undone_at: Time | None = None
    reasons: list[str] = []


class MarkDocument(_Part):
    """A mark on a step, or a note on a part of a thought."""

    id: Identifier
    attempt_id: Identifier
    start: Count
    end: Count
    mark: Literal["good", "bad", "first_wrong", "note"]
    created_at: Time
    step_number: Count | None = None
    note: str = ""
    undone_at: Time | None = None


class PreferenceDocument(_Part):
    """One attempt preferred to another at the same question; older ones have no snapshot of the other."""

    id: Identifier
    question_id: Identifier
    preferred_attempt_id: Identifier
    other_attempt_id: Identifier
    snapshot_id: Identifier
    created_at: Time
    other_snapshot_id: Identifier | None = None
    blind: bool = False
    training: Literal["included", "left_out"] = "included"
    undone_at: Time | None = None


class SplitDocument(_Part):
    """Whether a question is learned from or kept for the exam; lost, the exam would be trained on."""

    question_key: str
    split: Literal["train", "gate"]
    assigned_at: Time


class ConversationDocument(_Part):
    """A conversation with all that hangs on it."""

    id: Identifier
    title: str
    created_at: Time
    updated_at: Time
    pinned: bool = False
    archived: bool = False
    trashed_at: Time | None = None
    active_turn_id: Identifier | None = None
    draft: str = ""
    tags: list[Annotated[str, msgspec.Meta(min_length=1, max_length=100)]] = []
    turns: list[TurnDocument] = []
    snapshots: list[SnapshotDocument] = []
    ratings: list[RatingDocument] = []
    marks: list[MarkDocument] = []
    preferences: list[PreferenceDocument] = []
    splits: list[SplitDocument] = []
