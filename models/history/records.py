"""The values that the history hands out: conversations as trees of questions and answers, answers with attempts.

Times are Unix seconds (float, UTC). Identifiers are the 32 hexadecimal digits of `models.identifiers.new_id`.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum

from models.traces import Deliberated


class AttemptState(StrEnum):
    """How far an attempt has come."""

    STREAMING = "streaming"
    FINISHED = "finished"
    STOPPED = "stopped"
    FAILED = "failed"
    INTERRUPTED = "interrupted"


class PanelState(StrEnum):
    """The reasoning panel of an answer: as the fold rules say, or as the user left it."""

    AUTOMATIC = "automatic"
    OPEN = "open"
    FOLDED = "folded"


class SearchScope(StrEnum):
    """Where a search looks."""

    QUESTIONS = "questions"
    THOUGHTS = "thoughts"
    ANSWERS = "answers"


@dataclass(frozen=True, slots=True)
class ConversationSummary:
    """One row of the sidebar."""

    id: str
    title: str
    created_at: float
    updated_at: float
    pinned: bool = False
    archived: bool = False
    trashed_at: float | None = None
    verdict: str = ""
    """The rating of its newest rated answer: accepted, rejected, corrected or ""."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One way the model went: thought and answer apart, and everything that made them."""

    id: str
    answer_id: str
    number: int
    """From 1."""
    strategy: str = "direct"
    thought: str = ""
    answer: str = ""
    final_answer: str = ""
    state: AttemptState = AttemptState.STREAMING
    stop_reason: str = ""
    thought_end: str = ""
    error: str = ""
    error_reason: str = ""
    """Why it failed: a value of `models.engine.protocol.FailureReason`, "" for attempts of before that was kept."""
    error_details: str = ""
    """What the engine itself said of the failure."""
    created_at: float = 0.0
    thought_started_at: float | None = None
    thought_ended_at: float | None = None
    answer_started_at: float | None = None
    answer_ended_at: float | None = None
    prompt_tokens: int = 0
    cached_tokens: int = 0
    dropped_turns: int = 0
    thought_tokens: int = 0
    answer_tokens: int = 0
    time_to_first_token: float | None = None
    tokens_per_second: float | None = None
    mean_logprob: float | None = None
    model_id: str = ""
    """The hash that names the model's file (`models.catalog`)."""
    model_name: str = ""
    adapter_id: str = ""
    effort: str = ""
    thought_budget: int = 0
    sampling: str = "{}"
    """The sampling parameters as JSON."""
    seed: int = 0
    system_prompt: str = ""
    prompt_version: int = 1
    """The version of the way messages become a prompt (`models.engine.prompts.PROMPT_VERSION`)."""


@dataclass(frozen=True, slots=True)
class NewAttempt:
    """An attempt that is about to start; the fields mean what they mean in `Attempt`."""

    strategy: str = "direct"
    model_id: str = ""
    model_name: str = ""
    adapter_id: str = ""
    thought_budget: int = 0
    sampling: str = "{}"
    seed: int = 0
    prompt_version: int = 1
    id: str = ""
    """Made by the store when empty."""


@dataclass(frozen=True, slots=True)
class Saved:
    """Where a question was put, with the ids of its answer's attempts in their order."""

    conversation_id: str
    question_id: str
    answer_id: str
    attempt_ids: tuple[str, ...]
    new_conversation: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer of the tree: its attempts and which one counts."""

    id: str
    question_id: str
    created_at: float
    chosen_attempt_id: str
    panel: PanelState
    attempts: tuple[Attempt, ...]
    continued_from_attempt_id: str = ""
    """Set on a branch made by editing a thought: the attempt whose thought was edited."""
    siblings: tuple[str, ...] = ()
    """The ids of all answers of the same question, this one too, oldest first: the branches of the pager."""
    deliberated: Deliberated | None = None
    """How it was found among several attempts; None where there was one that nothing was told about."""

    @property
    def chosen(self) -> Attempt:
        """The attempt whose answer counts (the first when none was chosen yet)."""
        return next((each for each in self.attempts if each.id == self.chosen_attempt_id), self.attempts[0])


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the tree."""

    id: str
    conversation_id: str
    parent_id: str | None
    """The answer that it follows; None for the first question."""
    text: str
    created_at: float
    siblings: tuple[str, ...] = ()
    """The ids of all questions that follow the same answer, this one too, oldest first."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A question and the answer of it that is on the path shown (None when it has none yet)."""

    question: Question
    answer: Answer | None

    def with_panel(self, state: PanelState) -> Turn:
        """Return the turn with its answer's reasoning panel as the user left it."""
        return self if self.answer is None else replace(self, answer=replace(self.answer, panel=state))


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A place that a search found: enough to open the right conversation, branch, attempt and character."""

    conversation_id: str
    title: str
    scope: SearchScope
    question_id: str
    answer_id: str
    """"" for a hit in a question."""
    attempt_id: str
    """"" for a hit in a question."""
    offset: int
    """Where the match starts in the question, thought or answer, in characters."""
    length: int
    snippet: str
    """Text around the match, about 80 characters."""
    snippet_offset: int
    """Where the match starts in `snippet`."""
    created_at: float


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What `Store.check` found: `healthy`, the problems in plain words, and what was repaired."""

    healthy: bool
    problems: tuple[str, ...] = field(default=())
    repaired: tuple[str, ...] = field(default=())
