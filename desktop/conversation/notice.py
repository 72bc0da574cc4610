"""A quiet line of text between the parts of a turn, such as "The 3 oldest turns left the prompt"."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.rendering.section import Section
from desktop.theme import Theme

_TALLEST = 1_000
_FLAGS = Qt.TextFlag.TextWordWrap


class Notice(Section):
    """A few words with an information sign in the gutter; they wrap where they do not fit on a line."""

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
        words = QRect(0, 0, max(width - self._theme.size("gutter"), 1), _TALLEST)
        needed = QFontMetrics(self._theme.font("meta")).boundingRect(words, _FLAGS, self._text).height()
        height = max(needed, self._theme.line_height("meta")) + 2
        self.resize(width, height)
        return height

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint sign and text."""
        painter = QPainter(self)
        gutter = self._theme.size("gutter")
        icon = self._theme.icon("info", "text.tertiary").pixmap(QSize(13, 13), self.devicePixelRatioF())
        line = self._theme.line_height("meta") + 2
        painter.drawPixmap((gutter - 13) // 2 + 1, (line - 13) // 2, icon)
        painter.setFont(self._theme.font("meta"))
        painter.setPen(self._theme.color("text.tertiary"))
        box = QRectF(gutter, 0, self.width() - gutter, self.height())
        painter.drawText(box, _FLAGS | Qt.AlignmentFlag.AlignVCenter, self._text)
