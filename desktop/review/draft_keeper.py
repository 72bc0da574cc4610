"""Keeps in the history what is typed of corrections and not saved, so that quitting does not lose it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from desktop.conversation.rating_keeper import RatingKeeper
from desktop.conversation.rating_state import CorrectionDraft
from desktop.tasks import Tasks
from models.history.review.records import CorrectionText

if TYPE_CHECKING:
    from models.history.store import Store

AFTER_MILLISECONDS = 400


class DraftKeeper(QObject):
    """Writes a moment after each key, and at once when the window closes."""

    def __init__(
        self, ratings: RatingKeeper, store: Store, tasks: Tasks, tell: Callable[[Exception], None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._ratings, self._store, self._tasks, self._tell = ratings, store, tasks, tell
        self._waiting: dict[str, CorrectionText] = {}
        self._kept: dict[str, CorrectionText] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(AFTER_MILLISECONDS)
        self._timer.timeout.connect(self.flush)
        ratings.draft_kept.connect(self._take)
        self.read()

    def read(self) -> None:
        """Bring back what is kept in the history; what waits to be written belongs to the one before."""
        self._timer.stop()
        self._waiting.clear()
        self._kept.clear()
        self._tasks.run(self._store.review_notes.drafts, self._bring, self._tell, owner=self)

    def flush(self) -> None:
        """Write what was typed since the last time."""
        self._timer.stop()
        for attempt_id, text in self._waiting.items():
            keep = partial(self._store.review_notes.keep_draft, attempt_id, text)
            self._tasks.run(keep, failed=partial(self._on_failed, attempt_id, text), owner=self)
        self._kept.update(self._waiting)
        self._waiting.clear()

    def _bring(self, found: dict[str, CorrectionText]) -> None:
        self._kept = found | self._kept
        self._ratings.bring_drafts({each: CorrectionDraft(text.answer, text.thought) for each, text in found.items()})

    def _on_failed(self, attempt_id: str, text: CorrectionText, error: Exception) -> None:
        """It is written with the next key, or when the window closes."""
        self._kept.pop(attempt_id, None)
        self._waiting.setdefault(attempt_id, text)
        self._tell(error)

    def _take(self, attempt_id: str, draft: CorrectionDraft) -> None:
        text = CorrectionText(draft.answer, draft.thought)
        if self._kept.get(attempt_id, CorrectionText()) == text:
            self._waiting.pop(attempt_id, None)
        else:
            self._waiting[attempt_id] = text
            if draft.empty:
                self.flush()
            elif not self._timer.isActive():
                self._timer.start()
