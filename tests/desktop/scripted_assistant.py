"""A stand-in for the assistant that plays a script: the same public surface and events, the real history, no model.

A script is a list of steps. Text is streamed in pieces of a few characters from a thread of the run's own; `Hold` waits
until the test opens it, so that a test decides what happens in between, without any sleeping.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace

from models.assistant import AskRequest
from models.catalog.speeds import MeasuredSpeed, SpeedBook
from models.catalog.tuned_copies import CopyShelf, TunedCopy
from models.events import (
    AnswerStarted,
    AttemptFinished,
    Channel,
    EngineState,
    EngineStatus,
    Event,
    HistoryChanged,
    PromptRead,
    QuestionSaved,
    RunEvent,
    RunFailed,
    RunFinished,
    StopReason,
    TextStreamed,
    ThinkingStarted,
    ThoughtEnd,
    Token,
)
from models.history.records import Attempt, AttemptState, NewAttempt
from models.history.store import Store
from models.identifiers import new_id
from models.paths import DataFolder
from models.reasoning.effort import Effort, effort_named
from models.settings import Settings

READY = EngineStatus(
    EngineState.READY,
    model_name="SmolLM2 135M",
    quantization="Q4_1",
    device="CPU",
    context_size=8192,
    threads=2,
    load_seconds=1.1,
)


@dataclass
class NoEngine:
    """The engine that there is not: nothing is loaded, so nothing learns."""

    loaded: None = None
    system_info: str = ""


@dataclass(frozen=True)
class Say:
    """Stream a text, a piece at a time."""

    channel: Channel
    text: str
    piece: int = 4


@dataclass(frozen=True)
class Hold:
    """Wait until the test opens it (at most ten seconds), or until the run is stopped."""

    gate: threading.Event = field(default_factory=threading.Event)
    reached: threading.Event = field(default_factory=threading.Event)


@dataclass(frozen=True)
class Break:
    """The engine dies here."""

    message: str = "The model ended unexpectedly. What it wrote is kept; continue the answer to take it up again."
    reason: str = "killed"
    details: str = "signal 9"


@dataclass(frozen=True)
class Tell:
    """Tell an event of the run, made from the run's id."""

    make: Callable[[str], RunEvent]


Step = Say | Hold | Break | Tell
Script = Sequence[Step]


def thought(text: str) -> Say:
    """Stream a thought."""
    return Say(Channel.THOUGHT, text)


def answer(text: str) -> Say:
    """Stream an answer."""
    return Say(Channel.ANSWER, text)


def usual(request_text: str) -> Script:
    """A short thought and an answer with some Markdown."""
    return [
        thought("The distance is 60 km and the time is 1.5 hours. Speed is distance by time: 60 / 1.5 = 40.\n"),
        answer(
            f"You asked: *{request_text[:40]}*\n\nThe average is **40 km/h**.\n\n$$v = \\frac{{60}}{{1.5}} = 40$$\n"
        ),
    ]


class _Run:
    """One run that plays a script."""

    def __init__(self, identifier: str, attempt: Attempt, script: Script) -> None:
        self.id = identifier
        self.attempt = attempt
        self.script = script
        self.stopped = threading.Event()
        self.answer_now = threading.Event()
        self.started = time.monotonic()
        self.texts = {Channel.THOUGHT: attempt.thought, Channel.ANSWER: attempt.answer}
        self.counts = {Channel.THOUGHT: attempt.thought_tokens, Channel.ANSWER: attempt.answer_tokens}

    @property
    def clock(self) -> float:
        return time.monotonic() - self.started


class ScriptedTuning:
    """Keeps what was asked for; copies and speeds are the real files of the folder."""

    def __init__(self, folder: DataFolder) -> None:
        self.shelf, self.speeds = CopyShelf(folder.tuned), SpeedBook(folder.speeds)
        self.tuned: list[str] = []
        self.tested: list[str] = []
        self.cancelled = 0

    def copy_of(self, model_id: str) -> TunedCopy | None:
        return self.shelf.of(model_id)

    def speed_of(self, model_id: str) -> MeasuredSpeed | None:
        return self.speeds.of(model_id)

    def tune(self, reference: str, known: Sequence[str]) -> None:
        self.tuned.append(reference)

    def test(self, reference: str, known: Sequence[str]) -> None:
        self.tested.append(reference)

    def cancel(self) -> None:
        self.cancelled += 1

    def use(self, model_id: str, *, on: bool) -> None:
        self.shelf.use(model_id, on=on)

    def remove(self, model_id: str) -> None:
        self.shelf.remove(model_id)


class ScriptedAssistant:
    """See the module. `script` gives the steps for a question; `statuses` is what `start` reports."""

    def __init__(
        self,
        folder: DataFolder,
        *,
        settings: Settings,
        store: Store | None,
        script: Callable[[str], Script] = usual,
        statuses: Iterable[EngineStatus] = (READY,),
        pause: float = 0.0,
    ) -> None:
        self.folder = folder
        self.settings = settings
        self.script = script
        self.status = EngineStatus(EngineState.STARTING)
        self.loaded: list[str] = []
        self.engine = NoEngine()
        self.tuning = ScriptedTuning(folder)
        self.requests: list[AskRequest] = []
        self.closed_thoughts: list[str] = []
        """The answers that were asked for from their thoughts as they were."""
        self.expected: dict[str, float] = {}
        self._store = store
        self._statuses = list(statuses)
        self._pause = pause
        self._listeners: list[Callable[[Event], None]] = []
        self._events: queue.SimpleQueue[Event | None] = queue.SimpleQueue()
        self._runs: dict[str, _Run] = {}
        self._threads: list[threading.Thread] = []
        self._teller = threading.Thread(target=self._tell, name="scripted assistant")
        self._teller.start()

    def expected_seconds(self, effort: Effort) -> float | None:
        return self.expected.get(effort.name)

    def subscribe(self, listener: Callable[[Event], None]) -> Callable[[], None]:
        self._listeners.append(listener)

        def unsubscribe() -> None:
            with suppress(ValueError):
                self._listeners.remove(listener)

        return unsubscribe

    def emit(self, event: Event) -> None:
        """Tell an event, as if it came from the engine."""
        if isinstance(event, EngineStatus):
            self.status = event
        self._events.put(event)

    def start(self, model: str | None = None) -> None:
        self.loaded.append(model or self.settings.model)
        for status in self._statuses:
            self.emit(status)

    def load_model(self, reference: str) -> None:
        self.loaded.append(reference)

    def ask(self, request: AskRequest) -> str:
        self.requests.append(request)
        run = new_id()
        new = NewAttempt(id=new_id(), model_name="SmolLM2 135M", thought_budget=request.effort.thought_tokens)
        if self._store is None:
            saved = ("", "", "")
        else:
            place = self._store.recording.add_question(
                question=request.question,
                conversation_id=request.conversation_id,
                parent_id=request.parent_id,
                system_prompt="",
                effort=request.effort.name,
                attempts=[new],
            )
            saved = (place.conversation_id, place.question_id, place.answer_id)
        attempt = Attempt(id=new.id, answer_id=saved[2], number=1, effort=request.effort.name)
        self._begin(run, saved, attempt, self.script(request.question), request.effort)
        return run

    def regenerate(self, answer_id: str, *, effort: Effort | None = None) -> str:
        return self._branch(answer_id, effort or effort_named("standard"))

    def edit_thought(self, answer_id: str, thought: str) -> str:
        return self._branch(answer_id, effort_named("standard"), thought)

    def _branch(self, answer_id: str, effort: Effort, thought: str = "") -> str:
        assert self._store is not None
        turn = self._store.turn_of_answer(answer_id)
        assert turn.answer is not None
        new = NewAttempt(id=new_id(), model_name="SmolLM2 135M")
        place = self._store.recording.add_question(
            question=turn.question.text,
            conversation_id=turn.question.conversation_id,
            parent_id=turn.question.parent_id,
            system_prompt="",
            effort=effort.name,
            attempts=[new],
            answer_to=turn.question.id,
            continued_from_attempt_id=turn.answer.chosen.id if thought else "",
        )
        run = new_id()
        saved = (place.conversation_id, place.question_id, place.answer_id)
        attempt = Attempt(id=new.id, answer_id=place.answer_id, number=1, thought=thought)
        self._begin(run, saved, attempt, self.script(turn.question.text), effort)
        return run

    def continue_answer(self, answer_id: str, *, close_thought: bool = False) -> str:
        self.closed_thoughts += [answer_id] * close_thought
        assert self._store is not None
        turn = self._store.turn_of_answer(answer_id)
        assert turn.answer is not None
        run = new_id()
        saved = (turn.question.conversation_id, turn.question.id, answer_id)
        attempt = replace(turn.answer.chosen, state=AttemptState.STREAMING)
        self._begin(run, saved, attempt, self.script(turn.question.text), effort_named("standard"))
        return run

    def answer_now(self, run: str) -> None:
        self._runs[run].answer_now.set()

    def stop(self, run: str) -> None:
        self._runs[run].stopped.set()

    def adapters_changed(self) -> None:
        """There are none."""

    def apply_settings(self, settings: Settings) -> None:
        self.settings = settings

    def close(self, timeout: float = 5.0) -> None:
        for run in self._runs.values():
            run.stopped.set()
        for thread in self._threads:
            thread.join(timeout)
        self._events.put(None)
        self._teller.join(timeout)

    def _begin(self, run: str, saved: tuple[str, str, str], attempt: Attempt, script: Script, effort: Effort) -> None:
        playing = _Run(run, attempt, script)
        self._runs[run] = playing
        self.emit(QuestionSaved(run, *saved, (attempt.id,), new_conversation=True))
        if saved[0]:
            self.emit(HistoryChanged((saved[0],)))
        thread = threading.Thread(target=self._play, args=(playing, effort), name="scripted run")
        self._threads.append(thread)
        thread.start()

    def _tell(self) -> None:
        while (event := self._events.get()) is not None:
            for listener in tuple(self._listeners):
                listener(event)

    def _play(self, run: _Run, effort: Effort) -> None:
        self.emit(PromptRead(run.id, 40, 0, 0, READY.context_size, run.clock))
        channel: Channel | None = None
        for step in run.script:
            if isinstance(step, Hold):
                step.reached.set()
                self._wait(run, step)
            elif isinstance(step, Tell):
                self.emit(step.make(run.id))
            elif isinstance(step, Break):
                self._end(run, StopReason.FAILED, step)
                self.emit(RunFailed(run.id, step.reason, step.message, step.details, can_continue=True))
                return
            else:
                if step.channel is not channel:
                    channel = step.channel
                    self._open(run, channel, effort)
                self._say(run, step)
            if run.stopped.is_set():
                break
        reason = StopReason.STOPPED if run.stopped.is_set() else StopReason.FINISHED
        self._end(run, reason)
        self.emit(RunFinished(run.id, 1, reason))

    def _wait(self, run: _Run, step: Hold) -> None:
        end = time.monotonic() + 10
        while not step.gate.is_set() and not run.stopped.is_set() and time.monotonic() < end:
            step.gate.wait(0.01)

    def _open(self, run: _Run, channel: Channel, effort: Effort) -> None:
        if channel is Channel.THOUGHT:
            self.emit(ThinkingStarted(run.id, 1, effort.thought_tokens, run.clock))
        else:
            self.emit(AnswerStarted(run.id, 1, ThoughtEnd.MODEL if run.texts[Channel.THOUGHT] else None, run.clock))

    def _say(self, run: _Run, step: Say) -> None:
        for start in range(0, len(step.text), step.piece):
            if run.stopped.is_set() or (run.answer_now.is_set() and step.channel is Channel.THOUGHT):
                return
            piece = step.text[start : start + step.piece]
            run.texts[step.channel] += piece
            run.counts[step.channel] += 1
            self.emit(TextStreamed(run.id, 1, step.channel, piece, (Token(piece, -0.2),), run.clock))
            if self._pause:
                time.sleep(self._pause)

    def _end(self, run: _Run, reason: StopReason, broken: Break | None = None) -> None:
        states = {StopReason.STOPPED: AttemptState.STOPPED, StopReason.FAILED: AttemptState.FAILED}
        thought_text, answer_text = run.texts[Channel.THOUGHT], run.texts[Channel.ANSWER]
        counts = run.counts
        finished = replace(
            run.attempt,
            thought=thought_text,
            answer=answer_text,
            state=states.get(reason, AttemptState.FINISHED),
            stop_reason=reason,
            prompt_tokens=40,
            thought_tokens=counts[Channel.THOUGHT],
            answer_tokens=counts[Channel.ANSWER],
            tokens_per_second=43.1,
            error=broken.message if broken else "",
            error_reason=broken.reason if broken else "",
            error_details=broken.details if broken else "",
        )
        if self._store is not None:
            self._store.recording.finish_attempt(finished)
        self.emit(
            AttemptFinished(
                run.id, 1, run.attempt.id, reason, thought_text, answer_text, "40", counts[Channel.THOUGHT],
                counts[Channel.ANSWER], run.clock, run.clock, 0.1, 43.1, -0.2,
            )
        )  # fmt: skip
        if run.attempt.answer_id and self._store is not None:
            place = self._store.turn_of_answer(run.attempt.answer_id).question.conversation_id
            self.emit(HistoryChanged((place,)))
