"""A list of the sidebar, with all its keys."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListView

OWN_KEYS = (Qt.Key.Key_F2, Qt.Key.Key_Delete)


class RowList(QListView):
    """Up and Down walk, Enter opens, F2 renames, Delete deletes, the menu key opens the menu beside the row."""

    opened = Signal(QModelIndex)
    rename_asked = Signal(QModelIndex)
    delete_asked = Signal(QModelIndex)
    menu_asked = Signal(QModelIndex, QPoint)
    """A row and where its menu belongs (global pixels)."""
    left_upwards = Signal()
    """Up was pressed in the first row."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.clicked.connect(self.opened)

    def choose_row(self, row: int) -> None:
        """Put the keyboard's place on a row (-1: on none)."""
        model = self.model()
        self.setCurrentIndex(model.index(row, 0) if row >= 0 else QModelIndex())

    def event(self, event: QEvent) -> bool:
        """Keep the list's own keys from the page, where they mean its conversation."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() in OWN_KEYS:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Act on the row where the keyboard is; while a title is typed its field has all keys."""
        if self.state() is QAbstractItemView.State.EditingState:
            event.accept()
            return
        index = self.currentIndex()
        acts = {
            Qt.Key.Key_Return: self.opened,
            Qt.Key.Key_Enter: self.opened,
            Qt.Key.Key_F2: self.rename_asked,
            Qt.Key.Key_Delete: self.delete_asked,
        }
        signal = acts.get(Qt.Key(event.key()))
        if event.key() == Qt.Key.Key_Up and index.row() <= self._first_row():
            self.left_upwards.emit()
        elif signal is not None and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if index.isValid():
                signal.emit(index)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of the row that was pointed at, or where the keyboard is."""
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            index = self.currentIndex()
            place = self.visualRect(index).bottomLeft() + QPoint(24, 0)
        else:
            place = event.pos()
            index = self.indexAt(place)
        if index.isValid() and index.flags() & Qt.ItemFlag.ItemIsEnabled:
            self.menu_asked.emit(index, self.viewport().mapToGlobal(place))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard starts at the first row when it has no place yet."""
        super().focusInEvent(event)
        keys = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.OtherFocusReason)
        if not self.currentIndex().isValid() and event.reason() in keys:
            self.choose_row(self._first_row())

    def _first_row(self) -> int:
        """The first row that can be chosen, -1 for none."""
        model = self.model()
        enabled = Qt.ItemFlag.ItemIsEnabled
        return next((n for n in range(min(model.rowCount(), 2)) if model.index(n, 0).flags() & enabled), -1)
