"""The runs that have not ended: sent when the model is ready, fed with what the engine says, saved, ended once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from models.answering.adapter_in_use import AdaptersInUse
from models.answering.deliberation_record import DeliberationRecord
from models.answering.deliberator import Deliberator, run_of
from models.answering.pace import Pace
from models.answering.preparing import PreparedRun
from models.answering.record import RunRecord
from models.answering.saving import Saver
from models.answering.status import StatusBoard
from models.engine.protocol import EngineMessage, FailureReason, RunEnded, RunRefused, worth_continuing
from models.engine.supervisor import Engine
from models.events import (
    AttemptFinished,
    EngineState,
    Event,
    HistoryChanged,
    RunEvent,
    RunFailed,
    RunFinished,
    StopReason,
)
from models.reasoning.deliberation.happenings import Concluded, Happening, VotesCounted
from models.reasoning.deliberation.plan import DeliberationPlan
from models.traces import Ending

_ANSWERING = (EngineState.READY, EngineState.BUSY)
_CANNOT_ANSWER = (EngineState.FAILED, EngineState.NO_MODEL)


@dataclass(slots=True)
class _OpenRun:
    prepared: PreparedRun
    sent: bool = False
    deliberation: DeliberationRecord | None = None

    @property
    def record(self) -> RunRecord:
        return self.prepared.record


class OpenRuns:
    """All runs that have not ended; used on the assistant's thread only."""

    def __init__(
        self,
        engine: Engine,
        deliberator: Deliberator,
        board: StatusBoard,
        saver: Saver,
        pace: Pace,
        adapters: AdaptersInUse,
        emit: Callable[[Event], None],
    ) -> None:
        self._engine, self._deliberator = engine, deliberator
        self._board, self._saver, self._pace, self._emit = board, saver, pace, emit
        self._adapters = adapters
        self._runs: dict[str, _OpenRun] = {}

    @property
    def any(self) -> bool:
        """Whether a run is open."""
        return bool(self._runs)

    def is_being_written(self, answer_id: str) -> bool:
        """Whether an open run writes this answer."""
        return any(each.prepared.saved.answer_id == answer_id for each in self._runs.values())

    def add(self, prepared: PreparedRun) -> None:
        """Take up a run."""
        run = prepared.saved.run
        self._runs[run] = _OpenRun(prepared)
        self._emit(prepared.saved)
        self._tell_history(prepared)
        self.send_waiting()

    def send_waiting(self) -> None:
        """Send the runs that waited for the model, or end them when it cannot come."""
        status = self._board.status
        for run, each in [(run, each) for run, each in self._runs.items() if not each.sent]:
            if status.state in _ANSWERING:
                each.sent = True
                each.record.made_by(self._board.model_id, status.model_name)
                self._take_adapter(each)
                self._board.busy(True)
                self._send(each)
            elif status.state in _CANNOT_ANSWER:
                message = status.message or "No model is loaded; choose a model first."
                self._fail(run, status.reason or FailureReason.NO_MODEL, message, status.details)

    def show_adapter(self) -> None:
        """Tell which adapter is in use now."""
        in_use = self._adapters.of(self._board.model_id, self._board.pre_tokenizer)
        self._board.adapter(in_use, self._adapters.problem)

    def _take_adapter(self, open_run: _OpenRun) -> None:
        """Answer with the adapter in use; it is asked for anew each time, since another program may change it."""
        if not open_run.prepared.takes_adapter_in_use:
            return
        in_use = self._adapters.of(self._board.model_id, self._board.pre_tokenizer)
        self._board.adapter(in_use, self._adapters.problem)
        if in_use is not None:
            open_run.prepared = open_run.prepared.with_adapter(in_use.id, in_use.choice)

    def _send(self, open_run: _OpenRun) -> None:
        prepared = open_run.prepared
        if prepared.plan is None:
            self._engine.generate(prepared.request)
        else:
            plan = replace(prepared.plan, imposed=self._is_imposed(prepared.plan))
            open_run.deliberation = DeliberationRecord(prepared.record, plan)
            self._deliberator.begin(plan)

    def _is_imposed(self, plan: DeliberationPlan) -> bool:
        """Whether the model would not think by itself but has to; an adapter has learned it."""
        thinks_by_itself = self._board.status.thinks_natively or plan.adapter is not None
        return plan.attempt_thought_tokens > 0 and not thinks_by_itself

    def answer_now(self, run: str) -> None:
        """Close the open thoughts of a run."""
        open_run = self._runs.get(run)
        if open_run is not None and open_run.deliberation is not None:
            self._deliberator.answer_now(run)
        elif open_run is not None:
            self._engine.answer_now(run)

    def stop(self, run: str) -> None:
        """Stop a run; one that has ended stays as it is."""
        open_run = self._runs.get(run)
        if open_run is None:
            return
        if open_run.deliberation is not None:
            self._tell(open_run.record, open_run.deliberation.stop())
            self._deliberator.cancel(run)
        elif open_run.sent:
            self._engine.cancel(run)
        else:
            self._end(run, open_run.record.stop())
            self._emit(RunFinished(run, open_run.record.chosen.attempt.number, StopReason.STOPPED))

    def hear(self, message: EngineMessage) -> None:
        """Take in what the engine says about a run."""
        run = run_of(getattr(message, "run", ""))
        if run not in self._runs:
            return
        if self._runs[run].deliberation is not None:
            self._deliberator.hear(message)
            return
        record = self._runs[run].record
        match message:
            case RunRefused():
                self._fail(run, message.reason, message.message, message.details)
            case RunEnded():
                self._end(run, ())
                self._emit(RunFinished(run, record.chosen.attempt.number, _reason(record)))
            case _:
                self._tell(record, record.apply(message))

    def happened(self, run: str, happening: Happening) -> None:
        """Take in what happened in a deliberation."""
        open_run = self._runs.get(run)
        if open_run is None or open_run.deliberation is None:
            return
        events = list(open_run.deliberation.apply(happening))
        if isinstance(happening, VotesCounted):
            self._saver.note_votes(open_run.record)
        self._tell(open_run.record, events)
        if isinstance(happening, Concluded):
            self._conclude(run, open_run.record, open_run.deliberation, happening)

    def _conclude(self, run: str, record: RunRecord, deliberation: DeliberationRecord, end: Concluded) -> None:
        if end.ending is Ending.FAILED:
            self._fail(run, end.reason, end.message, end.details)
            return
        self._tell(record, deliberation.conclude(end))
        if end.ending is not Ending.STOPPED:
            _learn_pace(self._pace, record)
        self._saver.note_votes(record)
        self._end(run, ())
        self._emit(RunFinished(run, record.chosen.attempt.number, _reason(record), record.deliberated))

    def save_progress(self) -> None:
        """Save what has been streamed since the last time."""
        for each in self._runs.values():
            self._saver.save_progress(each.record)
        self._saver.retry()

    def fail_all(self, reason: str, message: str, details: str) -> None:
        """End all runs with a failure."""
        for run, each in list(self._runs.items()):
            if each.deliberation is not None:
                self._deliberator.cancel(run)
            elif each.sent:
                self._engine.cancel(run)
            self._fail(run, reason, message, details)

    def close(self) -> None:
        """End all runs because the program ends; what they wrote is saved."""
        for run, each in list(self._runs.items()):
            self._end(run, each.record.stop())

    def _fail(self, run: str, reason: str, message: str, details: str) -> None:
        record = self._runs[run].record
        self._end(run, record.fail(reason, message, details))
        can_continue = record.saved and worth_continuing(reason)
        self._emit(RunFailed(run, reason, message, details, can_continue=can_continue))

    def _end(self, run: str, closing: Iterable[RunEvent]) -> None:
        """Take a run off the list, with the events that end its open attempts."""
        open_run = self._runs.pop(run)
        self._tell(open_run.record, closing)
        self._tell_history(open_run.prepared)
        if not any(each.sent for each in self._runs.values()):
            self._board.busy(False)

    def _tell(self, record: RunRecord, events: Iterable[RunEvent]) -> None:
        """Emit events; an attempt that has ended is saved first, so that what is announced is kept."""
        for event in events:
            if isinstance(event, AttemptFinished):
                self._saver.finish(record, record.numbered(event.attempt))
            self._emit(event)

    def _tell_history(self, prepared: PreparedRun) -> None:
        if prepared.record.saved:
            self._emit(HistoryChanged((prepared.saved.conversation_id,)))


def _reason(record: RunRecord) -> StopReason:
    """Why the answer that counts ended."""
    reason = record.chosen.attempt.stop_reason
    return StopReason(reason) if reason else StopReason.STOPPED


def _learn_pace(pace: Pace, record: RunRecord) -> None:
    attempts = [each.attempt for each in record.attempts if each.attempt.thought_started_at]
    ends = [each.thought_ended_at for each in attempts if each.thought_ended_at]
    if ends:
        first = attempts[0]
        seconds = max(ends) - min(each.thought_started_at or 0.0 for each in attempts)
        tokens = sum(each.thought_tokens for each in attempts)
        pace.learn(first.model_id, first.effort, tokens=tokens, seconds=seconds)
