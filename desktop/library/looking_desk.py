"""Looks for the models of this computer, in a process of its own, one search at a time."""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal

from desktop.language.sentences import told
from desktop.library.state import LibraryState
from desktop.settings.keeper import SettingsKeeper
from desktop.tasks import Tasks
from models.catalog.bundled import BUNDLED
from models.catalog.found.places import standard_places
from models.catalog.found.records import Overview
from models.catalog.looking.client import READER_MEMORY, Looker
from models.catalog.looking.messages import Order
from models.errors import KnownError
from models.paths import DataFolder


class LookingDesk(QObject):
    """`changed` when a search begins or cannot be had, `counted` while it goes on, `found` when there is a list."""

    changed = Signal()
    counted = Signal()
    found = Signal()
    _told = Signal(int)

    def __init__(
        self, state: LibraryState, folder: DataFolder, keeper: SettingsKeeper, tasks: Tasks, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._state, self._folder, self._keeper, self._tasks = state, folder, keeper, tasks
        self._looker: Looker | None = None
        self._told.connect(self._on_counted, Qt.ConnectionType.QueuedConnection)

    @property
    def running(self) -> bool:
        """Whether models are being looked for."""
        return self._looker is not None

    def look(self) -> None:
        """Look for models."""
        looker = self._looker = Looker()
        self._state.looking, self._state.looked_at, self._state.search_problem = True, 0, ""
        self.changed.emit()
        order, counted = self._order(), self._told.emit
        self._tasks.run_aside(
            lambda: looker.look(order, counted), lambda found: self._on_found(looker, found),
            lambda error: self._on_failed(looker, error), owner=self,
        )  # fmt: skip

    def drop(self) -> None:
        """End a search that is going on; what it has found is not shown."""
        if self._looker is not None:
            self._looker.cancel()
            self._looker = None

    def leave(self) -> None:
        """End a search, since nothing is shown any more."""
        if self._looker is not None:
            self._looker.cancel()

    def _order(self) -> Order:
        settings = self._keeper.current
        places = standard_places(Path.home(), os.environ)
        chosen = () if settings.model == BUNDLED else (settings.model,)
        return Order(
            known=tuple(dict.fromkeys((*settings.known_models, *chosen))),
            folders=settings.model_folders,
            places=tuple((each.owner, str(each.folder)) for each in places),
            downloads=str(self._folder.models),
            cache_file=str(self._folder.found_models),
            memory_bytes=READER_MEMORY,
        )

    def _on_counted(self, count: int) -> None:
        self._state.looked_at = count
        self.counted.emit()

    def _on_found(self, looker: Looker, found: Overview | None) -> None:
        if looker is not self._looker:
            return
        self._looker, self._state.looking = None, False
        if found is not None:
            if self._state.overview is None and not self._state.chosen.startswith("model:"):
                self._state.chosen = ""  # the list put its focus somewhere while there was no model yet
            self._state.take(found)
        self.found.emit()

    def _on_failed(self, looker: Looker, error: Exception) -> None:
        if not isinstance(error, KnownError):
            raise error
        if looker is not self._looker:
            return
        self._looker, self._state.looking = None, False
        self._state.search_problem = told(error.message)
        self.changed.emit()
