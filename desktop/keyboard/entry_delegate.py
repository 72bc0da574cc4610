"""Paints a row of the palette: words on the left, keys or kind at the right edge."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop.theme import Theme

KEYS_ROLE = int(Qt.ItemDataRole.UserRole)
SIDE = 10


class EntryDelegate(QStyledItemDelegate):
    """The chosen row has the colour of a selection; the ring of the focus stands around the field above."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    @staticmethod
    def row_height(theme: Theme) -> int:
        """Return the height of a row in pixels."""
        return max(theme.size("nav_row"), theme.line_height("ui") + 10)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """All rows have one height."""
        return QSize(100, self.row_height(self._theme))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint one row."""
        box: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state & QStyle.StateFlag.State_Selected:
            painter.setBrush(self._theme.color("bg.selected"))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 5, 5)
        keys = str(index.data(KEYS_ROLE) or "")
        font = self._theme.font("meta")
        painter.setFont(font)
        width = QFontMetrics(font).horizontalAdvance(keys)
        painter.setPen(self._theme.color("text.tertiary"))
        inner = box.adjusted(SIDE, 0, -SIDE, 0)
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, keys)
        font = self._theme.font("ui")
        painter.setFont(font)
        painter.setPen(self._theme.color("text.primary"))
        room = inner.width() - width - 16
        words = QFontMetrics(font).elidedText(str(index.data() or ""), Qt.TextElideMode.ElideRight, room)
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
        painter.restore()
