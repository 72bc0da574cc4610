"""The composition root of the window: makes the parts and joins them, and nothing else."""

from __future__ import annotations

import importlib
import logging
import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtWidgets import QApplication

from desktop.bridge import AssistantBridge
from desktop.crash import CrashReporter, FaultFile, start_log
from desktop.garbage import GarbageCollector
from desktop.language.languages import Languages
from desktop.settings.keeper import SettingsKeeper
from desktop.shell.asking import Asking
from desktop.shell.window_state import WindowState, load_window_state, save_window_state
from desktop.style_sheet import dress
from desktop.tasks import Tasks
from desktop.theme import Theme, load_fonts
from desktop.window import Window
from models.errors import KnownError
from models.paths import DataFolder
from models.settings import Settings, load_settings

if TYPE_CHECKING:
    from models.assistant import Assistant
    from models.history.store import Store


def log_lost_state(error: Exception) -> None:
    """Note that the place of the window could not be kept."""
    if not isinstance(error, OSError):
        raise error
    logging.getLogger("rationale").warning("The place of the window could not be kept: %s", error)


class Application:
    """The parts of a running window, and their order at the start and at the end."""

    def __init__(self, folder: DataFolder, settings: Settings, *, model: str | None = None) -> None:
        self._folder = folder
        self._model = model
        self._assistant: Assistant | None = None
        self._store: Store | None = None
        self._closed = False
        load_fonts()
        self.languages = Languages()
        self.languages.use(settings.language)
        self.theme = Theme(choice=settings.theme, text_scale=settings.text_scale)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            dress(application, self.theme)
        self.tasks = Tasks()
        self.keeper = SettingsKeeper(folder, settings, self.tasks)
        self.bridge = AssistantBridge(milliseconds=self.theme.milliseconds("stream_flush"))
        self.asking = Asking(self.tasks, self.bridge)
        self.window = self._make_window(load_window_state(folder.window))
        self.keeper.changed.connect(self._speak)

    def open_history(self) -> None:
        """Open the history in the background; then the assistant and the model start."""
        self.window.page.notices.end("opening")
        self.tasks.run(self._open_store, self._start, self._on_store_failed, owner=self.window)

    def connect_assistant(self, assistant: Assistant, store: Store | None) -> None:
        """Join an assistant and the history to the window; from here on they are closed with it."""
        self._assistant, self._store = assistant, store
        self.bridge.attach(assistant.subscribe)
        self.window.connect_assistant(assistant, store, self._model)

    def close(self) -> None:
        """End everything: text is saved, threads and processes are gone."""
        if self._closed:
            return
        self._closed = True
        self.bridge.detach()
        self.languages.close()
        if self._assistant is not None:
            self._assistant.close()
        self.tasks.close()
        if self._store is not None:
            self._store.close()

    def _make_window(self, state: WindowState) -> Window:
        window = Window(self.theme, self.tasks, self.bridge, self.keeper, self.asking, self._folder)
        window.take_up(state)
        window.moved_on.connect(self._keep_state)
        window.closing.connect(self._keep_state)
        return window

    def _keep_state(self, state: WindowState) -> None:
        """What cannot be written is only where the window stood: the next start opens the usual one."""
        self.tasks.run(lambda: save_window_state(self._folder.window, state), failed=log_lost_state)

    def _speak(self, settings: Settings) -> None:
        """Another language: the window is made anew with its words, and stands where the old one stood."""
        if not self.languages.use(settings.language):
            return
        old = self.window
        state, shown = old.state(), old.isVisible()
        old.page.composer.flush_draft()
        self.window = self._make_window(state)
        if self._assistant is not None:
            self.window.connect_assistant(self._assistant, self._store, self._model)
            self.window.show_status(self._assistant.status)
        self.window.setVisible(shown)
        old.dissolve()

    def _open_store(self) -> Store:
        """Run on the database's lane; imports what the first picture of the window does not need."""
        from models.history.store import open_store

        importlib.import_module("models.assistant")  # here, so that the GUI thread finds it ready
        return open_store(self._folder)

    def _on_store_failed(self, error: Exception) -> None:
        if not isinstance(error, KnownError):
            self._start(None)
            raise error
        translate = QCoreApplication.translate
        again = (translate("Application", "Try again"), self.open_history)
        without = (translate("Application", "Continue without history"), lambda: self._start(None))
        self.window.page.notices.show_notice(
            "opening", error.message, kind="bad", actions=[again, without], details=error.details
        )

    def _start(self, store: Store | None) -> None:
        from models.assistant import Assistant

        self.window.page.notices.end("opening")
        assistant = Assistant(self._folder, settings=self.keeper.current, store=store)
        self.connect_assistant(assistant, store)
        assistant.start(self._model)
        if store is not None:
            self.tasks.run_aside(store.back_up_if_due, failed=self.window.desk.tell)


def run(data_folder: DataFolder, *, model: str | None = None) -> int:
    """Open the window and return the exit code when it is closed.

    Args:
        data_folder: Where everything of the user is kept.
        model: The model to load in place of the one in the settings.
    """
    fault_file = FaultFile(data_folder)
    start_log(data_folder)
    application = QApplication(sys.argv[:1])
    application.setApplicationName("Rationale")
    application.setDesktopFileName("rationale")
    reporter = CrashReporter()
    reporter.install()
    settings, settings_notice = load_settings(data_folder.settings)
    parts = Application(data_folder, settings, model=model)
    reporter.crashed.connect(lambda report: parts.window.troubles.tell_crash(report, earlier=False))
    parts.window.troubles.tell_settings(settings_notice)
    if fault_file.earlier:
        parts.window.troubles.tell_crash(fault_file.earlier, earlier=True)
    parts.window.show()
    QTimer.singleShot(0, parts.open_history)
    collector = GarbageCollector()
    try:
        return application.exec()
    finally:
        parts.close()
        collector.close()
        reporter.remove()
        fault_file.close()
