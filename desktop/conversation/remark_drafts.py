"""What is being typed of comments, reasons and notes: the same wherever it is shown, until it is saved or given up."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.tasks import Tasks
from models.history.ratings.records import RemarkDraft, RemarkKind

if TYPE_CHECKING:
    from models.history.store import Store

AFTER_MILLISECONDS = 400

_Key = tuple[str, RemarkKind]


class RemarkDrafts(QObject):
    """Written to the history a moment after each key, so that a crash does not take it away.

    What is saved is forgotten there by the history itself; what could not be saved is being typed again.
    """

    changed = Signal(str)
    """Something else is typed about this attempt than before."""
    returned = Signal(str)
    """What was to be saved about this attempt could not be, and is being typed again."""

    def __init__(self, tasks: Tasks, tell: Callable[[Exception], None], parent: QObject) -> None:
        super().__init__(parent)
        self._tasks, self._tell = tasks, tell
        self._store: Store | None = None
        self._drafts: dict[_Key, RemarkDraft] = {}
        self._sent: dict[_Key, RemarkDraft] = {}
        """What is being saved."""
        self._unwritten: dict[_Key, RemarkDraft] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(AFTER_MILLISECONDS)
        self._timer.timeout.connect(self.flush)

    def connect_store(self, store: Store | None) -> None:
        """The history is open, or another one is in its place: what it keeps is brought back."""
        self._timer.stop()
        self._store = store
        for each in (self._drafts, self._sent, self._unwritten):
            each.clear()
        if store is not None:
            self._tasks.run(store.ratings.remarks.drafts, self._bring, self._tell, owner=self)

    def of(self, attempt_id: str, *kinds: RemarkKind) -> RemarkDraft | None:
        """Return what is typed about an attempt of the first of these kinds of which something is."""
        found = (self._drafts.get((attempt_id, kind)) for kind in kinds)
        return next((each for each in found if each is not None), None)

    def keep(self, attempt_id: str, draft: RemarkDraft) -> None:
        """Keep what is typed; an empty text is given up."""
        key = (attempt_id, draft.kind)
        self._unwritten[key] = draft
        if draft.text.strip():
            self._drafts[key] = draft
            if not self._timer.isActive():
                self._timer.start()
        else:
            self._drafts.pop(key, None)
            self.flush()
        self.changed.emit(attempt_id)

    def send(self, attempt_id: str, kind: RemarkKind) -> None:
        """What is typed is about to be saved; until then it is kept as it is."""
        self.flush()
        draft = self._drafts.pop((attempt_id, kind), None)
        if draft is not None:
            self._sent[attempt_id, kind] = draft
            self.changed.emit(attempt_id)

    def saved(self, attempt_id: str) -> None:
        """All that was to be saved about an attempt is saved."""
        for kind in RemarkKind:
            self._sent.pop((attempt_id, kind), None)

    def failed(self, attempt_id: str) -> None:
        """What was to be saved about an attempt is not; what was typed since goes before it."""
        for kind in RemarkKind:
            draft = self._sent.pop((attempt_id, kind), None)
            if draft is not None and (attempt_id, kind) not in self._drafts:
                self.keep(attempt_id, draft)
                self.returned.emit(attempt_id)

    def flush(self) -> None:
        """Write what was typed since the last time."""
        self._timer.stop()
        store, unwritten = self._store, self._unwritten
        self._unwritten = {}
        if store is None or not unwritten:
            return

        def write() -> None:
            for (attempt_id, _), draft in unwritten.items():
                store.ratings.remarks.keep(attempt_id, draft)

        self._tasks.run(write, failed=lambda error: self._on_unwritten(unwritten, error), owner=self)

    def _on_unwritten(self, unwritten: Mapping[_Key, RemarkDraft], error: Exception) -> None:
        """It is written with the next key, or when the window closes."""
        self._unwritten = {**unwritten, **self._unwritten}
        self._tell(error)

    def _bring(self, found: dict[_Key, RemarkDraft]) -> None:
        """What was typed before the history was read stays."""
        self._drafts = found | self._drafts
        for attempt_id in {attempt_id for attempt_id, _ in found}:
            self.changed.emit(attempt_id)
