"""Fills the sidebar from the history, and organises conversations: titles, pins, the way into the trash."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QTimer, Signal
from PySide6.QtWidgets import QInputDialog, QLineEdit, QMenu

from desktop.conversation.live import LiveAnswer
from desktop.shell.asking import Asking
from desktop.shell.notices import Notices, tell_on
from desktop.sidebar.labelling import Labelling
from desktop.sidebar.searcher import Searcher
from desktop.sidebar.sidebar import Sidebar
from desktop.sidebar.trash_keeper import TrashKeeper
from desktop.tasks import Tasks
from models.events import HistoryChanged
from models.history.records import ConversationSummary

if TYPE_CHECKING:
    from models.history.store import Store

PAGE = 60
"""How many conversations are read at a time."""
REFRESH_MILLISECONDS = 100
UNDO_MILLISECONDS = 8000

Changes = dict[str, ConversationSummary | None]


def is_listed(summary: ConversationSummary) -> bool:
    """Return whether a conversation stands in the sidebar's list: neither in the trash nor in the archive."""
    return not summary.trashed_at and not summary.archived


class Organiser(QObject):
    """The controller of the sidebar."""

    changed = Signal(str)
    """A conversation was renamed or pinned (its id)."""
    removed = Signal(str)
    """A conversation went into the trash (its id)."""
    restored = Signal(str)
    """A conversation is out of the trash again (its id)."""
    erased = Signal()
    """Something was deleted for good."""

    def __init__(self, sidebar: Sidebar, notices: Notices, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sidebar = sidebar
        self._notices = notices
        self._tasks = tasks
        self._store: Store | None = None
        self._asking: Asking | None = None
        self._open = ""
        self._unread: frozenset[str] = frozenset()
        self._stale: set[str] = set()
        self._searcher = Searcher(sidebar, tasks, self.tell, self)
        self._trash = TrashKeeper(sidebar, tasks, self.tell, self)
        self._trash.restored.connect(self._on_restored)
        self._trash.learned_from.connect(self._tell_learned)
        self._trash.erased.connect(self.erased)
        self._trash.backups_deleted.connect(self._tell_backups)
        self.labelling = Labelling(sidebar, notices, tasks, self.tell)
        self.labelling.changed.connect(self._on_labelled)
        self._refresh_timer = self._timer(self._refresh)
        self._refresh_timer.setInterval(REFRESH_MILLISECONDS)
        self._midnight = self._timer(self._on_midnight)
        sidebar.history.older_wanted.connect(self._load_older)
        sidebar.history.renamed.connect(self.keep_title)
        sidebar.conversation_menu_asked.connect(self.show_menu)
        sidebar.trash_asked.connect(self.trash)

    def connect_store(self, store: Store | None) -> None:
        """The history is open."""
        self._store = store
        self._searcher.connect_store(store)
        self._trash.connect_store(store)
        self.labelling.connect_store(store)
        if store is None:
            self._sidebar.show_message(self.tr("The history is not open, so nothing is listed here."))
            return
        self._read_first_page(store)
        self._await_midnight()

    def reload(self) -> None:
        """Much has changed at once: read the list and the trash anew."""
        if self._store is not None:
            self._read_first_page(self._store)
            self._trash.refresh()

    def watch(self, asking: Asking) -> None:
        """Mark the conversations in which answers are being written, or wait to be read."""
        self._asking = asking
        asking.saved.connect(self._show_signs)
        asking.ended.connect(self._on_ended)
        self._show_signs()

    def refresh(self, event: HistoryChanged) -> None:
        """Bring conversations up to date soon; many changes at once cost one reading."""
        self._stale.update(event.conversation_ids)
        if not self._refresh_timer.isActive():
            self._refresh_timer.start()

    def mark(self, conversation_id: str) -> None:
        """Mark the open conversation."""
        self._open = conversation_id
        self._unread -= {conversation_id}
        self._sidebar.mark(conversation_id)
        self._show_signs()

    def pin(self, summary: ConversationSummary, *, pinned: bool) -> None:
        """Pin or unpin a conversation."""
        self._change(summary.id, lambda store: store.labels.pin(summary.id, pinned))

    def rename(self, summary: ConversationSummary) -> None:
        """Let another title be typed: in its row, or where that cannot be seen in a small window."""
        if self._sidebar.rename(summary.id):
            return
        title, agreed = QInputDialog.getText(
            self._sidebar.window(), self.tr("Rename"), self.tr("Title"), QLineEdit.EchoMode.Normal, summary.title
        )
        if agreed and title.strip():
            self.keep_title(summary.id, title.strip())

    def trash(self, summary: ConversationSummary) -> None:
        """Move a conversation into the trash, and offer to take that back."""
        store = self._store
        if store is None:
            return
        was_open = summary.id == self._open

        def done(_result: object) -> None:
            self.refresh(HistoryChanged((summary.id,)))
            self.removed.emit(summary.id)
            words = self.tr("“{0}” is in the trash.").format(summary.title)
            undo = (self.tr("Undo"), lambda: self.undo_trash(summary.id, reopen=was_open))
            self._notices.show_notice("trash", words, actions=[undo], milliseconds=UNDO_MILLISECONDS)

        self._tasks.run(lambda: store.trash.put(summary.id), done, self.tell, owner=self)

    def empty_old_trash(self, days: int) -> None:
        """Delete for good what has been in the trash for so many days."""
        self._trash.empty_older(days)

    def undo_trash(self, conversation_id: str, *, reopen: bool = False) -> None:
        """Take a conversation out of the trash again, and show it when it was open before."""
        self._notices.end("trash")
        restored = partial(self.restored.emit, conversation_id)
        self._change(conversation_id, lambda store: store.trash.restore(conversation_id), restored)
        if reopen and not self._open:
            self._sidebar.conversation_chosen.emit(conversation_id)

    def export(self, summary: ConversationSummary) -> None:
        """Let a file be named, and write a conversation into it."""
        self.labelling.ask_to_export(summary)

    def show_menu(self, summary: ConversationSummary, place: QPoint) -> None:
        """Show what can be done with a conversation."""
        menu = QMenu(self._sidebar.window())
        words = self.tr("Unpin") if summary.pinned else self.tr("Pin")
        menu.addAction(words, lambda: self.pin(summary, pinned=not summary.pinned))
        menu.addAction(self.tr("Rename") + "\tF2", lambda: self.rename(summary))
        self.labelling.add_to(menu, summary)
        menu.addSeparator()
        menu.addAction(self.tr("Move to the trash") + "\tDel", lambda: self.trash(summary))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place)

    def tell(self, error: Exception) -> None:
        """Show a failure that the user can mend; anything else is a mistake of ours."""
        tell_on(self._notices, error)

    def _timer(self, act: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.timeout.connect(act)
        return timer

    def keep_title(self, conversation_id: str, title: str) -> None:
        """Give a conversation the title that was typed for it."""
        self._change(conversation_id, lambda store: store.labels.rename(conversation_id, title))

    def _change(
        self, conversation_id: str, work: Callable[[Store], object], after: Callable[[], object] = lambda: None
    ) -> None:
        store = self._store
        if store is None:
            return

        def done(_result: object) -> None:
            self.refresh(HistoryChanged((conversation_id,)))
            self.changed.emit(conversation_id)
            after()

        self._tasks.run(lambda: work(store), done, self.tell, owner=self)

    def _tell_learned(self, adapters: list[str]) -> None:
        words = self.tr("{0} learned from what was deleted and keeps it; roll it back on the Learning page.")
        self._notices.show_notice("learned", words.format(", ".join(adapters)))

    def _tell_backups(self) -> None:
        words = self.tr("A new backup was made, and the older ones were deleted.")
        self._notices.show_notice("backups", words, milliseconds=UNDO_MILLISECONDS)

    def _on_restored(self, conversation_id: str) -> None:
        self.refresh(HistoryChanged((conversation_id,)))
        self.restored.emit(conversation_id)

    def _on_labelled(self, conversation_id: str) -> None:
        self.refresh(HistoryChanged((conversation_id,)))
        self.changed.emit(conversation_id)

    def _read_first_page(self, store: Store) -> None:
        def read() -> tuple[list[ConversationSummary], list[ConversationSummary]]:
            return store.pinned(), store.conversations(limit=PAGE)

        def show(found: tuple[list[ConversationSummary], list[ConversationSummary]]) -> None:
            pinned, recent = found
            self._sidebar.show_history(pinned, recent, more=len(recent) == PAGE)
            self._sidebar.mark(self._open)

        self._tasks.run(read, show, self.tell, owner=self)

    def _refresh(self) -> None:
        """Read what has changed; a list in which a title is being typed waits."""
        store, stale = self._store, tuple(self._stale)
        if store is None or not stale:
            return
        if self._sidebar.renaming:
            self._refresh_timer.start()
            return
        self._stale.clear()

        def read() -> Changes:
            found = {each: store.conversation(each) for each in stale}
            return {each: summary if summary and is_listed(summary) else None for each, summary in found.items()}

        def show(found: Changes) -> None:
            self._sidebar.take_changes(found)
            self._sidebar.mark(self._open)
            self._trash.refresh()

        self._tasks.run(read, show, self.tell, owner=self)

    def _load_older(self, position: tuple[float, str]) -> None:
        store = self._store
        if store is None:
            return

        def show(older: list[ConversationSummary]) -> None:
            self._sidebar.history.append(older, more=len(older) == PAGE)

        self._tasks.run(lambda: store.conversations(limit=PAGE, before=position), show, self.tell, owner=self)

    def _on_ended(self, live: LiveAnswer) -> None:
        if live.conversation_id and live.conversation_id != self._open:
            self._unread |= {live.conversation_id}
        self._show_signs()

    def _show_signs(self, _live: object = None) -> None:
        runs = self._asking.live.by_answer().values() if self._asking is not None else ()
        running = frozenset(live.conversation_id for live in runs if not live.phase.over)
        self._sidebar.history.set_signs(running, self._unread)

    def _await_midnight(self) -> None:
        now = datetime.now().astimezone()
        tomorrow = (now + timedelta(days=1)).replace(hour=0, minute=0, second=1, microsecond=0)
        self._midnight.start(max(round((tomorrow - now).total_seconds() * 1000), 1000))

    def _on_midnight(self) -> None:
        self._sidebar.take_changes({})
        self._await_midnight()
