"""All that streams out of a question: frozen values that the window, the command line and the tests share.

Every event of a question carries its run id, so that a receiver can drop what belongs to a run it no longer wants.
Events are delivered in order, on one thread of the assistant's own; a listener returns at once and does its work
elsewhere. Times are seconds; `clock` values are seconds since the run started.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from models.traces import Deliberated, DiscardedStep, Step, VoteGroup


class Channel(StrEnum):
    """Which part of an attempt a piece of text belongs to."""

    THOUGHT = "thought"
    ANSWER = "answer"


class StopReason(StrEnum):
    """Why an attempt ended."""

    FINISHED = "finished"
    """The model ended its answer by itself."""
    ANSWER_LIMIT = "answer_limit"
    """The reserve of answer tokens was used up."""
    CONTEXT_FULL = "context_full"
    """The context had no room for another token."""
    STOPPED = "stopped"
    """The user stopped it."""
    FAILED = "failed"
    """The engine died or refused."""
    INTERRUPTED = "interrupted"
    """The program ended while it streamed; found at the next start."""
    CUT = "cut"
    """It went round in circles or stayed empty."""
    DROPPED = "dropped"
    """Other attempts had answered by then."""


class ThoughtEnd(StrEnum):
    """Why a thought was closed."""

    MODEL = "model"
    """The model closed it by itself."""
    BUDGET = "budget"
    """The budget of thought tokens was used up."""
    TIME = "time"
    """The time limit was reached."""
    ASKED = "asked"
    """The user asked for the answer now."""


@dataclass(frozen=True, slots=True)
class Alternative:
    """A token that the model could have written in a place, with its probability (0 to 1)."""

    text: str
    probability: float


@dataclass(frozen=True, slots=True)
class Token:
    """One sampled token: its text ("" while a character is incomplete), log-probability (nats) and best rivals."""

    text: str
    logprob: float
    alternatives: tuple[Alternative, ...] = ()


@dataclass(frozen=True, slots=True)
class Event:
    """Any event."""


@dataclass(frozen=True, slots=True)
class RunEvent(Event):
    """An event of one question."""

    run: str


@dataclass(frozen=True, slots=True)
class QuestionSaved(RunEvent):
    """The question and the empty answer are in the store (or only in memory, when it was asked not to save)."""

    conversation_id: str
    question_id: str
    answer_id: str
    attempt_ids: tuple[str, ...]
    new_conversation: bool


@dataclass(frozen=True, slots=True)
class PromptRead(RunEvent):
    """The engine has read the prompt; generation starts.

    `dropped_turns` counts the oldest turns that left the prompt because the context was too small.
    """

    prompt_tokens: int
    cached_tokens: int
    dropped_turns: int
    context_size: int
    clock: float


@dataclass(frozen=True, slots=True)
class AttemptBegan(RunEvent):
    """An attempt was sent to the engine; `replaces` is the number of the one whose slot it takes, 0 for none.

    Only an answer that is written without checking its steps begins without this event.
    """

    attempt: int
    attempt_id: str
    strategy: str
    planned: int
    replaces: int = 0


@dataclass(frozen=True, slots=True)
class StepClosed(RunEvent):
    """A step of a thought is complete and was checked."""

    attempt: int
    step: Step


@dataclass(frozen=True, slots=True)
class ThoughtCut(RunEvent):
    """The thought was cut at `cut_at` (characters), before step `step`, which was false; it goes on from there.

    The text from there on, any answer text too, is to be taken back; `discarded` stays to be shown at its place.
    """

    attempt: int
    step: int
    cut_at: int
    discarded: DiscardedStep


@dataclass(frozen=True, slots=True)
class VotesCounted(RunEvent):
    """The votes after another attempt has ended; the groups in their order, the leading one first."""

    groups: tuple[VoteGroup, ...]
    finished: int
    planned: int


@dataclass(frozen=True, slots=True)
class ThinkingStarted(RunEvent):
    """An attempt has begun to think; `budget` is the most thought tokens that all attempts may take together."""

    attempt: int
    budget: int
    clock: float


@dataclass(frozen=True, slots=True)
class AnswerStarted(RunEvent):
    """An attempt has closed its thought (why: `thought_end`, None when it did not think) and begins to answer."""

    attempt: int
    thought_end: ThoughtEnd | None
    clock: float


@dataclass(frozen=True, slots=True)
class TextStreamed(RunEvent):
    """Text that an attempt has written, with the tokens it came from."""

    attempt: int
    channel: Channel
    text: str
    tokens: tuple[Token, ...]
    clock: float


@dataclass(frozen=True, slots=True)
class AttemptFinished(RunEvent):
    """An attempt has ended, whatever the reason; what it wrote is saved.

    `seconds_thinking` and `seconds` (the whole attempt) count from the run's start of thinking; `tokens_per_second` is
    (tokens - 1) / (time of the last token - time of the first).
    """

    attempt: int
    attempt_id: str
    stop_reason: StopReason
    thought: str
    answer: str
    final_answer: str
    thought_tokens: int
    answer_tokens: int
    seconds_thinking: float
    seconds: float
    time_to_first_token: float
    tokens_per_second: float
    mean_logprob: float


@dataclass(frozen=True, slots=True)
class RunFinished(RunEvent):
    """The question is done: finished or stopped. `chosen_attempt` is the number of the attempt whose answer counts.

    `deliberated` tells how it was found; None for an answer without thinking or one that was only taken up again.
    """

    chosen_attempt: int
    stop_reason: StopReason
    deliberated: Deliberated | None = None


@dataclass(frozen=True, slots=True)
class RunFailed(RunEvent):
    """The question ended with a failure, told in plain words; what was streamed until then is kept.

    `reason` is a value of `models.engine.protocol.FailureReason`. `can_continue` says that the answer can be taken up
    from where it stopped (`Assistant.continue_answer`).
    """

    reason: str
    message: str
    details: str
    can_continue: bool


class EngineState(StrEnum):
    """What the engine is doing."""

    NO_MODEL = "no_model"
    STARTING = "starting"
    LOADING = "loading"
    READY = "ready"
    BUSY = "busy"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class NextModel:
    """A model that was asked for while another one answers.

    `progress` is the loaded share (0 to 1). `waits` says that it takes over when the answer that is being written has
    ended; with `in_place` the old one goes before it is loaded, because both have no room at once. When it could not be
    loaded `message` says why, in one plain sentence, and the old one answers on.
    """

    path: str
    progress: float = 0.0
    waits: bool = False
    in_place: bool = False
    message: str = ""
    details: str = ""
    reason: str = ""
    fault: str = ""
    """What is wrong with the file, as `EngineStatus.fault`."""

    @property
    def failed(self) -> bool:
        """Whether it could not be loaded."""
        return bool(self.message)


@dataclass(frozen=True, slots=True)
class EngineStatus(Event):
    """The engine's state has changed.

    `progress` is the loaded share (0 to 1). `message` is one plain sentence: the reason of a failure, or a notice such
    as "The graphics card is out of memory, so the model runs on the processor." `details` holds the engine's own words.
    """

    state: EngineState
    model_name: str = ""
    model_path: str = ""
    quantization: str = ""
    device: str = ""
    context_size: int = 0
    threads: int = 0
    gpu_layers: int = 0
    adapter: str | None = None
    progress: float = 0.0
    message: str = ""
    details: str = ""
    reason: str = ""
    fault: str = ""
    """A value of `models.catalog.failures.Fault`, where a file could not be loaded; "" where the reason says all."""
    load_seconds: float = 0.0
    thinks_natively: bool = False
    notices: tuple[str, ...] = field(default=())
    tuned: str = ""
    """The type of the tuned copy that computes in the model's place; "" for the model's own file."""
    adapter_from: str = ""
    """The name of the file that the adapter was imported from; "" for one that was learned here."""
    next_model: NextModel | None = None
    has_chat_template: bool = True
    """Whether it is known how the model wants to be asked; otherwise questions are put to it in a plain form."""


class TuningStep(StrEnum):
    """What tuning a model, or testing its speed, is at."""

    COPYING = "copying"
    COMPARING = "comparing"
    MEASURING = "measuring"
    """A speed test."""
    DONE = "done"
    NOTHING_PAYS = "nothing_pays"
    """No copy is worth to be kept."""
    CANCELLED = "cancelled"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class TuningState(Event):
    """Tuning a model or testing its speed goes on, or has ended; `share` is what is done of it (0 to 1).

    `model` is what was asked for, or its path. `quantization` is the type that is tried. `message` is one plain
    sentence, "" where there is nothing to say.
    """

    model: str
    step: TuningStep
    quantization: str = ""
    share: float = 0.0
    message: str = ""
    details: str = ""


@dataclass(frozen=True, slots=True)
class StoreTrouble(Event):
    """The history cannot be written now (full disk, busy, read-only); the text is kept in memory and tried again."""

    message: str
    details: str = ""


@dataclass(frozen=True, slots=True)
class StoreRecovered(Event):
    """What could not be written before is now saved."""


@dataclass(frozen=True, slots=True)
class HistoryChanged(Event):
    """Conversations were added, changed or removed; screens that show them refresh."""

    conversation_ids: tuple[str, ...]
