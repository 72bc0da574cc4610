"""Tags and archives conversations, and writes one into a file; asked for in the menu of a conversation."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QInputDialog, QLineEdit, QMenu, QWidget

from desktop.shell.notices import Notices
from desktop.sidebar.export_kinds import ExportKind, chosen_export, export_kinds
from desktop.tasks import Tasks
from models.history.exchange.formats import SUFFIXES, ExportFormat
from models.history.records import ConversationSummary

if TYPE_CHECKING:
    from models.history.store import Store

UNDO_MILLISECONDS = 8000


class Labelling(QObject):
    """The part of the sidebar's controller that leaves the texts alone."""

    changed = Signal(str)
    """A conversation is listed, or listed no more, or tagged (its id)."""

    def __init__(self, parent: QWidget, notices: Notices, tasks: Tasks, tell: Callable[[Exception], None]) -> None:
        super().__init__(parent)
        self._window = parent
        self._notices = notices
        self._tasks = tasks
        self._tell = tell
        self._store: Store | None = None

    def connect_store(self, store: Store | None) -> None:
        """The history is open."""
        self._store = store

    def add_to(self, menu: QMenu, summary: ConversationSummary) -> None:
        """Offer what can be done with a conversation."""
        words = self.tr("Take out of the archive") if summary.archived else self.tr("Archive")
        menu.addAction(words, lambda: self.archive(summary, archived=not summary.archived))
        menu.addAction(self.tr("Tags…"), lambda: self.ask_for_tags(summary))
        menu.addAction(self.tr("Export…"), lambda: self.ask_to_export(summary))

    def archive(self, summary: ConversationSummary, *, archived: bool) -> None:
        """Archive a conversation or take it out, and offer to take that back."""
        store = self._store
        if store is None:
            return

        def done(_result: object) -> None:
            self.changed.emit(summary.id)
            self._notices.end("archive")
            if archived:
                words = self.tr("“{0}” is in the archive; searching for is:archived finds it.").format(summary.title)
                undo = (self.tr("Undo"), lambda: self.archive(summary, archived=False))
                self._notices.show_notice("archive", words, actions=[undo], milliseconds=UNDO_MILLISECONDS)

        self._tasks.run(lambda: store.labels.archive(summary.id, archived), done, self._tell, owner=self)

    def ask_for_tags(self, summary: ConversationSummary) -> None:
        """Let the tags of a conversation be typed, with commas between them."""
        store = self._store
        if store is None:
            return

        def ask(before: list[str]) -> None:
            text, agreed = QInputDialog.getText(
                self._window.window(),
                self.tr("Tags"),
                self.tr("With commas between them; “tag:name” in the search finds them"),
                QLineEdit.EchoMode.Normal,
                ", ".join(before),
            )
            if agreed:
                names = text.replace("，", ",").replace("、", ",").split(",")
                self.set_tags(summary, [name.strip() for name in names if name.strip()])

        self._tasks.run(lambda: store.labels.tags(summary.id), ask, self._tell, owner=self)

    def set_tags(self, summary: ConversationSummary, tags: list[str]) -> None:
        """Give a conversation these tags in the place of those before."""
        store = self._store
        if store is None:
            return

        def change() -> None:
            store.labels.set_tags(summary.id, tags)

        self._tasks.run(change, lambda _result: self.changed.emit(summary.id), self._tell, owner=self)

    def ask_to_export(self, summary: ConversationSummary) -> None:
        """Let a file be named and a kind be chosen, and write the conversation into it."""
        kinds = export_kinds()
        start = str(Path.home() / f"{_file_name(summary.title)}{SUFFIXES[kinds[0].form]}")
        offered = ";;".join(each.filter for each in kinds)
        typed, chosen = QFileDialog.getSaveFileName(self._window.window(), self.tr("Export"), start, offered)
        if typed:
            file, kind = chosen_export(kinds, Path(typed), chosen)
            self._export(summary, file, kind, overwrite=file == Path(typed))

    def _export(self, summary: ConversationSummary, file: Path, kind: ExportKind, *, overwrite: bool) -> None:
        """Write a conversation; a file that is there is replaced only if the dialog has asked about its name."""
        store = self._store
        if store is None:
            return

        def done(count: int) -> None:
            words = self.tr("“{0}” is written to {1}.") if count else self._nothing_written(kind)
            told = words.format(summary.title, file.name)
            self._notices.show_notice("export", told, milliseconds=UNDO_MILLISECONDS)

        def write() -> int:
            return store.exchange.export(
                file, kind.form, thoughts=kind.thoughts, conversation_id=summary.id, overwrite=overwrite
            )

        self._tasks.run_aside(write, done, self._tell, owner=self)

    def _nothing_written(self, kind: ExportKind) -> str:
        if kind.form is ExportFormat.PREFERENCES:
            return self.tr("No two answers in “{0}” are known to be better and worse, so {1} is empty.")
        return self.tr("Nothing in “{0}” is rated so that it can be learned from, so {1} is empty.")


def _file_name(title: str) -> str:
    """A name that every system takes."""
    return "".join(each if each.isalnum() or each in " -" else " " for each in title).strip()[:60] or "conversation"
