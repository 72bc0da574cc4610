"""What the history needs while the window is open: backups, an emptied trash, a search without deleted words."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from desktop.settings.keeper import SettingsKeeper
from desktop.sidebar.organiser import Organiser
from desktop.tasks import Tasks
from models.errors import KnownError

if TYPE_CHECKING:
    from models.history.store import Store

LOOK_MILLISECONDS = 3_600_000
"""How often it looks whether a day has passed; a computer that slept is not far behind then."""
REWRITE_MILLISECONDS = 500
"""The pause between two steps of rewriting the search."""


class Upkeep(QObject):
    """All of it runs in the background, beside what the user does.

    Args:
        keeper: The settings, which say how long the trash keeps.
        organiser: Empties the trash and tells what had been learned from it.
        tasks: Where the work is done.
        tell: Takes what goes wrong.
    """

    def __init__(
        self, keeper: SettingsKeeper, organiser: Organiser, tasks: Tasks, tell: Callable[[Exception], None],
        parent: QObject,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._keeper, self._organiser, self._tasks, self._tell = keeper, organiser, tasks, tell
        self._store: Store | None = None
        self._clock = QTimer(self)
        self._clock.setInterval(LOOK_MILLISECONDS)
        self._clock.timeout.connect(self.look)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(REWRITE_MILLISECONDS)
        self._pause.timeout.connect(self._rewrite)
        organiser.erased.connect(self._pause.start)

    def connect_store(self, store: Store | None) -> None:
        """The history is open; from now on it is looked after."""
        self._store = store
        if store is not None:
            self._clock.start()
            self._complete_search(store)

    def look(self) -> None:
        """Do what is due."""
        store = self._store
        if store is None:
            return
        self._tasks.run_aside(store.backups.make_if_due, failed=self._tell, owner=self)
        self._organiser.empty_old_trash(self._keeper.current.trash_days)
        self._complete_search(store)
        self._pause.start()

    def _complete_search(self, store: Store) -> None:
        """Make findable what an import has left unfinished."""
        self._tasks.run_aside(store.exchange.index, failed=self._tell, owner=self)

    def _rewrite(self) -> None:
        store = self._store
        if store is not None:
            self._tasks.run_aside(store.search_rewriting.step, self._go_on, self._leave, owner=self)

    def _leave(self, error: Exception) -> None:
        """What another program or a full disk hinders is tried again at the next look."""
        if not isinstance(error, KnownError):
            raise error

    def _go_on(self, more: bool) -> None:
        if more:
            self._pause.start()
