"""Keeps what a run writes in the history: at least once a second, and again and again while the disk refuses."""

from __future__ import annotations

from collections.abc import Callable

from models.answering.record import AttemptRecord, RunRecord
from models.errors import InputError
from models.events import Event, StoreRecovered, StoreTrouble
from models.history.failures import NotInHistory
from models.history.store import Store

SAVE_SECONDS = 0.8
"""How often streamed text is saved; what a crash can lose stays under a second."""


class Saver:
    """Writes attempts to the store; what cannot be written now is kept and tried again.

    Args:
        store: The history; None keeps nothing.
        emit: Tells about trouble and its end.
    """

    def __init__(self, store: Store | None, emit: Callable[[Event], None]) -> None:
        self._store = store
        self._emit = emit
        self._unsaved: dict[str, tuple[RunRecord, AttemptRecord]] = {}
        self._in_trouble = False

    @property
    def has_unsaved(self) -> bool:
        """Whether finished attempts still wait to be written."""
        return bool(self._unsaved)

    def save_progress(self, run: RunRecord) -> None:
        """Write what has been streamed since the last time."""
        for record in run.attempts:
            if record.changed and not record.ended and self._store is not None and run.saved:
                attempt = record.snapshot()
                record.changed = not self._try(lambda store, attempt=attempt: store.save_progress(attempt))  # type: ignore[misc]

    def finish(self, run: RunRecord, record: AttemptRecord) -> None:
        """Write an attempt that has ended; it is kept until that succeeds."""
        if self._store is None or not run.saved:
            return
        self._unsaved[record.attempt.id] = (run, record)
        self.retry()

    def retry(self) -> None:
        """Try again to write what could not be written."""
        for identifier, (run, record) in list(self._unsaved.items()):
            if not self._try(lambda store, run=run, record=record: _finish(store, run, record)):  # type: ignore[misc]
                return
            del self._unsaved[identifier]

    def _try(self, work: Callable[[Store], None]) -> bool:
        """Do `work`; returns whether nothing of it is left to do."""
        assert self._store is not None
        try:
            work(self._store)
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


def _finish(store: Store, run: RunRecord, record: AttemptRecord) -> None:
    store.finish_attempt(record.attempt, [*record.earlier_tokens, *record.tokens])
    if all(each.ended for each in run.attempts):
        store.choose_attempt(run.answer_id, run.chosen.attempt.id)
