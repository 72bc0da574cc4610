"""What can be done with the open conversation, from its header and by keys, and what becomes of it elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint

from desktop.shell.conversation_page import ConversationPage
from desktop.shell.desk import Desk
from desktop.sidebar.organiser import Organiser
from desktop.tasks import Tasks
from models.history.records import ConversationSummary

if TYPE_CHECKING:
    from models.history.store import Store


class OpenConversation(QObject):
    """Joins the header of the page, the desk and the organiser of the sidebar."""

    def __init__(
        self, page: ConversationPage, desk: Desk, organiser: Organiser, tasks: Tasks, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._desk, self._organiser, self._tasks = desk, organiser, tasks
        self._store: Store | None = None
        organiser.changed.connect(self._on_changed)
        organiser.removed.connect(self._on_removed)
        page.header.pin_asked.connect(self.pin)
        page.header.export_asked.connect(self.export)
        page.header.menu_asked.connect(self._show_menu)
        page.header.renamed.connect(lambda title: organiser.keep_title(desk.conversation_id or "", title))

    @property
    def stored(self) -> bool:
        """Whether there is one that is in the history."""
        return self._desk.summary is not None

    def connect_store(self, store: Store | None) -> None:
        """The history is open; None when nothing is kept."""
        self._store = store

    def pin(self) -> None:
        """Keep it at the top of the sidebar, or no longer."""
        if self._desk.summary is not None:
            self._organiser.pin(self._desk.summary, pinned=not self._desk.summary.pinned)

    def export(self) -> None:
        """Ask where it is to be written."""
        if self._desk.summary is not None:
            self._organiser.export(self._desk.summary)

    def _show_menu(self, place: QPoint) -> None:
        if self._desk.summary is not None:
            self._organiser.show_menu(self._desk.summary, place)

    def _on_changed(self, conversation_id: str) -> None:
        store, desk = self._store, self._desk
        if store is not None and conversation_id == desk.conversation_id:
            self._tasks.run(lambda: store.conversation(conversation_id), self._show, desk.tell, owner=self)

    def _show(self, summary: ConversationSummary | None) -> None:
        if summary is not None and summary.id == self._desk.conversation_id:
            self._desk.show_summary(summary)

    def _on_removed(self, conversation_id: str) -> None:
        if conversation_id == self._desk.conversation_id:
            self._desk.new_question()
