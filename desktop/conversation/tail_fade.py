"""The fade over the first line of a live thought: text above it goes on, out of sight."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from desktop.theme import Theme


class TailFade(QWidget):
    """Lies over the top of a text view's viewport; painted only when text is scrolled out above."""

    def __init__(self, theme: Theme, viewport: QWidget) -> None:
        super().__init__(viewport)
        self._theme = theme
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint a gradient from the panel's colour to nothing."""
        viewport = self.parentWidget()
        area = viewport.parentWidget() if viewport else None
        if not isinstance(area, QAbstractScrollArea) or area.verticalScrollBar().value() <= 0:
            return
        solid = QColor(self._theme.color("bg.panel"))
        clear = QColor(solid)
        solid.setAlphaF(0.85)
        clear.setAlphaF(0.0)
        gradient = QLinearGradient(QPointF(0, 0), QPointF(0, self.height()))
        gradient.setColorAt(0, solid)
        gradient.setColorAt(1, clear)
        QPainter(self).fillRect(QRectF(self.rect()), gradient)
