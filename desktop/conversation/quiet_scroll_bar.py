"""The transcript's scroll bar: its place is always kept, so that no column jumps, but it shows only when needed."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QScrollBar, QWidget

from desktop.theme import Theme


class QuietScrollBar(QScrollBar):
    """A vertical scroll bar that is only the page's colour while there is nothing to scroll."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self._theme = theme

    @property
    def needed(self) -> bool:
        """Whether there is something to scroll."""
        return self.maximum() > self.minimum()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the page, and the bar when it is needed."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), self._theme.color("bg.canvas"))
        painter.end()
        if self.needed:
            super().paintEvent(event)
