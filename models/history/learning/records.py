"""What the history keeps of learning, as the rest of the program sees it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class RoundState(StrEnum):
    """What became of a round; at most one is open."""

    OPEN = "open"
    ADOPTED = "adopted"
    KEPT = "kept"
    """The gate found no proof, so the adapter before it stays."""
    FAILED = "failed"
    STOPPED = "stopped"
    """The user ended it."""


class Stage(StrEnum):
    """The stages of a round, in their order."""

    HARVEST = "harvest"
    RATIONALIZE = "rationalize"
    TRAIN = "train"
    EVALUATE = "evaluate"
    DECIDE = "decide"


class ItemRole(StrEnum):
    """What an item of a round is for."""

    TRAIN = "train"
    GATE = "gate"
    ANCHOR = "anchor"
    """What the model as it is can do and must not unlearn."""
    VARIETY = "variety"
    """Answered several times, so that a model whose answers have become all alike is found out."""
    LIKELIHOOD = "likelihood"
    """A held-out accepted answer that nothing can check; how likely the model finds it is compared."""


class ChoiceReason(StrEnum):
    """Why an adapter came into use."""

    ADOPTED = "adopted"
    CHOSEN = "chosen"
    ROLLED_BACK = "rolled_back"
    DELETED = "deleted"
    """The one before was deleted."""
    NONE = "none"
    """The user wants the model as it is."""


@dataclass(frozen=True, slots=True)
class RoundItem:
    """A question of a round with its right answer; `source` is "accepted" or "practice:NAME"."""

    number: int
    source: str
    question: str
    gold: str
    level: int = 0
    """How hard it is within its practice family, 0 where that is not known."""
    conversation_id: str | None = None


@dataclass(frozen=True, slots=True)
class LearnedExample:
    """A rationale that a round trained on; `content` is the training example as JSON."""

    provenance: str
    source: str
    question: str
    thought: str
    answer: str
    content: str
    conversation_id: str | None = None
    position: int = 0
    """Its place among all that the history keeps, 0 before it is kept."""


@dataclass(frozen=True, slots=True)
class Round:
    """A round of learning. `plan` and `report` are JSON that `models.learning.rounds` writes and reads.

    Times are Unix seconds; `seconds` is the time that was worked on it.
    """

    id: str
    model_id: str
    model_name: str
    number: int
    """Counted from 1 for each model."""
    stage: Stage
    state: RoundState
    plan: str
    adapter_before: str
    """The id of the adapter that was in use when it began, "" for the model as it is."""
    created_at: float
    ended_at: float | None
    seconds: float
    report: str
    problem: str
    """Why it failed, in one sentence."""


@dataclass(frozen=True, slots=True)
class AdapterRecord:
    """A trained adapter; its file is `ID.gguf` in the folder of adapters."""

    id: str
    round_id: str | None
    model_id: str
    name: str
    """As people see it: v3."""
    created_at: float
    examples: int
    bytes: int
    scale: float
    imported_from: str = ""
    """The name of the file that it was imported from; "" for what was learned here."""


@dataclass(frozen=True, slots=True)
class AdapterChoice:
    """From `chosen_at` on the model `model_id` answers with this adapter; None is the model as it is."""

    model_id: str
    adapter_id: str | None
    reason: ChoiceReason
    chosen_at: float
