"""The trash: what was deleted and can be restored, or deleted for good."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from desktop.shell.parts import IconButton, TextButton, TextLabel
from desktop.sidebar.history_delegate import HistoryDelegate
from desktop.sidebar.history_model import SUMMARY_ROLE, HistoryModel
from desktop.sidebar.row_list import RowList
from desktop.theme import Theme
from models.history.records import ConversationSummary


class TrashView(QWidget):
    """Only shows and asks. What cannot be taken back is asked for once more, in the same place."""

    left = Signal()
    restore_asked = Signal(object)
    """A `ConversationSummary`."""
    question_shown = Signal(object)
    """The user is asked whether a `ConversationSummary` (None: everything) is to be deleted for good."""
    delete_asked = Signal(object, bool)
    """A `ConversationSummary` is to be deleted for good, and perhaps the older backups; the user has agreed."""
    empty_asked = Signal(bool)
    """Everything is to be deleted for good, and perhaps the older backups; the user has agreed."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._doomed: ConversationSummary | None = None
        self.trash = HistoryModel(self)
        self.list = RowList(self.tr("Conversations in the trash"))
        self.list.setModel(self.trash)
        self.list.setItemDelegate(HistoryDelegate(theme, self.list))
        self.list.opened.connect(self.list.setCurrentIndex)
        self.list.delete_asked.connect(lambda _index: self.ask_to_delete())
        self.list.menu_asked.connect(self._show_menu)
        self.back_button = IconButton(theme, "previous_branch", self.tr("Back to the conversations"), shortcut="Esc")
        self.back_button.clicked.connect(self.left)
        self._empty_words = TextLabel(theme, self.tr("The trash is empty."), kind="tertiary", wrap=True)
        self._make_buttons(theme)
        self.question = TextLabel(theme, font="ui", wrap=True)
        self.learned = TextLabel(theme, font="meta", kind="secondary", wrap=True)
        words = self.tr("Backups keep it for up to a year.")
        self._kept_words = TextLabel(theme, words, font="meta", kind="secondary", wrap=True)
        self.backups_box = QCheckBox(self.tr("Delete the older backups too"))
        self.backups_box.setToolTip(self.tr("A new backup is made first; then all others are deleted"))
        self.backups_box.setAccessibleDescription(self.backups_box.toolTip())
        self._feet = QStackedWidget()
        self._lay_out()
        self.list.selectionModel().currentChanged.connect(self._show_standing)
        self.trash.modelReset.connect(self._show_standing)
        self._show_standing()

    def show_trash(self, found: Sequence[ConversationSummary], *, more: bool) -> None:
        """Show what is in the trash; the keyboard stays near where it was."""
        row = self.list.currentIndex().row()
        self.trash.show([], found, more=more)
        if found:
            self.list.choose_row(min(max(row, 1), self.trash.rowCount() - 1))
        self._show_standing()

    def chosen(self) -> ConversationSummary | None:
        """Return the conversation that the buttons are about."""
        summary = self.list.currentIndex().data(SUMMARY_ROLE)
        return summary if isinstance(summary, ConversationSummary) else None

    def ask_to_delete(self) -> None:
        """Ask whether the chosen conversation is to be deleted for good."""
        summary = self.chosen()
        if summary is not None:
            self._ask(self.tr("Delete “{0}” for good? This cannot be undone.").format(summary.title[:60]), summary)

    def ask_to_empty(self) -> None:
        """Ask whether everything is to be deleted for good."""
        self._ask(self.tr("Delete everything in the trash for good? This cannot be undone."), None)

    def tell_learned(self, summary: ConversationSummary | None, adapters: Sequence[str]) -> None:
        """Add to the question which adapters learned from what it is about, if it is still asked."""
        if adapters and self._asking and summary == self._doomed:
            self.learned.setText(self.tr("{0} learned from it and keeps it.").format(", ".join(adapters)))
            self.learned.show()
            self._fit_feet()

    @property
    def _asking(self) -> bool:
        return self._feet.currentIndex() == 1

    def _ask(self, question: str, summary: ConversationSummary | None) -> None:
        self._doomed = summary
        self.question.setText(question)
        self.learned.hide()
        self.backups_box.setChecked(False)
        self._feet.setCurrentIndex(1)
        self._fit_feet()
        self.keep_button.setFocus(Qt.FocusReason.TabFocusReason)
        self.question_shown.emit(summary)

    def _agree(self) -> None:
        doomed, backups_too = self._doomed, self.backups_box.isChecked()
        self._keep()
        if doomed is None:
            self.empty_asked.emit(backups_too)
        else:
            self.delete_asked.emit(doomed, backups_too)

    def _keep(self) -> None:
        self._doomed = None
        self._feet.setCurrentIndex(0)
        self._fit_feet()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _restore(self) -> None:
        summary = self.chosen()
        if summary is not None:
            self.restore_asked.emit(summary)

    def _show_menu(self, index: QModelIndex, place: QPoint) -> None:
        self.list.setCurrentIndex(index)
        menu = QMenu(self.window())
        menu.addAction(self.tr("Restore"), self._restore)
        menu.addAction(self.tr("Delete for good…"), self.ask_to_delete)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place)

    def _show_standing(self) -> None:
        """The buttons act only where there is something to act on."""
        filled, summary = self.trash.rowCount() > 0, self.chosen()
        chosen = summary is not None
        self.trash.set_open(summary.id if summary is not None else "")
        self.list.setVisible(filled)
        self._empty_words.setVisible(not filled)
        self.empty_button.setEnabled(filled)
        self.restore_button.setEnabled(chosen)
        self.delete_button.setEnabled(chosen)

    def _make_buttons(self, theme: Theme) -> None:
        self.empty_button = TextButton(theme, self.tr("Empty the trash…"), self.ask_to_empty, kind="link")
        self.restore_button = TextButton(theme, self.tr("Restore"), self._restore, kind="small")
        self.delete_button = TextButton(theme, self.tr("Delete for good…"), self.ask_to_delete, kind="small")
        self.agree_button = TextButton(theme, self.tr("Delete for good"), self._agree, kind="small")
        self.keep_button = TextButton(theme, self.tr("Keep"), self._keep, kind="small")

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(4)
        top.addWidget(self.back_button)
        top.addWidget(TextLabel(self._theme, self.tr("Trash"), font="title"), 1)
        top.addWidget(self.empty_button)
        self._empty_words.setContentsMargins(8, 6, 8, 0)
        self._feet.addWidget(self._row(self.restore_button, self.delete_button))
        asking = QWidget()
        column = QVBoxLayout(asking)
        column.setContentsMargins(8, 4, 8, 8)
        for each in (self.question, self.learned, self._kept_words, self.backups_box):
            column.addWidget(each)
        column.addWidget(self._row(self.keep_button, self.agree_button))
        self._feet.addWidget(asking)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(top)
        column.addWidget(self._empty_words)
        column.addWidget(self.list, 1)
        column.addStretch(0)
        column.addWidget(self._feet)
        self._fit_feet()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The question takes as many lines as the width asks for."""
        super().resizeEvent(event)
        self._fit_feet()

    def _fit_feet(self) -> None:
        """The stack is as high as what it shows, not as its highest page."""
        shown = self._feet.currentWidget()
        if shown is not None:
            self._feet.setFixedHeight(max(shown.heightForWidth(self.width()), shown.sizeHint().height()))

    def _row(self, *buttons: QWidget) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 4, 0, 8)
        line.setSpacing(6)
        for button in buttons:
            line.addWidget(button)
        line.addStretch(1)
        return row
