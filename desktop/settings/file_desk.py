"""Exports and imports in the background, with progress, and a way to end them early."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QObject, QTimer, Signal
from PySide6.QtWidgets import QFileDialog

from desktop.language.sentences import told
from desktop.settings.files_section import FilesSection
from desktop.settings.running_work import RunningWork
from desktop.tasks import Tasks
from models.errors import KnownError
from models.history.exchange.formats import SUFFIXES, ExportFormat

if TYPE_CHECKING:
    from models.history.exchange.importing import ImportReport
    from models.history.store import Store

POLL_MILLISECONDS = 100


class FileDesk(QObject):
    """The controller of `FilesSection`; one export or import at a time."""

    imported = Signal()
    """Conversations came in."""

    def __init__(self, section: FilesSection, tasks: Tasks) -> None:
        super().__init__(section)
        self._section = section
        self._tasks = tasks
        self._store: Store | None = None
        self._work: RunningWork | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(POLL_MILLISECONDS)
        self._timer.timeout.connect(self._show_progress)
        section.export_asked.connect(self.ask_to_export)
        section.import_asked.connect(self.ask_to_import)
        section.cancel_asked.connect(self.cancel)
        section.setEnabled(False)

    def connect_store(self, store: Store | None) -> None:
        """The history is open."""
        self._store = store
        self._section.setEnabled(store is not None)

    def cancel(self) -> None:
        """End what runs; nothing of it stays."""
        if self._work is not None:
            self._work.cancel()

    def ask_to_export(self) -> None:
        """Let a file be named, and write all conversations into it."""
        form = self._section.form
        name = f"rationale{SUFFIXES[form]}"
        chosen, _ = QFileDialog.getSaveFileName(self._section, self.tr("Export"), str(Path.home() / name))
        if chosen:
            self.export(Path(chosen), form)

    def ask_to_import(self) -> None:
        """Let a file be chosen, and add what is new in it."""
        kinds = self.tr("Exported conversations") + " (*.json)"
        chosen, _ = QFileDialog.getOpenFileName(self._section, self.tr("Import"), str(Path.home()), kinds)
        if chosen:
            self.import_file(Path(chosen))

    def export(self, file: Path, form: ExportFormat, conversation_id: str | None = None) -> None:
        """Write one conversation or all into a file; one that is there is replaced, as the dialog has asked."""
        store, thoughts = self._store, self._section.thoughts.isChecked()
        if store is None or self._work is not None:
            return
        work = self._begin()

        def export() -> int:
            return store.exchange.export(
                file, form, thoughts=thoughts, conversation_id=conversation_id, overwrite=True, watch=work.watch
            )

        def done(count: int) -> None:
            self._end(self.tr("{0} entries are in {1}.").format(QLocale().toString(count), file.name))

        self._tasks.run_aside(export, done, self._on_failed, owner=self)

    def import_file(self, file: Path) -> None:
        """Add what is new in a file."""
        store = self._store
        if store is None or self._work is not None:
            return
        work = self._begin()

        def add() -> ImportReport:
            return store.exchange.import_file(file, watch=work.watch)

        def index(report: ImportReport) -> Callable[[], ImportReport]:
            def run() -> ImportReport:
                store.exchange.index(watch=lambda progress: setattr(work, "progress", progress))
                return report

            return run

        def added(report: ImportReport) -> None:
            self.imported.emit()
            self._section.cancel_button.setEnabled(False)
            failed = partial(self._on_not_indexed, report)
            self._tasks.run_aside(index(report), self._tell_imported, failed, owner=self)

        self._tasks.run_aside(add, added, self._on_failed, owner=self)

    def _begin(self) -> RunningWork:
        self._work = work = RunningWork()
        self._section.cancel_button.setEnabled(True)
        self._show_progress()
        self._timer.start()
        return work

    def _end(self, words: str, details: str = "") -> None:
        self._work = None
        self._timer.stop()
        self._section.show_idle(words, details)

    def _on_not_indexed(self, report: ImportReport, error: Exception) -> None:
        """Everything is there all the same; the search is completed at the next look."""
        if not isinstance(error, KnownError):
            self._on_failed(error)
        else:
            self._tell_imported(report, told(error.message))

    def _tell_imported(self, report: ImportReport, details: str = "") -> None:
        number = QLocale().toString
        words = self.tr("Added {0} conversations with {1} answers and {2} ratings; {3} were there already.")
        counts = (report.conversations, report.attempts, report.ratings, report.already_there)
        words = words.format(*map(number, counts))
        if report.earlier:
            earlier = self.tr("{0} judgements were kept as earlier ones, since you have judged the same here.")
            words = f"{words} {earlier.format(number(report.earlier))}"
        self._end(words, details)

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, KnownError):
            self._end("")
            raise error
        self._end(told(error.message), error.details)

    def _show_progress(self) -> None:
        if self._work is None:
            return
        progress = self._work.progress
        stages = {
            "writing": self.tr("Writing…"),
            "checking": self.tr("Checking the file…"),
            "importing": self.tr("Adding the conversations…"),
            "indexing": self.tr("Everything is there; the search is being completed…"),
        }
        words = stages[progress.stage] if progress else self.tr("Starting…")
        share = progress.done / progress.total if progress and progress.total else None
        self._section.show_running(words, share)
