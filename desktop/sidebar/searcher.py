"""Searches the history for what is typed in the sidebar."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop.sidebar.hit_view import MOST_HITS
from desktop.sidebar.sidebar import Sidebar
from desktop.tasks import Tasks
from models.history.records import SearchHit, SearchScope

if TYPE_CHECKING:
    from models.history.store import Store


class Searcher(QObject):
    """Only the newest search is shown; one that was overtaken before it began is not made at all."""

    def __init__(self, sidebar: Sidebar, tasks: Tasks, tell: Callable[[Exception], None], parent: QObject) -> None:
        super().__init__(parent)
        self._sidebar = sidebar
        self._tasks = tasks
        self._tell = tell
        self._store: Store | None = None
        self._number = 0
        sidebar.search.searched.connect(self._search)

    def connect_store(self, store: Store | None) -> None:
        """The history is open."""
        self._store = store

    def _search(self, query: str, scopes: frozenset[SearchScope]) -> None:
        self._number += 1
        number, store = self._number, self._store
        if not query or store is None:
            self._sidebar.leave_hits()
            return

        def search() -> list[SearchHit] | None:
            return store.search(query, scopes, limit=MOST_HITS) if number == self._number else None

        def show(hits: list[SearchHit] | None) -> None:
            if hits is not None and number == self._number:
                self._sidebar.show_hits(query, hits, scopes)

        self._tasks.run(search, show, self._tell, owner=self)
