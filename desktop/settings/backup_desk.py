"""Lists, makes and restores backups in the background, and empties the trash as the settings say."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.language.sentences import told
from desktop.settings.backups_section import Backup, BackupsSection
from desktop.settings.keeper import SettingsKeeper
from desktop.tasks import Tasks
from models.errors import KnownError
from models.paths import DataFolder

if TYPE_CHECKING:
    from models.history.store import Store

DAY = 86_400.0
MOST_SHOWN = 20


class BackupDesk(QObject):
    """The controller of `BackupsSection`.

    Args:
        section: What it fills.
        keeper: The settings.
        folder: Where the backups are.
        tasks: Where the work is done.
    """

    replaced = Signal()
    """The history is another one: a backup was restored."""
    trash_emptied = Signal()

    def __init__(self, section: BackupsSection, keeper: SettingsKeeper, folder: DataFolder, tasks: Tasks) -> None:
        super().__init__(section)
        self._section = section
        self._keeper = keeper
        self._folder = folder
        self._tasks = tasks
        self._store: Store | None = None
        self._busy: Callable[[], bool] = lambda: False
        section.backup_asked.connect(self._back_up)
        section.restore_asked.connect(self.restore)
        section.trash_days_chosen.connect(self._choose_days)
        section.setEnabled(False)

    def connect_store(self, store: Store | None, busy: Callable[[], bool]) -> None:
        """The history is open; `busy` tells whether an answer is being written, which would have no place after."""
        self._store, self._busy = store, busy
        self._section.setEnabled(store is not None)
        self.refresh()
        self._empty_trash()

    def refresh(self) -> None:
        """List the backups."""
        folder = self._folder

        def read() -> list[Backup]:
            from models.history.backups import list_backups, time_of  # here, after the window stands

            return [Backup(each, time_of(each), each.stat().st_size) for each in list_backups(folder)[:MOST_SHOWN]]

        self._tasks.run_aside(read, self._section.show_backups, self._on_failed, owner=self)

    def restore(self, file: Path) -> None:
        """Put a backup in the place of the history; what was there becomes a backup, which undoes it."""
        store = self._store
        if store is None:
            return
        if self._busy():
            self._section.tell(self.tr("An answer is being written; stop it first, then restore."))
            return
        self._section.tell(self.tr("Restoring…"))

        def done(kept: Path | None) -> None:
            self._section.tell(self.tr("The backup is restored."), kept)
            self.refresh()
            self.replaced.emit()

        self._tasks.run(lambda: store.restore_backup(file), done, self._on_failed, owner=self)

    def _back_up(self) -> None:
        store = self._store
        if store is None:
            return
        self._section.tell(self.tr("Backing up…"))

        def done(_path: Path) -> None:
            self._section.tell(self.tr("The backup is made."))
            self.refresh()

        self._tasks.run_aside(store.backup, done, self._on_failed, owner=self)

    def _choose_days(self, days: int) -> None:
        self._keeper.change(trash_days=days)
        self._empty_trash()

    def _empty_trash(self) -> None:
        store, days = self._store, self._keeper.current.trash_days
        if store is None or days <= 0:
            return

        def done(count: int) -> None:
            if count:
                self.trash_emptied.emit()

        self._tasks.run(lambda: store.empty_trash(before=time.time() - days * DAY), done, self._on_failed, owner=self)

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, KnownError):
            raise error
        self._section.tell(told(error.message))
