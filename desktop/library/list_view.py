"""The list of models: arrows walk, Enter does what the row's button does, Space shows the details, Delete cancels."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QListView,
    QStyleOptionViewItem,
    QWidget,
)

from desktop.library.delegate import Index, RowPainter
from desktop.library.row_model import ROW_ROLE, RowModel
from desktop.library.rows import CHOOSABLE, Act, Row
from desktop.theme import Theme

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
OWN_KEYS = (Qt.Key.Key_Space, Qt.Key.Key_Delete, *ENTER)


class _Painter(RowPainter):
    """Rows that are widgets are as high as these."""

    def __init__(self, theme: Theme, view: ModelList) -> None:
        super().__init__(theme, view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        row = index.data(ROW_ROLE)
        held = self._view.held.get(row.key) if isinstance(row, Row) else None
        if held is None:
            return super().sizeHint(option, index)
        width = self._view.viewport().width()
        height = held.heightForWidth(width) if held.hasHeightForWidth() else held.sizeHint().height()
        return QSize(0, max(height, held.minimumSizeHint().height()))


class ModelList(QListView):
    """`chosen` carries the key of the row where the keyboard is, `asked` a key and an act."""

    chosen = Signal(str)
    asked = Signal(str, object)
    details_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.rows = RowModel()
        self._quiet = False
        self.held: dict[str, QWidget] = {}
        """Rows that are widgets, by their keys."""
        self.painter = _Painter(theme, self)
        self.setObjectName("modelList")
        self.setAccessibleName(self.tr("Models"))
        self.setModel(self.rows)
        self.setItemDelegate(self.painter)
        self.setMouseTracking(True)
        self.setUniformItemSizes(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.selectionModel().currentChanged.connect(self._on_current)
        theme.changed.connect(self.scheduleDelayedItemsLayout)

    def show_rows(self, rows: list[Row], held: dict[str, QWidget]) -> None:
        """Show rows, and put the widgets that some of them are in their places."""
        current = self.current_key
        self._quiet = True  # rows that leave move the keyboard's place, which must not change the rows meanwhile
        self.rows.show(rows)
        self._quiet = False
        self.held = {row.key: held[row.key] for row in rows if row.key in held}
        for number, row in enumerate(rows):
            index = self.rows.index(number)
            widget = self.held.get(row.key)
            if widget is not None and self.indexWidget(index) is not widget:
                self.setIndexWidget(index, widget)
                widget.show()
        self.scheduleDelayedItemsLayout()
        if current and self.current_key != current:
            self.choose(current, tell=False)
            if self.current_key and self.current_key != current:
                self.chosen.emit(self.current_key)

    @property
    def current_key(self) -> str:
        """The key of the row where the keyboard is, "" for none."""
        row = self.currentIndex().data(ROW_ROLE)
        return row.key if isinstance(row, Row) else ""

    def row_of(self, key: str) -> Row | None:
        """Return a row."""
        place = self.rows.place_of(key)
        return self.rows.rows[place] if place >= 0 else None

    def choose(self, key: str, *, tell: bool = True) -> None:
        """Put the keyboard's place on a row."""
        place = self.rows.place_of(key)
        if place < 0:
            return
        self._quiet = not tell
        flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.selectionModel().setCurrentIndex(self.rows.index(place), flag)
        self._quiet = False

    def event(self, event: QEvent) -> bool:
        """Keep the list's own keys from the page."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() in OWN_KEYS:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Act on the row where the keyboard is."""
        focus = QApplication.focusWidget()
        if focus is not self and event.key() in ENTER:
            if isinstance(focus, QAbstractButton):
                focus.click()
            return
        row = self.currentIndex().data(ROW_ROLE)
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if not isinstance(row, Row) or not plain or event.key() not in OWN_KEYS:
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_Space:
            self.details_asked.emit()
        elif event.key() == Qt.Key.Key_Delete:
            if any(each.act is Act.CANCEL for each in row.buttons):
                self.asked.emit(row.key, Act.CANCEL)
        elif row.primary is not None:
            self.asked.emit(row.key, row.primary)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A press on a painted button."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        row = index.data(ROW_ROLE)
        if event.button() is Qt.MouseButton.LeftButton and isinstance(row, Row):
            act = self.painter.button_at(self.visualRect(index), row, event.position().toPoint())
            if act is not None:
                self.asked.emit(row.key, act)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A second click is a click, not another one on the button."""
        self.mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The hand over a button."""
        super().mouseMoveEvent(event)
        place = event.position().toPoint()
        index = self.indexAt(place)
        row = index.data(ROW_ROLE)
        over = isinstance(row, Row) and self.painter.button_at(self.visualRect(index), row, place) is not None
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cards wrap at the new width."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def _on_current(self, current: QModelIndex, _before: QModelIndex) -> None:
        row = current.data(ROW_ROLE)
        if isinstance(row, Row) and row.kind in CHOOSABLE and not self._quiet:
            self.chosen.emit(row.key)
