"""The line of a rating bar about what does not fit together: ratings that contradict each other, or are outdated."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.rendering.section import Section
from desktop.theme import Theme


class RatingRemark(Section):
    """One line with a sign in the gutter; the tool tip has all of it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._text = ""
        self.hide()

    def show_text(self, text: str) -> None:
        """Say this; "" hides it."""
        self._text = text
        self.setAccessibleName(text)
        self.setToolTip(text)
        self.setVisible(bool(text))
        self.update()

    def place(self, width: int) -> int:
        """Take this width."""
        self.resize(width, self._theme.line_height("meta"))
        return self.height()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint sign and words."""
        painter = QPainter(self)
        gutter, side = self._theme.size("gutter"), self._theme.size("icon.s")
        icon = self._theme.icon("error", "warn.mark").pixmap(QSize(side, side), self.devicePixelRatioF())
        painter.drawPixmap((gutter - side) // 2 + 1, (self.height() - side) // 2, icon)
        painter.setFont(self._theme.font("meta"))
        painter.setPen(self._theme.color("warn.text"))
        room = self.width() - gutter
        words = painter.fontMetrics().elidedText(self._text, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRectF(gutter, 0, room, self.height()), Qt.AlignmentFlag.AlignVCenter, words)
