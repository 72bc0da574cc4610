"""Takes an unfinished answer away, and brings it back when that is undone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop.shell.conversation_page import ConversationPage
from desktop.shell.desk import Desk
from desktop.shell.sending import Sending
from desktop.tasks import Tasks

if TYPE_CHECKING:
    from models.history.discarding import Discarded
    from models.history.store import Store

UNDO_MILLISECONDS = 8000


class Discarding(QObject):
    """The controller of Discard: the question stays, and is taken into the composer when no answer of it is left."""

    def __init__(
        self, page: ConversationPage, desk: Desk, sending: Sending, tasks: Tasks, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._notices, self._desk, self._sending, self._tasks = page.notices, desk, sending, tasks
        self._transcript = page.transcript
        self._store: Store | None = None
        page.transcript.requests.discard_asked.connect(self.discard)

    def connect_store(self, store: Store | None) -> None:
        """The history is open."""
        self._store = store

    def discard(self, answer_id: str) -> None:
        """Take an answer out of its conversation; a bar offers to undo it."""
        store = self._store
        if store is not None:
            self._tasks.run(
                lambda: store.discarding.discard(answer_id), self._on_discarded, self._desk.tell, owner=self
            )

    def _on_discarded(self, discarded: Discarded) -> None:
        undo = (self.tr("Undo"), lambda: self._put_back(discarded))
        words = self.tr("The answer was discarded; your question stays.")
        self._notices.show_notice("discarded", words, actions=[undo], milliseconds=UNDO_MILLISECONDS)
        self._show(discarded.conversation_id)

    def _put_back(self, discarded: Discarded) -> None:
        store = self._store
        self._notices.end("discarded")
        if store is not None:
            self._sending.cancel_editing()
            show = self._desk.tell
            self._tasks.run(
                lambda: store.discarding.put_back(discarded),
                lambda _: self._show(discarded.conversation_id),
                show,
                owner=self,
            )

    def _show(self, conversation_id: str) -> None:
        if self._desk.conversation_id == conversation_id:
            place = self._transcript.navigation.place()
            self._desk.open(conversation_id, place=place, then=self._sending.edit_unanswered)
