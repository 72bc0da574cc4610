"""Between the Learning page and the learner: starts, pauses, reads the rounds, and takes events to the GUI thread."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog

from desktop.learning.idle_watch import IdleWatch
from desktop.learning.page import LearningPage
from desktop.tasks import Tasks
from models.events import EngineState, EngineStatus

if TYPE_CHECKING:
    from models.history.learning.records import AdapterRecord
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
    rated_changed = Signal(int, int)
    """How many ratings there are since the last round, and after how many the next one begins by itself."""
    compare_asked = Signal(str)
    """An adapter is to be compared with the model as it is (its id)."""
    _told = Signal(object)

    def __init__(
        self, page: LearningPage, learner: Learner, store: Store, tasks: Tasks, tell: Callable[[Exception], None],
        parent: QObject,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.page = page
        self._learner, self._store, self._tasks, self._tell = learner, store, tasks, tell
        self._model_name = ""
        self._overview: LearningOverview | None = None
        self._told.connect(self._take, Qt.ConnectionType.QueuedConnection)
        self._unsubscribe = learner.subscribe(self._told.emit)
        card = page.round_card
        card.begin_asked.connect(learner.begin)
        card.retry_asked.connect(self._retry)
        card.practise_asked.connect(lambda: learner.begin(("practice:addition",)))
        card.pause_asked.connect(learner.pause)
        card.resume_asked.connect(learner.resume)
        card.stop_asked.connect(learner.stop_round)
        page.roll_back_asked.connect(self._roll_back)
        page.adapters.use_asked.connect(self._use)
        page.adapters.delete_asked.connect(self._delete)
        page.adapters.compare_asked.connect(self.compare_asked)
        page.adapters.import_asked.connect(self._choose_import)
        page.decision_card.compare_asked.connect(self._compare_newest)
        page.report_asked.connect(self._save_report)
        page.adapters.strength.chosen.connect(self._set_strength)
        page.show_now(learner.now)
        self.idle_watch = IdleWatch(self)
        self.idle_watch.idle.connect(self._begin_if_idle)

    def leave(self) -> None:
        """Hear nothing any more, because another window stands in this one's place."""
        self._unsubscribe()
        self.idle_watch.stop()

    def show_status(self, status: EngineStatus) -> None:
        """Another model may be loaded; an open round goes on when its model is there."""
        if status.state is EngineState.READY and status.model_name != self._model_name:
            self._model_name = status.model_name
            self.rated()

    def rated(self, _attempt_id: str = "") -> None:
        """An answer was rated: perhaps enough were for a round."""
        self.idle_watch.used()
        self._tasks.run(self._learner.begin_if_due, failed=self._tell, owner=self)
        self.refresh()

    def _begin_if_idle(self) -> None:
        self._tasks.run(self._learner.begin_if_idle, failed=self._tell, owner=self)

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

    @property
    def has_adapters(self) -> bool:
        """Whether the loaded model has an adapter, as far as was read."""
        return self._overview is not None and bool(self._overview.adapters)

    @property
    def sample_question(self) -> str:
        """A held-out question that the newest round changed, to try both on; "" without one."""
        changed = self._overview.changed if self._overview is not None else ()
        return changed[0].question if changed else ""

    @property
    def model_id(self) -> str:
        """The model that is loaded, "" while there is none."""
        loaded = self._learner.model_loaded
        return loaded.model_id if loaded is not None else ""

    def _compare_newest(self) -> None:
        newest = self._overview.newest if self._overview is not None else None
        if newest is not None and newest.report is not None:
            self.compare_asked.emit(newest.report.adapter_id)

    def _retry(self) -> None:
        """Begin a round with the sources of the one that failed."""
        failed = self._overview.failed if self._overview is not None else None
        if failed is None:
            return

        def sources() -> tuple[str, ...]:
            from models.learning.rounds.plan import read_plan

            return read_plan(failed.round.plan).sources

        self._tasks.run(sources, self._learner.begin, self._tell, owner=self)

    def _roll_back(self) -> None:
        self._change_adapters(lambda: self._store.adapters.roll_back(self.model_id))

    def _use(self, adapter_id: str) -> None:
        self._change_adapters(lambda: self._store.adapters.choose(self.model_id, adapter_id or None))

    def _delete(self, adapter_id: str) -> None:
        learner = self._learner
        self._change_adapters(lambda: learner.delete_adapter(adapter_id))

    def _choose_import(self) -> None:
        dialog = QFileDialog(self.page.window(), self.tr("Import an adapter"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([self.tr("Adapters (*.gguf)"), self.tr("All files (*)")])
        dialog.fileSelected.connect(self.import_file)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def import_file(self, path: str) -> None:
        """Take in an adapter that was made elsewhere; it is chosen in the log, and used only when the user says so."""
        learner, log = self._learner, self.page.adapters
        log.show_importing(running=True)

        def done(made: AdapterRecord) -> None:
            log.show_importing(running=False, chosen=made.id)
            self.refresh()

        def failed(error: Exception) -> None:
            log.show_importing(running=False)
            self._tell(error)

        self._tasks.run_aside(lambda: learner.import_adapter(Path(path)), done, failed, owner=self)

    def _set_strength(self, adapter_id: str, scale: float) -> None:
        self._change_adapters(lambda: self._store.adapters.set_scale(adapter_id, scale))

    def _change_adapters(self, change: Callable[[], object]) -> None:
        learner = self._learner

        def work() -> None:
            if learner.model_loaded is not None:
                change()
                learner.adapters_changed()

        self._tasks.run(work, lambda _done: self.refresh(), self._tell, owner=self)

    def _save_report(self) -> None:
        store, loaded = self._store, self._learner.model_loaded
        start = str(Path.home() / "learning.html")
        chosen, _ = QFileDialog.getSaveFileName(self.page.window(), self.tr("Save all rounds"), start, "HTML (*.html)")
        if not chosen or loaded is None:
            return
        file = Path(chosen)

        def write() -> None:
            from models.learning.rounds.saved_report import save_learning_report

            save_learning_report(store, loaded.model_id, file)

        def done(_written: None) -> None:
            self.page.header.show_status(self.tr("Written to {0}").format(file.name), "check", "ok.text")

        self._tasks.run_aside(write, done, self._tell, owner=self)

    def _show(self, overview: LearningOverview | None) -> None:
        self._overview = overview
        self.page.show_overview(overview, self._model_name)
        if overview is not None:
            self.rated_changed.emit(overview.rated_since, self._learner.ratings_wanted)

    def _take(self, now: LearnerChanged) -> None:
        """Run on the GUI thread."""
        self.page.show_now(now)
        progress = now.progress
        self.share_changed.emit(f"{100 * progress.done // max(progress.total, 1)} %" if progress is not None else "")
        if now.ended is not None:
            self.round_ended.emit(now.ended)
        if now.ended is not None or progress is None:
            self.refresh()
