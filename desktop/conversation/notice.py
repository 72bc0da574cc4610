"""A quiet line of text between the parts of a turn, such as "The 3 oldest turns left the prompt"."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.rendering.section import Section
from desktop.theme import Theme


class Notice(Section):
    """One line with an information sign in the gutter."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._text = ""
        self.hide()

    @property
    def text(self) -> str:
        """What it says."""
        return self._text

    def show_text(self, text: str) -> None:
        """Say this; "" hides it."""
        self._text = text
        self.setAccessibleName(text)
        self.setVisible(bool(text))
        self.update()

    def place(self, width: int) -> int:
        """Take this width."""
        height = self._theme.line_height("meta") + 2
        self.resize(width, height)
        return height

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint sign and text."""
        painter = QPainter(self)
        gutter = self._theme.size("gutter")
        icon = self._theme.icon("info", "text.tertiary").pixmap(QSize(13, 13), self.devicePixelRatioF())
        painter.drawPixmap((gutter - 13) // 2 + 1, (self.height() - 13) // 2, icon)
        painter.setFont(self._theme.font("meta"))
        painter.setPen(self._theme.color("text.tertiary"))
        box = QRectF(gutter, 0, self.width() - gutter, self.height())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, self._text)
