"""The page of settings together with the desks that do its work."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from desktop.settings.backup_desk import BackupDesk
from desktop.settings.file_desk import FileDesk
from desktop.settings.keeper import SettingsKeeper
from desktop.settings.page import SettingsPage
from desktop.shell.header import Header
from desktop.tasks import Tasks
from desktop.theme import Theme
from models.belongings import sizes
from models.events import EngineStatus
from models.paths import DataFolder


class SettingsPlace(QObject):
    """What the window opens with its settings."""

    name = ""
    history_changed = Signal()
    """Conversations came or went."""
    history_replaced = Signal()
    """The whole history is another one."""

    def __init__(self, theme: Theme, keeper: SettingsKeeper, folder: DataFolder, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._folder, self._tasks = folder, tasks
        self.page = SettingsPage(theme, keeper, folder)
        self.files = FileDesk(self.page.files, tasks)
        self.backups = BackupDesk(self.page.backups, keeper, folder, tasks)
        self.files.imported.connect(self.history_changed)
        self.backups.replaced.connect(self.history_replaced)

    @property
    def header(self) -> Header:
        """Of the page."""
        return self.page.header

    def enter(self) -> None:
        """Tell how much there is, and give the focus to the button that leads back."""
        page = self.page
        page.privacy.forget_question()
        self._tasks.run_aside(lambda: sizes(self._folder), page.privacy.show_sizes, owner=self)
        self.backups.refresh()
        page.done_button.setFocus()

    def leave(self) -> None:
        """Keep what was typed."""
        self.page.keep_typing()

    def show_status(self, status: EngineStatus) -> None:
        """The engine's state is none of its business."""

    def end(self, *, closing: bool) -> None:
        """Keep what was typed, and end what runs when the window closes."""
        if closing:
            self.page.keep_typing()
            self.files.cancel()
