"""Keeps thoughts that are being changed, so that neither a crash nor another conversation takes them away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from desktop.composer.composer import DRAFT_MILLISECONDS
from desktop.conversation.transcript import TranscriptView
from desktop.shell.desk import Desk
from desktop.tasks import Tasks

if TYPE_CHECKING:
    from models.history.store import Store


class ThoughtEdits(QObject):
    """Writes them to the history, at most half a second after they changed, and brings them back at the start."""

    def __init__(self, transcript: TranscriptView, desk: Desk, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._transcript, self._desk, self._tasks = transcript, desk, tasks
        self._store: Store | None = None
        self._unsaved: dict[str, str] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DRAFT_MILLISECONDS)
        self._timer.timeout.connect(self.flush)
        transcript.edits.typed.connect(self._on_typed)

    def connect_store(self, store: Store | None) -> None:
        """The history is open: bring back what was being changed, before any conversation is shown."""
        self._timer.stop()
        self._store, self._unsaved = store, {}
        if store is not None:
            take, fail = self._transcript.edits.take, self._desk.tell
            self._tasks.run(store.unfinished.thoughts, take, fail, owner=self)

    def flush(self) -> None:
        """Write what is not written yet."""
        self._timer.stop()
        store, unsaved = self._store, self._unsaved
        self._unsaved = {}
        if store is None or not unsaved:
            return

        def write() -> None:
            for attempt_id, text in unsaved.items():
                store.unfinished.keep_thought(attempt_id, text)

        self._tasks.run(write, failed=self._desk.tell, owner=self)

    def _on_typed(self, attempt_id: str, text: str) -> None:
        self._unsaved[attempt_id] = text
        if not text:
            self.flush()
        elif not self._timer.isActive():
            self._timer.start()
