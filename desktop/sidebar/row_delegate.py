"""What all rows of the sidebar have in common: their ground, their ring, and text that is cut where its room ends."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop.theme import Theme

Index = QModelIndex | QPersistentModelIndex
PADDING = 8


class RowDelegate(QStyledItemDelegate):
    """A rounded row that shows the pointer, what is open, and the keyboard's place."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self.theme = theme

    def paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, *, marked: bool) -> None:
        """Paint the ground of a row; a marked one is that which is open."""
        theme = self.theme
        radius = theme.size("radius.control")
        if marked or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("bg.selected" if marked else "bg.hover"))
            painter.drawRoundedRect(option.rect, radius, radius)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(theme.color("focus.ring"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(option.rect.adjusted(1, 1, -1, -1), radius - 1, radius - 1)

    def write(self, painter: QPainter, place: QRect, text: str, font: str, role: str) -> None:
        """Write one line, cut with an ellipsis."""
        painter.setFont(self.theme.font(font))
        painter.setPen(self.theme.color(role))
        cut = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, cut)
