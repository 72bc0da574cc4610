"""Between the Learning page and the learner: starts, pauses, reads the rounds, and takes events to the GUI thread."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from desktop.learning.page import LearningPage
from desktop.tasks import Tasks
from models.events import EngineState, EngineStatus

if TYPE_CHECKING:
    from models.history.store import Store
    from models.learner import Learner
    from models.learning.rounds.learner_events import LearnerChanged
    from models.learning.rounds.overview import LearningOverview


class LearningDesk(QObject):
    """Joins one window's page to the learner, which outlives the window when the language changes."""

    round_ended = Signal(object)
    """A round has ended (`Round`)."""
    share_changed = Signal(str)
    """How far the stage is, in a word for the sidebar; "" while nothing runs."""
    _told = Signal(object)

    def __init__(
        self, page: LearningPage, learner: Learner, store: Store, tasks: Tasks, tell: Callable[[Exception], None],
        parent: QObject,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.page = page
        self._learner, self._store, self._tasks, self._tell = learner, store, tasks, tell
        self._model_name = ""
        self._told.connect(self._take, Qt.ConnectionType.QueuedConnection)
        self._unsubscribe = learner.subscribe(self._told.emit)
        card = page.round_card
        card.begin_asked.connect(learner.begin)
        card.practise_asked.connect(lambda: learner.begin(("practice:addition",)))
        card.pause_asked.connect(learner.pause)
        card.resume_asked.connect(learner.resume)
        card.stop_asked.connect(learner.stop_round)
        page.roll_back_asked.connect(self._roll_back)
        page.show_now(learner.now)

    def leave(self) -> None:
        """Hear nothing any more, because another window stands in this one's place."""
        self._unsubscribe()

    def show_status(self, status: EngineStatus) -> None:
        """Another model may be loaded; an open round goes on when its model is there."""
        if status.state is EngineState.READY and status.model_name != self._model_name:
            self._model_name = status.model_name
            self.rated()

    def rated(self, _attempt_id: str = "") -> None:
        """An answer was rated: perhaps enough were for a round."""
        self._tasks.run(self._learner.begin_if_due, failed=self._tell, owner=self)
        self.refresh()

    def toggle_pause(self) -> None:
        """Pause or resume, whichever applies."""
        if not self.page.round_card.pause_button.isHidden():
            self.page.round_card.pause_button.click()

    def refresh(self) -> None:
        """Read the rounds anew."""
        store, learner = self._store, self._learner

        def read() -> LearningOverview | None:
            importlib.import_module("models.learning.rounds.overview")
            from models.learning.rounds.overview import overview_of

            loaded = learner.model_loaded
            return overview_of(store, loaded.model_id) if loaded is not None else None

        self._tasks.run(read, self._show, self._tell, owner=self)

    def _roll_back(self) -> None:
        store, learner = self._store, self._learner

        def work() -> None:
            loaded = learner.model_loaded
            if loaded is not None:
                store.adapters.roll_back(loaded.model_id)
                learner.adapters_changed()

        self._tasks.run(work, lambda _done: self.refresh(), self._tell, owner=self)

    def _show(self, overview: LearningOverview | None) -> None:
        self.page.show_overview(overview, self._model_name)

    def _take(self, now: LearnerChanged) -> None:
        """Run on the GUI thread."""
        self.page.show_now(now)
        progress = now.progress
        self.share_changed.emit(f"{100 * progress.done // max(progress.total, 1)} %" if progress is not None else "")
        if now.ended is not None:
            self.round_ended.emit(now.ended)
        if now.ended is not None or progress is None:
            self.refresh()
