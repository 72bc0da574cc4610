"""Fills the trash from the history, restores from it, and deletes for good."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.sidebar.sidebar import Sidebar
from desktop.tasks import Tasks
from models.history.records import ConversationSummary

if TYPE_CHECKING:
    from models.history.learning.records import AdapterRecord
    from models.history.store import Store

PAGE = 60
"""How many conversations are read at a time."""


class TrashKeeper(QObject):
    """The controller of the trash."""

    restored = Signal(str)
    """A conversation is out of the trash again (its id)."""
    learned_from = Signal(list)
    """What was deleted for good had been learned from: the names of the adapters."""

    def __init__(self, sidebar: Sidebar, tasks: Tasks, tell: Callable[[Exception], None], parent: QObject) -> None:
        super().__init__(parent)
        self._sidebar = sidebar
        self._tasks = tasks
        self._tell = tell
        self._store: Store | None = None
        view = sidebar.trash_view
        sidebar.trash_opened.connect(self.refresh)
        view.trash.older_wanted.connect(self._load_older)
        view.restore_asked.connect(self._restore)
        view.delete_asked.connect(self._delete)
        view.empty_asked.connect(self._empty)

    def connect_store(self, store: Store | None) -> None:
        """The history is open."""
        self._store = store
        self.refresh()

    def refresh(self) -> None:
        """Read how much is in the trash, and what, while it is open."""
        store, opened = self._store, self._sidebar.shows_trash
        if store is None:
            return

        def read() -> tuple[int, list[ConversationSummary]]:
            return store.trash_count(), store.conversations(limit=PAGE, trashed=True) if opened else []

        def show(found: tuple[int, list[ConversationSummary]]) -> None:
            count, newest = found
            self._sidebar.show_trash_count(count)
            if opened and self._sidebar.shows_trash:
                self._sidebar.trash_view.show_trash(newest, more=len(newest) == PAGE)

        self._tasks.run(read, show, self._tell, owner=self)

    def _restore(self, summary: ConversationSummary) -> None:
        self._act(lambda store: store.restore(summary.id), lambda: self.restored.emit(summary.id))

    def _delete(self, summary: ConversationSummary) -> None:
        def work(store: Store) -> list[AdapterRecord]:
            learned = store.adapters.that_learned_from(summary.id)
            store.delete_for_good(summary.id)
            return learned

        self._erase(work)

    def _empty(self) -> None:
        def work(store: Store) -> list[AdapterRecord]:
            learned = store.adapters.that_learned_from_trash()
            store.empty_trash()
            return learned

        self._erase(work)

    def _erase(self, work: Callable[[Store], list[AdapterRecord]]) -> None:
        """Delete for good, and say which adapters keep what they learned from it."""
        store = self._store
        if store is None:
            return

        def done(learned: list[AdapterRecord]) -> None:
            self.refresh()
            if learned:
                self.learned_from.emit([each.name for each in learned])

        self._tasks.run(lambda: work(store), done, self._tell, owner=self)

    def _act(self, work: Callable[[Store], object], after: Callable[[], None]) -> None:
        store = self._store
        if store is None:
            return

        def done(_result: object) -> None:
            self.refresh()
            after()

        self._tasks.run(lambda: work(store), done, self._tell, owner=self)

    def _load_older(self, position: tuple[float, str]) -> None:
        store = self._store
        if store is None:
            return

        def show(older: list[ConversationSummary]) -> None:
            self._sidebar.trash_view.trash.append(older, more=len(older) == PAGE)

        def read() -> list[ConversationSummary]:
            return store.conversations(limit=PAGE, before=position, trashed=True)

        self._tasks.run(read, show, self._tell, owner=self)
