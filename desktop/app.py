"""The composition root of the window: makes the parts and joins them, and nothing else."""

from __future__ import annotations

import importlib
import logging
import sys
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication

from desktop.bridge import AssistantBridge
from desktop.crash import CrashReporter, FaultFile, start_log
from desktop.first_picture import FirstPicture
from desktop.fonts import load_fonts
from desktop.garbage import GarbageCollector
from desktop.language.languages import Languages
from desktop.settings.keeper import SettingsKeeper
from desktop.shell.asking import Asking
from desktop.shell.notices import Action
from desktop.shell.window_state import WindowState, load_window_state, save_window_state
from desktop.single_window import SingleWindow
from desktop.style_sheet import dress
from desktop.tasks import Tasks
from desktop.theme import Theme
from desktop.window import Window
from models.belongings import erase
from models.errors import InputError, KnownError
from models.paths import DataFolder
from models.settings import Settings, load_settings

if TYPE_CHECKING:
    from models.assistant import Assistant
    from models.history.store import Store
    from models.learner import Learner


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
        self._learner: Learner | None = None
        self._opening = False
        self._opened: Store | None = None
        """The history, from when it is open; it may not have reached the window yet."""
        self._kept = WindowState()
        """Where the window stood when that was last written."""
        self._unopened: KnownError | None = None
        """Why the history could not be opened, while that is to be told."""
        self._closed = False
        self.erases = False
        """Whether everything is to be deleted once all is closed."""
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
        self.window.troubles.tell_fonts(self.languages.current)
        self.keeper.changed.connect(self._speak)

    def begin(self) -> None:
        """Do what the first picture of the window need not wait for."""
        self.theme.system_motion.start()
        self.open_history()

    def open_history(self) -> None:
        """Open the history in the background; then the assistant and the model start."""
        if self._opening:
            return
        self._end_opening()
        self._opening = True
        self.tasks.run(self._open_store, self._start, self._on_store_failed)

    def connect_assistant(self, assistant: Assistant, store: Store | None) -> None:
        """Join an assistant and the history to the window; from here on they are closed with it."""
        self._assistant, self._store = assistant, store
        self.bridge.attach(assistant.subscribe)
        if store is not None:
            from models.learner import Learner

            self._learner = Learner(self._folder, store, assistant, lambda: self.keeper.current)
        self.window.connect_assistant(assistant, store, self._model, self._learner)

    def tell_crash(self, report: str) -> None:
        """Show what went wrong inside."""
        self.window.troubles.tell_crash(report, earlier=False)

    def come_to_front(self) -> None:
        """Show the window, because the program was started again."""
        self.window.come_to_front()

    def close(self) -> None:
        """End everything: text is saved, threads and processes are gone."""
        if self._closed:
            return
        self._closed = True
        self.bridge.detach()
        self.languages.close()
        self.theme.close()
        if self._learner is not None:
            self._learner.close()
        if self._assistant is not None:
            self._assistant.close()
        self.tasks.close()
        store = self._store or self._opened
        if store is not None:
            store.close()

    def _make_window(self, state: WindowState) -> Window:
        window = Window(self.theme, self.tasks, self.bridge, self.keeper, self.asking, self._folder)
        window.take_up(state)
        window.moved_on.connect(self._keep_changed_state)
        window.closing.connect(self._keep_state)
        window.erase_asked.connect(self._erase)
        window.opening_asked.connect(self._open_restored)
        return window

    def _keep_changed_state(self, state: WindowState) -> None:
        if state != self._kept:
            self._kept = state
            self._keep_state(state)

    def _keep_state(self, state: WindowState) -> None:
        """What cannot be written is only where the window stood: the next start opens the usual one."""
        self.tasks.run(lambda: save_window_state(self._folder.window, state), failed=log_lost_state)

    def _erase(self) -> None:
        """Close the window; what it kept is deleted after everything has ended."""
        self.erases = True
        self.window.close()

    def _speak(self, settings: Settings) -> None:
        """Another language: the window is made anew with its words, and stands where the old one stood."""
        if not self.languages.use(settings.language):
            return
        state = self.window.state()
        self.theme.take_language()
        self._renew_window(state)
        if self._unopened is not None:
            self._tell_unopened(self._unopened)
        if self._assistant is not None:
            self.window.connect_assistant(self._assistant, self._store, self._model, self._learner)
            self.window.show_status(self._assistant.status)

    def _renew_window(self, state: WindowState) -> None:
        """Put a new window in the place of the present one."""
        old, shown = self.window, self.window.isVisible()
        old.keep_typed()
        self.window = self._make_window(state)
        self.window.take_over(old)
        self.window.troubles.tell_fonts(self.languages.current)
        self.window.setVisible(shown)
        old.dissolve()

    def _open_restored(self) -> None:
        """A backup was restored while no history was open; what has been running without one gives way to it."""
        assistant = self._assistant
        if assistant is not None:
            self.bridge.detach()
            self._assistant = None
            self.asking.disconnect_assistant()
            self._renew_window(msgspec.structs.replace(self.window.state(), settings_shown=False))
            words = QCoreApplication.translate("Application", "The backup is restored.")
            self.window.notices.show_notice("restored", words)
            self.tasks.run_aside(assistant.close, lambda _result: self.open_history())
        else:
            self.open_history()

    def _open_store(self) -> Store:
        """Run on the database's lane; imports what the first picture of the window does not need."""
        from models.history.store import open_store

        for name in (
            "models.learner",
            "desktop.learning.desk",
            "desktop.library.desk",
        ):  # here, so that the GUI thread finds them ready
            importlib.import_module(name)
        self._opened = open_store(self._folder)
        return self._opened

    def _on_store_failed(self, error: Exception) -> None:
        self._opening = False
        if not isinstance(error, KnownError):
            self._start(None)
            raise error
        self._unopened = error
        self._tell_unopened(error)

    def _tell_unopened(self, error: KnownError) -> None:
        """Say why the history is not open, and what can be done."""
        from models.history.failures import StoreDamaged, StoreUnreachable

        translate = QCoreApplication.translate
        actions: list[Action] = [
            (translate("Application", "Try again"), self.open_history),
            (translate("Application", "Continue without history"), lambda: self._start(None)),
        ]
        if isinstance(error, (StoreDamaged, StoreUnreachable)):
            actions.insert(0, (translate("Application", "Restore a backup…"), self.window.show_backups))
        self.window.settings.backups.offer_restoring()
        self.window.notices.show_notice("opening", error.message, kind="bad", actions=actions, details=error.details)

    def _end_opening(self) -> None:
        self._opening, self._unopened = False, None
        self.window.notices.end("opening")

    def _start(self, store: Store | None) -> None:
        from models.assistant import Assistant

        self._end_opening()
        assistant = Assistant(self._folder, settings=self.keeper.current, store=store)
        self.connect_assistant(assistant, store)
        assistant.start(self._model)
        self.window.upkeep.look()


def run(data_folder: DataFolder, *, model: str | None = None) -> int:
    """Open the window and return the exit code when it is closed.

    Args:
        data_folder: Where everything of the user is kept.
        model: The model to load in place of the one in the settings.

    Raises:
        InputError: Another window has the folder and does not answer.
    """
    fault_file = FaultFile(data_folder)
    application = QApplication(sys.argv[:1])
    application.setApplicationName("Rationale")
    application.setDesktopFileName("rationale")
    single = SingleWindow(data_folder)
    reporter = CrashReporter()
    try:
        if not single.claim():
            return call_other_window(single)
        reporter.install()
        notice = ""
        while True:
            parts, code = _run_once(data_folder, model, fault_file.earlier, notice, reporter, single)
            if not parts.erases:
                return code
            fault_file.close()
            notice = erase_all(data_folder)
            fault_file = FaultFile(data_folder)
    finally:
        single.close()
        reporter.remove()
        fault_file.close()


def call_other_window(single: SingleWindow) -> int:
    """Bring the window that has the folder to the front; returns the exit code of this start.

    Raises:
        InputError: It does not answer.
    """
    if not single.call_other():
        raise InputError("Rationale is already open on this data folder; close it, or choose another with --data-dir.")
    print("Rationale is already open; its window was brought to the front.")
    return 0


def erase_all(folder: DataFolder) -> str:
    """Delete everything; returns what the next window says."""
    left = erase(folder)
    translate = QCoreApplication.translate
    if left:
        words = translate("Application", "Not everything could be deleted: {0} is still there.")
        return words.format(", ".join(path.name for path in left))
    return translate("Application", "Everything was deleted. Rationale starts afresh.")


def _run_once(
    folder: DataFolder, model: str | None, crash: str, notice: str, reporter: CrashReporter, single: SingleWindow
) -> tuple[Application, int]:
    """Show the window until it is closed, and say what is to be said first."""
    log = start_log(folder)
    settings, settings_notice = load_settings(folder.settings)
    parts = Application(folder, settings, model=model)
    reporter.crashed.connect(parts.tell_crash)
    single.asked.connect(parts.come_to_front)
    parts.window.troubles.tell_settings(settings_notice)
    if crash:
        parts.window.troubles.tell_crash(crash, earlier=True)
    if notice:
        parts.window.notices.show_notice("erased", notice)
    parts.window.show()
    FirstPicture(parts.window, parts.begin)
    collector = GarbageCollector()
    try:
        return parts, QApplication.exec()
    finally:
        single.asked.disconnect(parts.come_to_front)
        reporter.crashed.disconnect(parts.tell_crash)
        parts.close()
        parts.window.deleteLater()
        collector.close()
        if log is not None:
            logging.getLogger().removeHandler(log)
            log.close()
