"""Fills the trash from the history, restores from it, and deletes for good."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.shell.moments import DAY
from desktop.sidebar.sidebar import Sidebar
from desktop.tasks import Tasks
from models.history.records import ConversationSummary

if TYPE_CHECKING:
    from models.history.learning.records import AdapterRecord
    from models.history.store import Store

    Emptied = tuple[int, list[AdapterRecord]]
    """How many conversations were deleted, and which adapters had learned from them."""

PAGE = 60
"""How many conversations are read at a time."""


class TrashKeeper(QObject):
    """The controller of the trash."""

    restored = Signal(str)
    """A conversation is out of the trash again (its id)."""
    learned_from = Signal(list)
    """What was deleted for good had been learned from: the names of the adapters."""
    erased = Signal()
    """Something was deleted for good."""
    backups_deleted = Signal()
    """The older backups were deleted with it."""

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
        view.question_shown.connect(self._look_for_adapters)

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
            return store.trash.count(), store.conversations(limit=PAGE, trashed=True) if opened else []

        def show(found: tuple[int, list[ConversationSummary]]) -> None:
            count, newest = found
            self._sidebar.show_trash_count(count)
            if opened and self._sidebar.shows_trash:
                self._sidebar.trash_view.show_trash(newest, more=len(newest) == PAGE)

        self._tasks.run(read, show, self._tell, owner=self)

    def _restore(self, summary: ConversationSummary) -> None:
        self._act(lambda store: store.trash.restore(summary.id), lambda: self.restored.emit(summary.id))

    def empty_older(self, days: int) -> None:
        """Delete for good what has been in the trash for so many days; aside, so that reading goes on meanwhile."""
        store = self._store
        if store is None or days <= 0:
            return
        before = time.time() - days * DAY
        self._tasks.run_aside(lambda: _empty(store, before), self._on_emptied, self._tell, owner=self)

    def _look_for_adapters(self, summary: ConversationSummary | None) -> None:
        store, view = self._store, self._sidebar.trash_view
        if store is None:
            return

        def read() -> list[AdapterRecord]:
            adapters = store.adapters
            return adapters.that_learned_from(summary.id) if summary else adapters.that_learned_from_trash()

        def show(learned: list[AdapterRecord]) -> None:
            view.tell_learned(summary, [each.name for each in learned])

        self._tasks.run(read, show, self._tell, owner=self)

    def _delete(self, summary: ConversationSummary, backups_too: bool) -> None:
        def work(store: Store) -> Emptied:
            learned = store.adapters.that_learned_from(summary.id)
            store.trash.delete_for_good(summary.id)
            return 1, learned

        self._erase(work, backups_too)

    def _empty(self, backups_too: bool) -> None:
        self._erase(_empty, backups_too)

    def _erase(self, work: Callable[[Store], Emptied], backups_too: bool) -> None:
        """Delete for good, aside, so that reading and rating go on; but after what was restored a moment ago."""
        store = self._store
        if store is None:
            return

        def done(emptied: Emptied) -> None:
            self._on_emptied(emptied)
            if backups_too:
                self._tasks.run_aside(
                    store.backups.forget_older, lambda _gone: self.backups_deleted.emit(), self._tell, owner=self
                )

        def begin(_nothing: object) -> None:
            self._tasks.run_aside(lambda: work(store), done, self._tell, owner=self)

        self._tasks.run(lambda: None, begin, owner=self)

    def _on_emptied(self, emptied: Emptied) -> None:
        """Say which adapters keep what they learned from it."""
        count, learned = emptied
        if not count:
            return
        self.refresh()
        self.erased.emit()
        if learned:
            self.learned_from.emit([each.name for each in learned])

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


def _empty(store: Store, before: float = float("inf")) -> Emptied:
    learned = store.adapters.that_learned_from_trash(before=before)
    return store.trash.empty(before=before), learned
