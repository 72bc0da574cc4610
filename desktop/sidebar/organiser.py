"""Fills the sidebar from the history: lists, searches, and organises conversations."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QTimer, Signal
from PySide6.QtWidgets import QInputDialog, QLineEdit, QMenu

from desktop.shell.notices import Notices
from desktop.sidebar.sidebar import Sidebar
from desktop.tasks import Tasks
from models.errors import KnownError
from models.history.records import ConversationSummary, SearchHit, SearchScope

if TYPE_CHECKING:
    from models.history.store import Store

PAGE = 60
"""How many conversations are read at a time."""
REFRESH_MILLISECONDS = 100
UNDO_MILLISECONDS = 8000


class Organiser(QObject):
    """The controller of the sidebar."""

    changed = Signal(str)
    """A conversation was renamed or pinned (its id)."""
    removed = Signal(str)
    """A conversation went into the trash (its id)."""

    def __init__(self, sidebar: Sidebar, notices: Notices, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sidebar = sidebar
        self._notices = notices
        self._tasks = tasks
        self._store: Store | None = None
        self._open = ""
        self._searches = 0
        self._refresh_timer = QTimer(self)
        self._refresh_timer.setSingleShot(True)
        self._refresh_timer.setInterval(REFRESH_MILLISECONDS)
        self._refresh_timer.timeout.connect(self._refresh)
        sidebar.history.older_wanted.connect(self._load_older)
        sidebar.search.searched.connect(self._search)
        sidebar.conversation_menu_asked.connect(self.show_menu)

    def connect_store(self, store: Store | None) -> None:
        """The history is open."""
        self._store = store
        if store is None:
            self._sidebar.show_message(self.tr("The history is not open, so nothing is listed here."))
        else:
            self._refresh()

    def refresh(self, _event: object = None) -> None:
        """Read the list again soon; many changes at once cost one reading."""
        if not self._refresh_timer.isActive():
            self._refresh_timer.start()

    def mark(self, conversation_id: str) -> None:
        """Mark the open conversation."""
        self._open = conversation_id
        self._sidebar.mark(conversation_id)

    def pin(self, summary: ConversationSummary, *, pinned: bool) -> None:
        """Pin or unpin a conversation."""
        self._change(summary.id, lambda store: store.pin(summary.id, pinned))

    def rename(self, summary: ConversationSummary) -> None:
        """Ask for another title."""
        title, agreed = QInputDialog.getText(
            self._sidebar.window(), self.tr("Rename"), self.tr("Title"), QLineEdit.EchoMode.Normal, summary.title
        )
        if agreed and title.strip():
            self._change(summary.id, lambda store: store.rename(summary.id, title.strip()))

    def trash(self, summary: ConversationSummary) -> None:
        """Move a conversation into the trash, and offer to take that back."""
        store = self._store
        if store is None:
            return

        def done(_result: object) -> None:
            self.refresh()
            self.removed.emit(summary.id)
            words = self.tr("“{0}” is in the trash.").format(summary.title)
            undo = (self.tr("Undo"), lambda: self.undo_trash(summary.id))
            self._notices.show_notice("trash", words, actions=[undo], milliseconds=UNDO_MILLISECONDS)

        self._tasks.run(lambda: store.trash(summary.id), done, self._tell, owner=self)

    def show_menu(self, summary: ConversationSummary, place: QPoint) -> None:
        """Show what can be done with a conversation."""
        menu = QMenu(self._sidebar.window())
        words = self.tr("Unpin") if summary.pinned else self.tr("Pin")
        menu.addAction(words, lambda: self.pin(summary, pinned=not summary.pinned))
        menu.addAction(self.tr("Rename…"), lambda: self.rename(summary))
        menu.addSeparator()
        menu.addAction(self.tr("Move to the trash"), lambda: self.trash(summary))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place)

    def undo_trash(self, conversation_id: str) -> None:
        """Take a conversation out of the trash again."""
        self._notices.end("trash")
        self._change(conversation_id, lambda store: store.restore(conversation_id))

    def _change(self, conversation_id: str, work: Callable[[Store], object]) -> None:
        store = self._store
        if store is None:
            return

        def done(_result: object) -> None:
            self.refresh()
            self.changed.emit(conversation_id)

        self._tasks.run(lambda: work(store), done, self._tell, owner=self)

    def _refresh(self) -> None:
        store = self._store
        if store is None:
            return
        wanted = max(PAGE, self._sidebar.history.shown)

        def read() -> tuple[list[ConversationSummary], list[ConversationSummary]]:
            return store.pinned(), store.conversations(limit=wanted)

        def show(found: tuple[list[ConversationSummary], list[ConversationSummary]]) -> None:
            pinned, recent = found
            self._sidebar.show_history(pinned, recent, more=len(recent) == wanted, chosen=self._open)

        self._tasks.run(read, show, self._tell, owner=self)

    def _load_older(self, position: tuple[float, str]) -> None:
        store = self._store
        if store is None:
            return

        def show(older: list[ConversationSummary]) -> None:
            self._sidebar.history.append(older, more=len(older) == PAGE)

        self._tasks.run(lambda: store.conversations(limit=PAGE, before=position), show, self._tell, owner=self)

    def _search(self, query: str, scopes: frozenset[SearchScope]) -> None:
        self._searches += 1
        number, store = self._searches, self._store
        if not query or store is None:
            self._sidebar.leave_hits()
            return

        def show(hits: list[SearchHit]) -> None:
            if number == self._searches:
                self._sidebar.show_hits(query, hits, scopes)

        self._tasks.run(lambda: store.search(query, scopes), show, self._tell, owner=self)

    def _tell(self, error: Exception) -> None:
        if not isinstance(error, KnownError):
            raise error
        self._notices.show_notice("history", error.message, kind="warn", details=error.details)
