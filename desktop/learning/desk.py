"""Between the Learning page and the learner: starts, pauses, reads the rounds, and takes events to the GUI thread."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from desktop.learning.page import LearningPage
from desktop.settings.keeper import SettingsKeeper
from desktop.tasks import Tasks
from models.events import EngineState, EngineStatus
from models.paths import DataFolder

if TYPE_CHECKING:
    from models.assistant import Assistant
    from models.history.store import Store
    from models.learner import Learner
    from models.learning.rounds.learner_events import LearnerChanged
    from models.learning.rounds.overview import LearningOverview


class LearningDesk(QObject):
    """Owns the learner of one window."""

    round_ended = Signal(object)
    """A round has ended (`Round`)."""
    count_changed = Signal(str)
    """A few words about learning for the sidebar, "" for none."""
    _told = Signal(object)

    def __init__(
        self,
        page: LearningPage,
        folder: DataFolder,
        keeper: SettingsKeeper,
        tasks: Tasks,
        tell: Callable[[Exception], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self.page = page
        self._folder, self._keeper, self._tasks, self._tell = folder, keeper, tasks, tell
        self._store: Store | None = None
        self._learner: Learner | None = None
        self._model_id = self._model_name = ""
        self._began_by_itself = False
        self._told.connect(self._take, Qt.ConnectionType.QueuedConnection)
        card = page.round_card
        card.begin_asked.connect(lambda: self._begin(()))
        card.practise_asked.connect(lambda: self._begin(("practice:addition",)))
        card.pause_asked.connect(lambda: self._with_learner(lambda learner: learner.pause()))
        card.resume_asked.connect(lambda: self._with_learner(lambda learner: learner.resume()))
        card.stop_asked.connect(lambda: self._with_learner(lambda learner: learner.stop_round()))
        page.roll_back_asked.connect(self._roll_back)

    def connect_assistant(self, assistant: Assistant, store: Store | None) -> None:
        """Questions can be asked; without a history nothing is learned."""
        self._store = store
        if store is None:
            return
        from models.learner import Learner

        self._learner = Learner(self._folder, store, assistant, lambda: self._keeper.current, self._told.emit)

    def show_status(self, status: EngineStatus) -> None:
        """Another model may be loaded; an open round goes on when its model is there."""
        if status.state is EngineState.READY and self._learner is not None:
            self._model_name = status.model_name
            self.refresh()
            if not self._began_by_itself:
                self._began_by_itself = True
                self.rated()

    def rated(self) -> None:
        """An answer was rated: perhaps enough were for a round."""
        learner = self._learner
        if learner is not None:
            self._tasks.run(learner.begin_if_due, failed=self._tell, owner=self)
            self.refresh()

    def toggle_pause(self) -> None:
        """Pause or resume, whichever applies."""
        if not self.page.round_card.pause_button.isHidden():
            self.page.round_card.pause_button.click()

    def refresh(self) -> None:
        """Read the rounds anew."""
        store, learner = self._store, self._learner
        if store is None or learner is None:
            return

        def read() -> LearningOverview | None:
            importlib.import_module("models.learning.rounds.overview")
            from models.learning.rounds.overview import overview_of

            loaded = learner.model_loaded
            return overview_of(store, loaded.model_id) if loaded is not None else None

        self._tasks.run(read, self._show, self._tell, owner=self)

    def close(self) -> None:
        """Halt learning; an open round goes on at the next start."""
        if self._learner is not None:
            self._learner.close()
            self._learner = None

    def _begin(self, sources: tuple[str, ...]) -> None:
        self._with_learner(lambda learner: learner.begin(sources))

    def _with_learner(self, work: Callable[[Learner], None]) -> None:
        if self._learner is not None:
            work(self._learner)

    def _roll_back(self) -> None:
        store, learner = self._store, self._learner
        if store is None or learner is None:
            return

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
        self.count_changed.emit(f"{100 * progress.done // max(progress.total, 1)} %" if progress is not None else "")
        if now.ended is not None:
            self.round_ended.emit(now.ended)
        if now.ended is not None or progress is None:
            self.refresh()
