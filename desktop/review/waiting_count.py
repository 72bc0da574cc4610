"""How many answers wait for a rating, for the row that leads to them; it needs no page."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.review.reading import count_waiting
from desktop.tasks import Tasks

if TYPE_CHECKING:
    from models.history.store import Store


class WaitingCount(QObject):
    """Counts in the background when it is told that something has changed."""

    changed = Signal(str)
    """How many answers wait, "" for none."""

    def __init__(self, store: Store, tasks: Tasks, tell: Callable[[Exception], None], parent: QObject) -> None:
        super().__init__(parent)
        self._store, self._tasks, self._tell = store, tasks, tell

    def count(self) -> None:
        """Count anew."""
        self._tasks.run(partial(count_waiting, self._store), self.changed.emit, self._tell, owner=self)

    def show(self, count: str) -> None:
        """Show what somebody else has counted."""
        self.changed.emit(count)
