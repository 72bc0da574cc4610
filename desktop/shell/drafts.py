"""Keeps what is typed into the composer: the next question of each conversation, and an earlier one being changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from desktop.composer.composer import Composer
from desktop.shell.desk import Desk
from desktop.tasks import Tasks
from models.history.records import Turn

if TYPE_CHECKING:
    from models.history.store import Store

T = TypeVar("T")


class Drafts(QObject):
    """Writes as one types; what is brought back never takes the place of what was typed meanwhile."""

    edit_found = Signal(object, str)
    """A question (`Turn`) of the open conversation that was being changed, and its text so far."""

    def __init__(self, composer: Composer, desk: Desk, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._composer, self._desk, self._tasks = composer, desk, tasks
        self._store: Store | None = None

    def connect_store(self, store: Store | None) -> None:
        """The history is open."""
        self._store = store

    @property
    def kept(self) -> bool:
        """Whether there is a history to keep them in."""
        return self._store is not None

    def keep(self, text: str) -> None:
        """Keep the next question of the open conversation; "" drops it."""
        conversation_id = self._desk.conversation_id
        self._write(lambda store: store.drafts.keep(conversation_id, text))

    def keep_edit(self, turn: Turn, text: str) -> None:
        """Keep how an earlier question is being changed; "" drops it, and so does its own text."""
        kept = "" if text == turn.question.text else text
        self._write(lambda store: store.unfinished.keep_question(turn.question.id, kept))

    def move(self) -> None:
        """What was typed for a new question belongs to the conversation that has come into being with it."""
        self._write(lambda store: store.drafts.keep(None, ""))
        self.keep(self._composer.text())

    def bring(self) -> None:
        """Bring the next question of the open conversation."""
        conversation_id = self._desk.conversation_id
        self._read(lambda store: store.drafts.text(conversation_id), self._take)

    def bring_all(self) -> None:
        """Bring the question of the open conversation that was being changed; where none was, its next one."""
        conversation_id = self._desk.conversation_id
        if not conversation_id:
            self.bring()
            return

        def read(store: Store) -> tuple[tuple[str, str] | None, str]:
            return store.unfinished.newest_question(conversation_id), store.drafts.text(conversation_id)

        def show(found: tuple[tuple[str, str] | None, str]) -> None:
            edit, draft = found
            turns = {turn.question.id: turn for turn in self._desk.turns}
            if edit is not None and edit[0] in turns and self._composer.is_empty:
                self.edit_found.emit(turns[edit[0]], edit[1])
            else:
                self._take(draft)

        self._read(read, show)

    def bring_edit(self, turn: Turn, then: Callable[[str], None]) -> None:
        """Bring how a question was being changed ("" when it was not)."""
        self._read(lambda store: store.unfinished.question(turn.question.id), then)

    def _take(self, text: str) -> None:
        """Show what was kept; above it where something was typed since."""
        if self._composer.is_empty:
            self._composer.set_text(text)
        elif text and text not in self._composer.text():
            self._composer.put_above(text)
            self.keep(self._composer.text())

    def _read(self, read: Callable[[Store], T], show: Callable[[T], None]) -> None:
        """Read, and show it if the same conversation is open then."""
        store, conversation_id = self._store, self._desk.conversation_id
        if store is None:
            return

        def take(found: T) -> None:
            if conversation_id == self._desk.conversation_id:
                show(found)

        self._tasks.run(lambda: read(store), take, self._desk.tell, owner=self)

    def _write(self, write: Callable[[Store], None]) -> None:
        store = self._store
        if store is not None:
            self._tasks.run(lambda: write(store), failed=self._desk.tell, owner=self)
