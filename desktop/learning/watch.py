"""Follows the learner and what it has reached, for the sidebar and the page; it needs no page."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from desktop.learning.idle_watch import IdleWatch
from desktop.tasks import Tasks
from models.events import EngineState, EngineStatus

if TYPE_CHECKING:
    from models.history.store import Store
    from models.learner import Learner
    from models.learning.rounds.learner_events import LearnerChanged
    from models.learning.rounds.overview import LearningOverview


class LearningWatch(QObject):
    """Begins rounds that are due, takes the learner's events to the GUI thread, and reads the rounds.

    The learner outlives the window when the language changes; the watch goes with its window.
    """

    round_ended = Signal(object)
    """A round has ended (`Round`)."""
    share_changed = Signal(str)
    """How far the stage is, in a word for the sidebar; "" while nothing runs."""
    rated_changed = Signal(int, int)
    """How many ratings there are since the last round, and after how many the next one begins by itself."""
    changed = Signal(object)
    """What the learner does now (`LearnerChanged`)."""
    overview_read = Signal()
    """`overview` is up to date."""
    _told = Signal(object)

    def __init__(
        self, learner: Learner, store: Store, tasks: Tasks, tell: Callable[[Exception], None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._learner, self._store, self._tasks, self._tell = learner, store, tasks, tell
        self.model_name = ""
        self.overview: LearningOverview | None = None
        """All rounds of the loaded model; None before they were read, and while no model is loaded."""
        self._told.connect(self._take, Qt.ConnectionType.QueuedConnection)
        self._unsubscribe = learner.subscribe(self._told.emit)
        self.idle_watch = IdleWatch(self)
        self.idle_watch.idle.connect(self._begin_if_idle)

    @property
    def has_adapters(self) -> bool:
        """Whether the loaded model has an adapter, as far as was read."""
        return self.overview is not None and bool(self.overview.adapters)

    @property
    def sample_question(self) -> str:
        """A held-out question that the newest round changed, to try both on; "" without one."""
        changed = self.overview.changed if self.overview is not None else ()
        return changed[0].question if changed else ""

    @property
    def model_id(self) -> str:
        """The model that is loaded, "" while there is none."""
        loaded = self._learner.model_loaded
        return loaded.model_id if loaded is not None else ""

    def leave(self) -> None:
        """Hear nothing any more, because the window closes or another stands in its place."""
        self._unsubscribe()
        self.idle_watch.stop()

    def show_status(self, status: EngineStatus) -> None:
        """Another model may be loaded; an open round goes on when its model is there."""
        if status.state is EngineState.READY and status.model_name != self.model_name:
            self.model_name = status.model_name
            self.rated()

    def rated(self, _attempt_id: str = "") -> None:
        """An answer was rated: perhaps enough were for a round."""
        self.idle_watch.used()
        self._tasks.run(self._learner.begin_if_due, failed=self._tell, owner=self)
        self.refresh()

    def refresh(self) -> None:
        """Read the rounds anew."""
        store, learner = self._store, self._learner

        def read() -> LearningOverview | None:
            importlib.import_module("models.learning.rounds.overview")
            from models.learning.rounds.overview import overview_of

            loaded = learner.model_loaded
            return overview_of(store, loaded.model_id) if loaded is not None else None

        self._tasks.run(read, self._show, self._tell, owner=self)

    def _begin_if_idle(self) -> None:
        self._tasks.run(self._learner.begin_if_idle, failed=self._tell, owner=self)

    def _show(self, overview: LearningOverview | None) -> None:
        self.overview = overview
        self.overview_read.emit()
        if overview is not None:
            self.rated_changed.emit(overview.rated_since, self._learner.ratings_wanted)

    def _take(self, now: LearnerChanged) -> None:
        """Run on the GUI thread."""
        self.changed.emit(now)
        progress = now.progress
        self.share_changed.emit(f"{100 * progress.done // max(progress.total, 1)} %" if progress is not None else "")
        if now.ended is not None:
            self.round_ended.emit(now.ended)
        if now.ended is not None or progress is None:
            self.refresh()
