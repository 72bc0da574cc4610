"""The ring that shows where the focus is, for parts that scroll: a border of theirs would move what they show."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from desktop.theme import Theme

WIDTH = 2


class FocusRing(QWidget):
    """Lies over `part` while it has the focus and the keyboard brought it there."""

    def __init__(self, theme: Theme, part: QWidget) -> None:
        super().__init__(part)
        self._theme = theme
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        part.installEventFilter(self)
        if isinstance(part, QAbstractScrollArea):
            part.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Come and go with the focus, and keep the size."""
        if event.type() == QEvent.Type.FocusIn and isinstance(event, QFocusEvent) and watched is self.parent():
            if event.reason() != Qt.FocusReason.MouseFocusReason:
                self._settle()
                self.show()
                self.raise_()
        elif event.type() == QEvent.Type.FocusOut:
            self.hide()
        elif event.type() == QEvent.Type.Resize:
            self._settle()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ring inside the edge."""
        painter = QPainter(self)
        painter.setPen(QPen(self._theme.color("focus.ring"), WIDTH))
        inside = WIDTH / 2
        painter.drawRect(QRectF(self.rect()).adjusted(inside, inside, -inside, -inside))

    def _settle(self) -> None:
        part = self.parent()
        if isinstance(part, QAbstractScrollArea):
            self.setGeometry(part.viewport().geometry())
        elif isinstance(part, QWidget):
            self.setGeometry(part.rect())
