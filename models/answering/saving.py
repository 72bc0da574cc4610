"""Keeps what a run writes in the history: at least once a second, and again and again while the disk refuses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from models.answering.attempt_record import AttemptRecord
from models.answering.record import RunRecord
from models.errors import InputError
from models.events import Event, StoreRecovered, StoreTrouble
from models.history.failures import NotInHistory
from models.history.recording import Recording
from models.history.records import Attempt
from models.traces import Deliberated, Step

SAVE_SECONDS = 0.8
"""How often streamed text is saved; what a crash can lose stays under a second."""


class Saver:
    """Writes attempts down; what cannot be written now is kept and tried again.

    Args:
        recording: Where the history writes answers down; None keeps nothing.
        emit: Tells about trouble and its end.
    """

    def __init__(self, recording: Recording | None, emit: Callable[[Event], None]) -> None:
        self._recording = recording
        self._emit = emit
        self._unsaved: dict[str, Callable[[Recording], None]] = {}
        """By the id of the attempt or answer that it is about, in the order in which it must be written."""
        self._in_trouble = False

    @property
    def has_unsaved(self) -> bool:
        """Whether something that has ended still waits to be written."""
        return bool(self._unsaved)

    def save_progress(self, run: RunRecord) -> None:
        """Write what has been streamed since the last time."""
        for record in run.attempts:
            if record.changed and not record.ended and self._recording is not None and run.saved:
                attempt, (steps, after) = record.snapshot(), record.unwritten_steps()
                record.changed = not self._try(partial(_save_progress, attempt, steps, after))
                record.kept_steps = () if record.changed else tuple(record.steps.values())

    def finish(self, run: RunRecord, record: AttemptRecord) -> None:
        """Write an attempt that has ended; it is kept until that succeeds."""
        if self._recording is not None and run.saved:
            self._unsaved[record.attempt.id] = partial(_finish, run, record)
            self.retry()

    def note_votes(self, run: RunRecord) -> None:
        """Write how the attempts have voted so far."""
        if self._recording is not None and run.saved and run.deliberated is not None:
            self._unsaved.pop(run.answer_id, None)
            self._unsaved[run.answer_id] = partial(_note_votes, run, run.deliberated)
            self.retry()

    def retry(self) -> None:
        """Try again to write what could not be written."""
        for identifier, work in list(self._unsaved.items()):
            if not self._try(work):
                return
            del self._unsaved[identifier]

    def _try(self, work: Callable[[Recording], None]) -> bool:
        """Do `work`; returns whether nothing of it is left to do."""
        assert self._recording is not None
        try:
            work(self._recording)
        except NotInHistory:
            pass  # the user has deleted the conversation: there is no place to save to any more
        except InputError as error:
            if not self._in_trouble:
                self._emit(StoreTrouble(error.message, error.details))
            self._in_trouble = True
            return False
        if self._in_trouble:
            self._in_trouble = False
            self._emit(StoreRecovered())
        return True


def _save_progress(attempt: Attempt, steps: Sequence[Step], after: int, recording: Recording) -> None:
    recording.save_progress(attempt, steps, after=after)


def _finish(run: RunRecord, record: AttemptRecord, recording: Recording) -> None:
    recording.finish_attempt(record.attempt, record.all_tokens(), list(record.steps.values()))
    if run.deliberated is None and all(each.ended for each in run.attempts):
        recording.choose_attempt(run.answer_id, run.chosen.attempt.id)


def _note_votes(run: RunRecord, deliberated: Deliberated, recording: Recording) -> None:
    recording.save_deliberated(run.answer_id, deliberated, run.chosen.attempt.id)
