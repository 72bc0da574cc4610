"""Rows of text below each other: those in view are laid out and painted, pointed at, scrolled and selected."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QFrame, QWidget

from desktop.conversation.row_cursor import RowCursor
from desktop.conversation.row_layouts import RowLayouts
from desktop.conversation.row_painter import RowLook, RowPainter
from desktop.conversation.row_scrolling import RowScrolling
from desktop.conversation.row_selection import RowSelection
from desktop.conversation.step_rows import StepRow
from desktop.theme import Theme


class RowView(QAbstractScrollArea):
    """The subclass says which rows there are, and by `look` how each is painted.

    Args:
        theme: The look.
        remark_of: Says what always stands at the right end of a row.
        parent: What the view stands in.
    """

    scrolled = Signal()
    """The reader moved inside it."""

    def __init__(self, theme: Theme, remark_of: Callable[[StepRow], str], parent: QWidget | None) -> None:
        super().__init__(parent)
        self._theme, self._painter = theme, RowPainter(theme)
        self._layouts = RowLayouts(theme, remark_of)
        self._scrolling = RowScrolling(theme, self, self._layouts)
        self._cursor, self._selection = RowCursor(), RowSelection()
        self.fixed_height = 0
        """When not 0 the view is this high (a thought that is being written)."""
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setAutoFillBackground(False)
        self.viewport().setMouseTracking(True)
        self.viewport().setCursor(Qt.CursorShape.IBeamCursor)
        self.verticalScrollBar().actionTriggered.connect(lambda _action: self.scrolled.emit())
        self._scrolling.settled.connect(self.look_again)

    @property
    def rows(self) -> Sequence[StepRow]:
        """The rows that are shown."""
        return self._layouts.rows

    def row(self, index: int) -> StepRow | None:
        """Return a row; None where there is none of this index."""
        return self.rows[index] if 0 <= index < len(self.rows) else None

    @property
    def current(self) -> StepRow | None:
        """The row that was walked to."""
        return self.row(self._cursor.walked)

    @property
    def lit(self) -> int:
        """The row that is looked at: under the pointer, else the one that was walked to; -1 for none."""
        return self._cursor.looked_at(focused=self.hasFocus())

    def row_box(self, index: int) -> QRect:
        """Return where a row is on the viewport."""
        return self._scrolling.box(index)

    def selected_place(self) -> tuple[int, int] | None:
        """Return which characters of the thought are selected."""
        return self._selection.place(self.rows)

    @property
    def follows_end(self) -> bool:
        """Whether the end is in view."""
        return self._scrolling.at_end

    def look(self, index: int, box: QRectF) -> RowLook:
        """Return how a row is painted now in its place."""
        raise NotImplementedError

    def look_again(self) -> None:
        """Another row is looked at, or rows have moved or changed."""
        self.viewport().update()

    def apply_theme(self) -> None:
        """Take colours and fonts of the theme."""
        self._layouts.forget()
        self._scrolling.settle()

    def place(self, width: int) -> int:
        """Take this width and return the height of the rows, or of what is shown of them."""
        self._layouts.set_width(width)
        height = self._scrolling.fit(self.fixed_height)
        self.resize(width, height)
        self._scrolling.settle()
        return height

    def copy_selected(self) -> None:
        """Put what is selected on the clipboard, as it was written."""
        QApplication.clipboard().setText(self._selection.text(self.rows))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows in view."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for index in self._scrolling.visible:
            box = QRectF(self._scrolling.box(index))
            if box.intersects(QRectF(event.rect())):
                self._painter.paint(painter, self.rows[index], self._layouts.layout(index), self.look(index, box))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the scroll bar's range."""
        super().resizeEvent(event)
        self._scrolling.settle()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll inside when there is something to scroll, otherwise leave it to the transcript."""
        if self._scrolling.can_go(up=event.angleDelta().y() > 0):
            self.scrolled.emit()
            super().wheelEvent(event)
        else:
            event.ignore()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Light the row under the pointer; with the button down select to there, and scroll beyond an edge."""
        y = event.position().y()
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._scrolling.scroll_by(int(min(y, 0) + max(y - self.viewport().height(), 0)))
            self._selection.reach(self._scrolling.character_at(event.position()))
            self.viewport().update()
        self._point_at(self._scrolling.row_at(y))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the row under the pointer, and select from there."""
        self._cursor.walked = self._scrolling.row_at(event.position().y())
        if event.button() == Qt.MouseButton.LeftButton:
            extend = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._selection.begin(self._scrolling.character_at(event.position()), extend=extend)
        self.viewport().update()
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Select the row."""
        index = self._cursor.walked = self._scrolling.row_at(event.position().y())
        if self.current is not None:
            self._selection.select((index, 0), (index, len(self.current.raw)))
            self.viewport().update()
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The press was taken already."""
        event.accept()

    def viewportEvent(self, event: QEvent) -> bool:
        """No row is lit when the pointer has left."""
        if event.type() == QEvent.Type.Leave:
            self._point_at(-1)
        return super().viewportEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The ring goes with the focus."""
        super().focusOutEvent(event)
        self.look_again()

    def _point_at(self, index: int) -> None:
        if index != self._cursor.pointed:
            self._cursor.pointed = index
            self.look_again()
