"""The settings in use, saved in the background whenever they change."""

from __future__ import annotations

from typing import Any

import msgspec
from PySide6.QtCore import QObject, Signal

from desktop.tasks import Tasks
from models.paths import DataFolder
from models.settings import Settings, save_changes


class SettingsKeeper(QObject):
    """Holds the one current `Settings`."""

    changed = Signal(object)
    trouble = Signal(str)
    """The settings could not be written (one plain sentence); they count until the program ends."""

    def __init__(self, folder: DataFolder, settings: Settings, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self._tasks = tasks
        self.current = settings

    def change(self, **fields: Any) -> None:
        """Set some fields, tell everyone, and save only these: another program may have written others meanwhile."""
        before, settings = self.current, msgspec.structs.replace(self.current, **fields)
        if settings == before:
            return
        self.current = settings
        path = self._folder.settings
        self._tasks.run(lambda: save_changes(path, before, settings), self._take_models, self._tell, owner=self)
        self.changed.emit(settings)

    def _take_models(self, saved: Settings) -> None:
        """Models that another program has added are offered here too."""
        known = tuple(dict.fromkeys((*self.current.known_models, *saved.known_models)))
        if known != self.current.known_models:
            self.current = msgspec.structs.replace(self.current, known_models=known)

    def _tell(self, error: Exception) -> None:
        if not isinstance(error, OSError):
            raise error
        words = self.tr("The settings could not be saved ({0}); they count until you close Rationale.")
        self.trouble.emit(words.format(error.strerror or str(error)))
