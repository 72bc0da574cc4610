"""Tells when the window has been moved, resized or scrolled, so that a crash loses none of it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QScrollBar, QWidget

SETTLED_MILLISECONDS = 1000
_MOVES = (QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.WindowStateChange)


class StateWatch(QObject):
    """Waits until nothing has moved for a second."""

    settled = Signal()

    def __init__(self, window: QWidget, scroll_bar: QScrollBar) -> None:
        super().__init__(window)
        self._window = window
        self._stopped = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SETTLED_MILLISECONDS)
        self._timer.timeout.connect(self.settled)
        scroll_bar.valueChanged.connect(self.look)
        window.installEventFilter(self)

    def look(self, _value: object = None) -> None:
        """Something else of the window's state has changed."""
        if self._window.isVisible() and not self._stopped:
            self._timer.start()

    def stop(self) -> None:
        """The window goes, and empties what it shows: none of that is told any more."""
        self._stopped = True
        self._timer.stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the frame of the window."""
        if event.type() in _MOVES:
            self.look()
        return super().eventFilter(watched, event)
