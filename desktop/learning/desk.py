"""Between the Learning page and the learner: starts, pauses, chooses adapters, imports and saves."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog

from desktop.learning.page import LearningPage
from desktop.learning.watch import LearningWatch
from desktop.tasks import Tasks

if TYPE_CHECKING:
    from models.history.learning.records import AdapterRecord
    from models.history.store import Store
    from models.learner import Learner


class LearningDesk(QObject):
    """The controller of the page: does what its buttons say, and shows what the watch tells."""

    compare_asked = Signal(str)
    """An adapter is to be compared with the model as it is (its id)."""

    def __init__(
        self, page: LearningPage, watch: LearningWatch, learner: Learner, store: Store, tasks: Tasks,
        tell: Callable[[Exception], None], parent: QObject,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.page = page
        self._watch = watch
        self._learner, self._store, self._tasks, self._tell = learner, store, tasks, tell
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
        watch.changed.connect(page.show_now)
        watch.overview_read.connect(self._show)
        page.show_now(learner.now)
        self._show()

    def toggle_pause(self) -> None:
        """Pause or resume, whichever applies."""
        if not self.page.round_card.pause_button.isHidden():
            self.page.round_card.pause_button.click()

    def _compare_newest(self) -> None:
        newest = self._watch.overview.newest if self._watch.overview is not None else None
        if newest is not None and newest.report is not None:
            self.compare_asked.emit(newest.report.adapter_id)

    def _retry(self) -> None:
        """Begin a round with the sources of the one that failed."""
        failed = self._watch.overview.failed if self._watch.overview is not None else None
        if failed is None:
            return

        def sources() -> tuple[str, ...]:
            from models.learning.rounds.plan import read_plan

            return read_plan(failed.round.plan).sources

        self._tasks.run(sources, self._learner.begin, self._tell, owner=self)

    def _roll_back(self) -> None:
        self._change_adapters(lambda: self._store.adapters.roll_back(self._watch.model_id))

    def _use(self, adapter_id: str) -> None:
        self._change_adapters(lambda: self._store.adapters.choose(self._watch.model_id, adapter_id or None))

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
            self._watch.refresh()

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

        self._tasks.run(work, lambda _done: self._watch.refresh(), self._tell, owner=self)

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

    def _show(self) -> None:
        self.page.show_overview(self._watch.overview, self._watch.model_name)
