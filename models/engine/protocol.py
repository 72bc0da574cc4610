"""What the engine process and its clients say to each other: versioned msgspec messages, never pickled.

A client opens with `Hello`; the engine answers `Welcome` with its own version and its devices, and a client of another
version goes away with a plain error. Every request carries a run id chosen by the client, every message about it
carries the same id. Times are seconds since the request was taken up; log-probabilities are natural logarithms.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TypeAlias

import msgspec

from models.catalog.failures import Fault
from models.engine.messages import Message

PROTOCOL_VERSION = 2

MAXIMUM_MESSAGE_BYTES = 256 * 1024 * 1024


class FailureReason(StrEnum):
    """Why the engine could not do what it was asked."""

    FILE = "file"
    """The model file is missing, damaged or not a language model."""
    ARCHITECTURE = "architecture"
    """This build of llama.cpp does not know the model's architecture."""
    VIDEO_MEMORY = "video_memory"
    MEMORY = "memory"
    KILLED = "killed"
    """Another program or the system ended the engine."""
    CRASHED = "crashed"
    """The engine ended by its own fault."""
    UNRESPONSIVE = "unresponsive"
    """The engine did not stop or answer in time and was ended."""
    START = "start"
    """The engine process could not be started."""
    PROMPT_TOO_LONG = "prompt_too_long"
    TEMPLATE = "template"
    """The model's chat template cannot be used."""
    CROWDED = "crowded"
    """There is no room beside the model of another engine; alone it would fit."""
    ADAPTER = "adapter"
    """The adapter is missing, damaged or belongs to another model."""
    NO_MODEL = "no_model"
    REQUEST = "request"
    """The request itself makes no sense."""


_POINTLESS_TO_CONTINUE = (FailureReason.PROMPT_TOO_LONG, FailureReason.TEMPLATE)


def worth_continuing(reason: str) -> bool:
    """Whether an answer that failed for this reason (a `FailureReason`) may get further when it is taken up again."""
    return reason not in _POINTLESS_TO_CONTINUE


class Priority(StrEnum):
    """Whose work goes first: while an interactive request runs, background ones wait."""

    INTERACTIVE = "interactive"
    BACKGROUND = "background"


class Device(msgspec.Struct, frozen=True):
    """A device that llama.cpp can compute on; memory in bytes."""

    name: str
    description: str
    kind: str
    """cpu, gpu, integrated_gpu or accelerator."""
    backend: str
    memory_free: int
    memory_total: int


class Sampling(msgspec.Struct, frozen=True, kw_only=True):
    """How the next token is drawn.

    Temperature 0 takes the likeliest token; 0 switches `top_k` and `min_p` off, 1 `top_p` and `repeat_penalty`.
    """

    temperature: float = 0.6
    top_k: int = 40
    top_p: float = 0.95
    min_p: float = 0.05
    repeat_penalty: float = 1.0
    repeat_window: int = 64


class Budget(msgspec.Struct, frozen=True, kw_only=True):
    """How long to think and to answer. `thought_tokens` 0 switches thinking off."""

    thought_tokens: int = 512
    minimum_thought_tokens: int = 0
    thinking_seconds: float = 60.0
    answer_tokens: int = 1024
    minimum_answer_tokens: int = 1
    """1, because a small model may end its turn at once after it has thought."""


class AdapterChoice(msgspec.Struct, frozen=True):
    """A LoRA adapter (GGUF) by path, with the user's scale."""

    path: str
    scale: float = 1.0


class AttemptPlan(msgspec.Struct, frozen=True, kw_only=True):
    """What is particular to one attempt of a question.

    `thought_prefix` and `answer_prefix` are text that the attempt has already written (a branch, a continued answer);
    `answer_prefix` is "" where the thought is complete and the answer begins, None where it is not complete.
    """

    number: int = 1
    seed: int = 0
    instruction: str = ""
    """A strategy's words, added to the last question."""
    thought_prefix: str = ""
    answer_prefix: str | None = None


class ClientMessage(msgspec.Struct, frozen=True, tag=True):
    """Anything that a client sends."""


class Hello(ClientMessage, frozen=True, tag=True):
    """The first message of a client."""

    version: int


class Beside(msgspec.Struct, frozen=True):
    """What a model in another engine will give back: bytes of RAM, and what each graphics card had free before it.

    A model that needs this is not loaded beside the other one.
    """

    ram: int
    cards_free: tuple[int, ...] = ()


class Load(ClientMessage, frozen=True, tag=True):
    """Load a model, in the place of the one in use. None leaves the choice to the engine.

    `Loaded` or `LoadFailed` follows, unless another `Load` comes before: then only that one is answered.
    """

    path: str
    context_size: int | None = None
    gpu_layers: int | None = None
    threads: int | None = None
    sequences: int = 20
    batch_tokens: int | None = None
    notice: str = ""
    """What went differently before, in plain words; comes back in `Loaded.notices`."""
    tuned_folder: str = ""
    """Where tuned copies are; one that is in use is loaded in the model's place where the processor computes all."""
    kv_type: str | None = None
    flash_attention: bool | None = None
    chat_template: str = ""
    """One of `models.catalog.chat_templates`, in the place of the file's own; "" for that one."""
    checked_file: str = ""
    """Where files that were found whole are remembered; "" looks at all of a file at every load."""
    beside: Beside | None = None
    """Another engine's model that stays until this one is ready."""


class Generate(ClientMessage, frozen=True, tag=True):
    """Answer a question with one or more attempts."""

    run: str
    messages: tuple[Message, ...]
    attempts: tuple[AttemptPlan, ...] = (AttemptPlan(),)
    sampling: Sampling = Sampling()
    budget: Budget = Budget()
    adapter: AdapterChoice | None = None
    priority: Priority = Priority.INTERACTIVE
    keep_thoughts: bool = False
    alternatives: int = 3
    """How many rivals of each token to report."""


class Score(ClientMessage, frozen=True, tag=True):
    """Measure how likely the model finds a continuation: the log-probability of each of its tokens."""

    run: str
    messages: tuple[Message, ...]
    continuation: str
    thinking: bool = False
    adapter: AdapterChoice | None = None
    priority: Priority = Priority.BACKGROUND


class Cancel(ClientMessage, frozen=True, tag=True):
    """Stop a run, mid-prefill too."""

    run: str


class AnswerNow(ClientMessage, frozen=True, tag=True):
    """Close all open thoughts of a run and answer from what is there."""

    run: str


class EngineMessage(msgspec.Struct, frozen=True, tag=True):
    """Anything that the engine sends."""


class Welcome(EngineMessage, frozen=True, tag=True):
    """The engine's answer to `Hello`."""

    version: int
    process: int
    devices: tuple[Device, ...]
    system_info: str


class Loading(EngineMessage, frozen=True, tag=True):
    """How much of the model is loaded (0 to 1), how many layers go to the graphics card, and whether it is the copy.

    `context_size` is the context, in tokens, that it is to have.
    """

    progress: float
    gpu_layers: int
    tuned: bool = False
    context_size: int = 0


class Loaded(EngineMessage, frozen=True, tag=True):
    """The model is ready. `notices` tell what was done differently from what was asked, and why, in plain words."""

    path: str
    name: str
    quantization: str
    architecture: str
    context_size: int
    threads: int
    gpu_layers: int
    layers: int
    device: str
    seconds: float
    thinks_natively: bool
    has_chat_template: bool
    model_id: str
    notices: tuple[str, ...] = ()
    tuned: str = ""
    """The type of the tuned copy that computes in the model's place; "" for the model's own file."""
    pre_tokenizer: str = ""
    """As `ModelFile` has it."""


class LoadFailed(EngineMessage, frozen=True, tag=True):
    """The model could not be loaded; the engine has no model now."""

    path: str
    reason: FailureReason
    message: str
    details: str = ""
    fault: Fault | None = None
    """What is wrong with the file, where the reason alone does not say it."""


class PromptWasRead(EngineMessage, frozen=True, tag=True):
    """The prompt is decoded and the first attempt starts to write."""

    run: str
    prompt_tokens: int
    cached_tokens: int
    dropped_turns: int
    context_size: int
    clock: float


class SampledToken(msgspec.Struct, frozen=True, array_like=True):
    """One token: text ("" while a character is incomplete), log-probability, rivals as (text, probability)."""

    text: str
    logprob: float
    alternatives: tuple[tuple[str, float], ...] = ()


class Piece(msgspec.Struct, frozen=True, array_like=True):
    """What one attempt has written in one step, in one channel ("thought" or "answer").

    `text` is what the reader sees. It may differ from the tokens' text: markers of a thought are not shown, and text
    that may be the start of a marker is held back.
    """

    attempt: int
    channel: str
    text: str
    tokens: tuple[SampledToken, ...]


class Streamed(EngineMessage, frozen=True, tag=True):
    """What the attempts of a run have written in one step."""

    run: str
    pieces: tuple[Piece, ...]
    clock: float


class PhaseChanged(EngineMessage, frozen=True, tag=True):
    """An attempt has begun to think or to answer; `thought_end` is a value of `models.events.ThoughtEnd`, or ""."""

    run: str
    attempt: int
    phase: str
    """thought or answer."""
    thought_end: str
    budget: int
    clock: float


class AttemptEnded(EngineMessage, frozen=True, tag=True):
    """An attempt has ended; `stop_reason` is a value of `models.events.StopReason`."""

    run: str
    attempt: int
    stop_reason: str
    thought_tokens: int
    answer_tokens: int
    first_token_clock: float
    last_token_clock: float
    thinking_seconds: float
    mean_logprob: float
    clock: float


class RunEnded(EngineMessage, frozen=True, tag=True):
    """All attempts of a run have ended; nothing more follows about it."""

    run: str


class Scored(EngineMessage, frozen=True, tag=True):
    """The log-probability of each token of the continuation, in order; ends the run."""

    run: str
    logprobs: tuple[float, ...]


class RunRefused(EngineMessage, frozen=True, tag=True):
    """The run ended with a failure; nothing more follows about it."""

    run: str
    reason: FailureReason
    message: str
    details: str = ""


AnyClientMessage: TypeAlias = Hello | Load | Generate | Score | Cancel | AnswerNow
AnyEngineMessage: TypeAlias = (
    Welcome
    | Loading
    | Loaded
    | LoadFailed
    | PromptWasRead
    | Streamed
    | PhaseChanged
    | AttemptEnded
    | RunEnded
    | Scored
    | RunRefused
)
