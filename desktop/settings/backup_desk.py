"""Lists, makes and restores backups in the background, and asks before the trash is emptied by itself."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.language.sentences import told
from desktop.settings.backups_section import Backup, BackupsSection
from desktop.settings.keeper import SettingsKeeper
from desktop.shell.moments import DAY
from desktop.tasks import Tasks
from models.errors import KnownError
from models.paths import DataFolder

if TYPE_CHECKING:
    from models.history.store import Store
    from models.learner import Learner


class BackupDesk(QObject):
    """The controller of `BackupsSection`.

    Args:
        section: What it fills.
        keeper: The settings.
        folder: Where the backups are.
        tasks: Where the work is done.
    """

    begins = Signal()
    """The history is about to be replaced: what is typed is to be written into the present one."""
    replaced = Signal()
    """The history is another one: a backup was restored."""
    opening_asked = Signal()
    """A backup was restored while no history was open; it can be opened."""
    emptying_asked = Signal(int)
    """What has been in the trash for so many days is to be deleted for good; the user has agreed."""

    def __init__(self, section: BackupsSection, keeper: SettingsKeeper, folder: DataFolder, tasks: Tasks) -> None:
        super().__init__(section)
        self._section = section
        self._keeper = keeper
        self._folder = folder
        self._tasks = tasks
        self._store: Store | None = None
        self._learner: Learner | None = None
        self._busy: Callable[[], bool] = lambda: False
        section.backup_asked.connect(self._back_up)
        section.restore_asked.connect(self.restore)
        section.trash_days_chosen.connect(self._choose_days)
        section.emptying_agreed.connect(self._begin_emptying)
        section.emptying_refused.connect(self._show_days)

    def connect_store(self, store: Store | None, busy: Callable[[], bool], learner: Learner | None = None) -> None:
        """The history is open, or none is kept (None).

        Args:
            store: The history.
            busy: Tells whether an answer is being written, which would have no place after restoring.
            learner: Whose round halts while the history is replaced.
        """
        self._store, self._busy, self._learner = store, busy, learner
        self._allow()
        self.refresh()

    def offer_restoring(self) -> None:
        """The history cannot be opened: a backup can be put in its place all the same."""
        self._allow()
        self.refresh()

    def refresh(self) -> None:
        """List the backups."""
        folder = self._folder

        def read() -> list[Backup]:
            from models.history.backups import list_backups, time_of  # here, after the window stands

            return [Backup(each, time_of(each), each.stat().st_size) for each in list_backups(folder)]

        self._tasks.run_aside(read, self._section.show_backups, self._on_failed, owner=self)

    def restore(self, file: Path) -> None:
        """Put a backup in the place of the history; what was there becomes a backup, or is set aside if damaged."""
        if self._busy():
            self._section.tell(self.tr("An answer is being written; stop it first, then restore."))
            return
        opened = self._store is not None
        self.begins.emit()
        self._section.tell(self.tr("Restoring…"))
        self._section.allow(restoring=False, saving=False)

        def done(kept: Path | None) -> None:
            self._tell_restored(kept)
            self._allow()
            self.refresh()
            (self.replaced if opened else self.opening_asked).emit()

        def failed(error: Exception) -> None:
            self._allow()
            self._on_failed(error)

        self._tasks.run(self._restoring(file), done, failed, owner=self)

    def _restoring(self, file: Path) -> Callable[[], Path | None]:
        """Return the work of restoring a backup, which needs no open history."""
        store, learner, folder = self._store, self._learner, self._folder

        def work() -> Path | None:
            from models.history.restoring import restore_backup  # here, after the window stands

            with learner.halted() if learner is not None else nullcontext():
                return store.restore_backup(file) if store is not None else restore_backup(folder, file)

        return work

    def _tell_restored(self, kept: Path | None) -> None:
        """A backup of what was there takes the restoring back; what was damaged does not."""
        if kept is not None and kept.parent != self._folder.backups:
            words = self.tr("The backup is restored; the damaged history is kept in the folder {0}.")
            self._section.tell(words.format(kept.name))
        else:
            self._section.tell(self.tr("The backup is restored."), kept)

    def _allow(self) -> None:
        self._section.allow(restoring=True, saving=self._store is not None)

    def _back_up(self) -> None:
        store = self._store
        if store is None:
            return
        self._section.tell(self.tr("Backing up…"))

        def done(_path: Path) -> None:
            self._section.tell(self.tr("The backup is made."))
            self.refresh()

        self._tasks.run_aside(store.backups.make, done, self._on_failed, owner=self)

    def _choose_days(self, days: int) -> None:
        """Where something would be deleted at once, the user is asked first."""
        store = self._store
        if store is None or days <= 0:
            self._keeper.change(trash_days=days)
            return
        before = time.time() - days * DAY

        def read() -> tuple[int, list[str]]:
            learned = store.adapters.that_learned_from_trash(before=before)
            return store.trash.count(before=before), [each.name for each in learned]

        def ask(found: tuple[int, list[str]]) -> None:
            count, adapters = found
            if count:
                self._section.ask_to_empty(days, count, adapters)
            else:
                self._keeper.change(trash_days=days)

        self._tasks.run(read, ask, self._on_failed, owner=self)

    def _begin_emptying(self, days: int) -> None:
        self._keeper.change(trash_days=days)
        self.emptying_asked.emit(days)

    def _show_days(self) -> None:
        self._section.trash_field.show_value(self._keeper.current.trash_days)

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, KnownError):
            raise error
        self._section.tell(told(error.message))
        self._show_days()
