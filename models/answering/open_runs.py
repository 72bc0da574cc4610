"""The runs that have not ended: sent when the model is ready, fed with what the engine says, saved, ended once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from models.answering.preparing import PreparedRun
from models.answering.record import RunRecord
from models.answering.saving import Saver
from models.answering.status import StatusBoard
from models.engine.protocol import EngineMessage, FailureReason, RunEnded, RunRefused
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

_ANSWERING = (EngineState.READY, EngineState.BUSY)
_CANNOT_ANSWER = (EngineState.FAILED, EngineState.NO_MODEL)
_POINTLESS_TO_CONTINUE = (FailureReason.PROMPT_TOO_LONG, FailureReason.TEMPLATE)


@dataclass(slots=True)
class _OpenRun:
    prepared: PreparedRun
    sent: bool = False

    @property
    def record(self) -> RunRecord:
        return self.prepared.record


class OpenRuns:
    """All runs that have not ended; used on the assistant's thread only."""

    def __init__(self, engine: Engine, board: StatusBoard, saver: Saver, emit: Callable[[Event], None]) -> None:
        self._engine, self._board, self._saver, self._emit = engine, board, saver, emit
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
                self._board.busy(True)
                self._engine.generate(each.prepared.request)
            elif status.state in _CANNOT_ANSWER:
                message = status.message or "No model is loaded; choose a model first."
                self._fail(run, status.reason or FailureReason.NO_MODEL, message, status.details)

    def stop(self, run: str) -> None:
        """Stop a run; one that has ended stays as it is."""
        open_run = self._runs.get(run)
        if open_run is None:
            return
        if open_run.sent:
            self._engine.cancel(run)
        else:
            self._end(run, open_run.record.stop())
            self._emit(RunFinished(run, open_run.record.chosen.attempt.number, StopReason.STOPPED))

    def hear(self, message: EngineMessage) -> None:
        """Take in what the engine says about a run."""
        run = getattr(message, "run", "")
        if run not in self._runs:
            return
        record = self._runs[run].record
        match message:
            case RunRefused():
                self._fail(run, message.reason, message.message, message.details)
            case RunEnded():
                self._end(run, ())
                chosen = record.chosen.attempt
                reason = StopReason(chosen.stop_reason) if chosen.stop_reason else StopReason.STOPPED
                self._emit(RunFinished(run, chosen.number, reason))
            case _:
                self._tell(record, record.apply(message))

    def save_progress(self) -> None:
        """Save what has been streamed since the last time."""
        for each in self._runs.values():
            self._saver.save_progress(each.record)
        self._saver.retry()

    def fail_all(self, reason: str, message: str, details: str) -> None:
        """End all runs with a failure."""
        for run, each in list(self._runs.items()):
            if each.sent:
                self._engine.cancel(run)
            self._fail(run, reason, message, details)

    def close(self) -> None:
        """End all runs because the program ends; what they wrote is saved."""
        for run, each in list(self._runs.items()):
            self._end(run, each.record.stop())

    def _fail(self, run: str, reason: str, message: str, details: str) -> None:
        record = self._runs[run].record
        self._end(run, record.fail(message))
        can_continue = record.saved and reason not in _POINTLESS_TO_CONTINUE
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
