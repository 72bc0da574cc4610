"""Work that waits until the window has been painted once, so that it does not hold up the first picture."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget

_PATIENCE_MILLISECONDS = 500
"""A window that starts out of sight is never painted; the work is done all the same."""


class FirstPicture(QObject):
    """Does `work` once, behind the first picture of `window`; it stays, as deleting itself crashed now and then."""

    def __init__(self, window: QWidget, work: Callable[[], None]) -> None:
        super().__init__(window)
        self._window, self._work = window, work
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._do)
        self._timer.start(_PATIENCE_MILLISECONDS)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The window is being painted; its parts follow in the same pass of the event loop."""
        if watched is self._window and event.type() == QEvent.Type.Paint:
            self._window.removeEventFilter(self)
            self._timer.start(0)
        return False

    def _do(self) -> None:
        self._window.removeEventFilter(self)
        self._work()
