"""The speed test: how fast the engine reads and writes with a model on this machine, as questions meet it."""

from __future__ import annotations

import queue
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from models.catalog.speeds import ATTEMPTS, PROMPT_TOKENS, MeasuredSpeed, Rates
from models.engine.measuring.working import Cancelled
from models.engine.messages import Message
from models.engine.protocol import (
    AttemptEnded,
    AttemptPlan,
    Budget,
    Generate,
    Load,
    Loaded,
    LoadFailed,
    PromptWasRead,
    RunEnded,
    RunRefused,
)
from models.engine.supervisor import EngineDied, LocalEngine, Notice
from models.errors import EngineError
from models.identifiers import new_id

TOKENS = 48
"""What each attempt writes."""

_SENTENCE = "The hall has three rows of seats and every next row has two more than the row before it. "

Notices = queue.SimpleQueue[Notice]


WAIT_SECONDS = 0.2
"""How soon a test hears that it was cancelled."""


class Answering(Protocol):
    """What answers: an engine, or one user's way to a shared one."""

    def generate(self, request: Generate) -> None:
        """Answer a question."""

    def cancel(self, run: str) -> None:
        """Stop answering it."""


def run_speed_test(load: Load, progress: Callable[[float], None] = lambda _share: None) -> tuple[str, MeasuredSpeed]:
    """Load a model into an engine of its own and measure it; returns its id and what was found.

    Raises:
        EngineError: It cannot be loaded, or the engine fails.
    """
    engine, notices = LocalEngine(), Notices()
    engine.load(load)
    engine.start(notices.put)
    try:
        loaded = _await_loaded(notices)
        progress(0.1)
        rates = measure_engine(engine, notices, loaded.context_size, lambda share: progress(0.1 + 0.9 * share))
    finally:
        engine.close()
    return loaded.model_id, measured(loaded, rates)


def measured(loaded: Loaded, rates: Rates) -> MeasuredSpeed:
    """Return what was found, with how the model was loaded."""
    return MeasuredSpeed(
        name=loaded.name,
        rates=rates,
        device=loaded.device,
        gpu_layers=loaded.gpu_layers,
        threads=loaded.threads,
        quantization=loaded.quantization,
        measured_at=time.time(),
    )


def measure_engine(
    engine: Answering, notices: Notices, context_size: int, progress: Callable[[float], None] = lambda _share: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Rates:  # fmt: skip
    """Ask questions that begin with words of their own, so that no cache helps, and take the engine's own clocks.

    Args:
        engine: With a model loaded; nobody else must use it meanwhile.
        notices: Where what it says arrives.
        context_size: The context that it was loaded with, in tokens.
        progress: Called with the share that is done.
        cancelled: True ends the test.

    Raises:
        EngineError: The engine fails.
        Cancelled: By `cancelled`.
    """
    short = _run(engine, notices, cancelled, sentences=1, attempts=1)
    progress(0.2)
    eight = _run(engine, notices, cancelled, sentences=2, attempts=ATTEMPTS)
    progress(0.6)
    each = max(1, eight.prompt_tokens - short.prompt_tokens)
    sentences = max(1, (min(PROMPT_TOKENS, context_size // 2) - short.prompt_tokens) // each)
    long = _run(engine, notices, cancelled, sentences=sentences, attempts=1)
    progress(1.0)
    return Rates(prefill=long.prefill, one=long.written, eight=eight.written)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What one question showed: tokens of the prompt, and tokens a second that were read and written."""

    prompt_tokens: int
    prefill: float
    written: float


def _run(
    engine: Answering, notices: Notices, cancelled: Callable[[], bool], *, sentences: int, attempts: int
) -> _Asked:
    run = new_id()
    question = f"{run[:8]}: {_SENTENCE * sentences}How many seats are there?"
    engine.generate(
        Generate(
            run=run,
            messages=(Message("user", question),),
            attempts=tuple(AttemptPlan(number=number + 1, seed=number) for number in range(attempts)),
            budget=Budget(thought_tokens=0, answer_tokens=TOKENS, minimum_answer_tokens=TOKENS),
        )
    )
    prompt, prefill, written, first, last = 0, 0.0, 0, float("inf"), 0.0
    while True:
        if cancelled():
            engine.cancel(run)
            raise Cancelled
        try:
            notice = notices.get(timeout=WAIT_SECONDS)
        except queue.Empty:
            continue
        match notice:
            case PromptWasRead(run=of) if of == run:
                prompt = notice.prompt_tokens
                prefill = (notice.prompt_tokens - notice.cached_tokens) / max(notice.clock, 1e-6)
            case AttemptEnded(run=of) if of == run:
                written += notice.thought_tokens + notice.answer_tokens
                first, last = min(first, notice.first_token_clock), max(last, notice.last_token_clock)
            case RunEnded(run=of) if of == run:
                return _Asked(prompt, prefill, (written - attempts) / max(last - first, 1e-6))
            case RunRefused(run=of) if of == run:
                raise EngineError(notice.message, reason=notice.reason, details=notice.details)
            case EngineDied():
                raise EngineError(notice.message, reason=notice.reason, details=notice.details)


def _await_loaded(notices: Notices) -> Loaded:
    while True:
        notice = notices.get()
        if isinstance(notice, LoadFailed):
            raise EngineError(notice.message, reason=notice.reason, details=notice.details)
        if isinstance(notice, Loaded):
            return notice
