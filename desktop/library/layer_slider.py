"""A slider for the layers on the graphics card; a tick marks what Rationale would choose."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QSlider

from desktop.theme import Theme

KNOB = 14
TRACK = 4


class LayerSlider(QSlider):
    """Painted by itself, since a style sheet has no tick."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._theme = theme
        self._automatic = -1
        self.setFixedHeight(28)
        self.setPageStep(4)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        theme.changed.connect(self.update)

    def show_automatic(self, value: int) -> None:
        """Mark a value; -1 for none."""
        self._automatic = value
        self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Turning the wheel scrolls the page, it changes nothing by accident."""
        event.ignore()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint track, tick and knob."""
        theme, painter = self._theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = self.height() / 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("line.default"))
        painter.drawRoundedRect(QRectF(0, middle - TRACK / 2, self.width(), TRACK), 2, 2)
        at = self._place(self.sliderPosition())
        if self.isEnabled():
            painter.setBrush(theme.color("accent.text" if theme.dark else "accent.fill"))
            painter.drawRoundedRect(QRectF(0, middle - TRACK / 2, at, TRACK), 2, 2)
        if self._automatic >= 0 and self.isEnabled():
            painter.fillRect(QRectF(self._place(self._automatic) - 1, middle + 6, 2, 6), theme.color("text.secondary"))
        focus = self.hasFocus()
        painter.setPen(QPen(theme.color("focus.ring" if focus else "line.strong"), 2 if focus else 1))
        painter.setBrush(theme.color("bg.control"))
        painter.drawEllipse(QRectF(at - KNOB / 2, middle - KNOB / 2, KNOB, KNOB))

    def _place(self, value: int) -> float:
        span = max(self.maximum() - self.minimum(), 1)
        return KNOB / 2 + 1 + (self.width() - KNOB - 2) * (value - self.minimum()) / span
