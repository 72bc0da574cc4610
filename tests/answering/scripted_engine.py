"""An engine that says what a test wants said, and the ends of an assistant that a test holds."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import TypeVar

import msgspec

from models.answering.deliberator import run_of
from models.assistant import AskRequest, Assistant
from models.engine.protocol import (
    AttemptEnded,
    EngineMessage,
    FailureReason,
    Generate,
    Load,
    Loaded,
    LoadFailed,
    PhaseChanged,
    Piece,
    PromptWasRead,
    RunEnded,
    RunRefused,
    SampledToken,
    Score,
    Streamed,
)
from models.engine.supervisor import EngineDied, EngineStarted, Listener, Notice
from models.events import Event
from models.reasoning.effort import Effort, effort_named

E = TypeVar("E", bound=Event)

SECONDS = 10.0

MODEL_ID = "hash of the model"


def loaded(name: str = "SmolLM2 135M", *, natively: bool = True, path: str = "/models/small.gguf") -> Loaded:
    return Loaded(path, name, "Q4_1", "llama", 2048, 2, 0, 30, "CPU", 1.5, natively, True, MODEL_ID,
                  pre_tokenizer="smollm")  # fmt: skip


def tokens(text: str, logprob: float = -0.5) -> tuple[SampledToken, ...]:
    """A token for each character."""
    return tuple(SampledToken(character, logprob, (("?", 0.25),)) for character in text)


def piece(channel: str, text: str, *, attempt: int = 1, logprob: float = -0.5) -> Piece:
    return Piece(attempt, channel, text, tokens(text, logprob))


def ended(
    run: str,
    *,
    attempt: int = 1,
    reason: str = "finished",
    thought: int = 0,
    answer: int = 0,
    mean: float = -0.5,
    first: float = 1.0,
    last: float = 3.0,
) -> AttemptEnded:
    return AttemptEnded(run, attempt, reason, thought, answer, first, last, 0.75, mean, 3.25)


class ScriptedEngine:
    """Keeps what it is asked; says only what the test lets it say (from the test's thread).

    Where a question has one attempt, it is spoken of by the question's run, whatever engine run the attempt is in.
    """

    def __init__(self) -> None:
        self.loads: list[Load] = []
        self.requests: list[Generate] = []
        self.cancelled: list[str] = []
        self.hurried: list[str] = []
        self.closed = 0
        self.started = 0
        self._listener: Listener | None = None
        self._latest: dict[str, str] = {}
        self._asked = threading.Condition()

    def start(self, listener: Listener) -> None:
        with self._asked:
            self._listener = listener
            self.started += 1
            self._asked.notify_all()

    def load(self, request: Load) -> None:
        with self._asked:
            self.loads.append(request)
            self._asked.notify_all()

    def generate(self, request: Generate) -> None:
        with self._asked:
            self._latest[run_of(request.run)] = request.run
            self.requests.append(request)
            self._asked.notify_all()

    def score(self, request: Score) -> None:
        raise AssertionError("no test measures anything here")

    def cancel(self, run: str) -> None:
        with self._asked:
            self.cancelled.append(run)
            self._asked.notify_all()

    def answer_now(self, run: str) -> None:
        with self._asked:
            self.hurried.append(run)
            self._asked.notify_all()

    def close(self) -> None:
        self.closed += 1

    def wait_until(self, ready: Callable[[], bool]) -> None:
        with self._asked:
            assert self._asked.wait_for(ready, SECONDS), "the engine was not asked"

    def say(self, *notices: Notice) -> None:
        self.wait_until(lambda: self._listener is not None)
        assert self._listener is not None
        for notice in notices:
            self._listener(self._of_its_load(self._in_its_run(notice)))

    def _in_its_run(self, notice: Notice) -> Notice:
        run = getattr(notice, "run", "")
        if isinstance(notice, EngineMessage) and run in self._latest:
            return msgspec.structs.replace(notice, run=self._latest[run])
        return notice

    def _of_its_load(self, notice: Notice) -> Notice:
        """What is said of a load names the file that was asked for, as an engine does."""
        asked = [each.path for each in self.loads]
        if isinstance(notice, Loaded | LoadFailed) and asked and notice.path not in asked:
            return msgspec.structs.replace(notice, path=asked[-1])
        return notice

    def become_ready(self, name: str = "SmolLM2 135M", *, natively: bool = True) -> None:
        """Start and load a model that thinks by itself, or one that has to be made to."""
        self.say(EngineStarted(()), loaded(name, natively=natively))

    def stopped(self, run: str) -> bool:
        """Whether a question's run was cancelled."""
        return any(run in (each, run_of(each)) for each in self.cancelled)

    def request(self, run: str) -> Generate:
        """Wait for the request of a run."""
        self.wait_until(lambda: any(run in (each.run, run_of(each.run)) for each in self.requests))
        return next(each for each in self.requests if run in (each.run, run_of(each.run)))

    def stream(self, run: str, text: str, channel: str = "answer", *, attempt: int = 1, logprob: float = -0.5) -> None:
        self.say(Streamed(run, (piece(channel, text, attempt=attempt, logprob=logprob),), 1.0))

    def think(self, run: str, text: str) -> None:
        """Read the prompt and think."""
        self.say(PromptWasRead(run, 20, 5, 0, 2048, 0.5), PhaseChanged(run, 1, "thought", "", 64, 0.5))
        self.stream(run, text, "thought")

    def answer(self, run: str, text: str) -> None:
        """Close the thought and answer."""
        self.say(PhaseChanged(run, 1, "answer", "model", 64, 1.5))
        self.stream(run, text)

    def finish(self, run: str, *, thought: int = 0, answer: int = 0, reason: str = "finished") -> None:
        self.say(ended(run, thought=thought, answer=answer, reason=reason), RunEnded(run))

    def play(self, run: str, thought: str, answer: str) -> None:
        """A whole run."""
        self.request(run)
        self.think(run, thought)
        self.answer(run, answer)
        self.finish(run, thought=len(thought), answer=len(answer))

    def die(self, *runs: str, restarts: bool = True) -> None:
        """Die as the local engine tells it: open runs are refused, then the death."""
        message = "The engine stopped because of an error of its own; it starts again by itself."
        self.say(*(RunRefused(run, FailureReason.CRASHED, message, "ended by SIGSEGV") for run in runs))
        self.say(EngineDied(FailureReason.CRASHED, message, "ended by SIGSEGV", restarts))


class Listening:
    """All events of an assistant, to be waited for."""

    def __init__(self, assistant: Assistant) -> None:
        self.events: list[Event] = []
        self._heard = threading.Condition()
        self.unsubscribe = assistant.subscribe(self._hear)

    def _hear(self, event: Event) -> None:
        with self._heard:
            self.events.append(event)
            self._heard.notify_all()

    def wait(self, kind: type[E], run: str | None = None, *, count: int = 1) -> E:
        """Wait for the `count`-th event of a kind (of a run)."""
        with self._heard:
            if not self._heard.wait_for(lambda: len(self.of(kind, run)) >= count, SECONDS):
                raise AssertionError(f"no {kind.__name__} among {self.events}")
            return self.of(kind, run)[count - 1]

    def wait_until(self, ready: Callable[[], bool]) -> None:
        with self._heard:
            assert self._heard.wait_for(ready, SECONDS), self.events

    def of(self, kind: type[E], run: str | None = None) -> list[E]:
        events: Sequence[Event] = tuple(self.events)
        return [each for each in events if isinstance(each, kind) and run in (None, getattr(each, "run", None))]


def effort(thought_tokens: int = 64, *, attempts: int = 1) -> Effort:
    standard = effort_named("standard", thought_tokens=thought_tokens, answer_tokens=128)
    return Effort(standard.name, attempts, standard.thought_tokens, standard.answer_tokens, standard.seconds)


def question(text: str = "How many?", **more: object) -> AskRequest:
    return AskRequest(text, effort(), **more)  # type: ignore[arg-type]
