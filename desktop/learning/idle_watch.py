"""Notices when nobody has used the window for a while."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

IDLE_SECONDS = 600.0
"""As long as a screen waits before it locks."""
_LOOK_MILLISECONDS = 60_000


class IdleWatch(QObject):
    """Says `idle` once a minute while nothing has happened for ten minutes.

    Args:
        now: A monotonic clock (seconds).
    """

    idle = Signal()

    def __init__(self, parent: QObject, *, now: Callable[[], float] = time.monotonic) -> None:
        super().__init__(parent)
        self._now = now
        self._used_at = now()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        self._timer.start(_LOOK_MILLISECONDS)

    def used(self, *_what: object) -> None:
        """Something was asked, typed, rated or answered."""
        self._used_at = self._now()

    def look(self) -> None:
        """Say so when it has been quiet for long enough."""
        if self._now() - self._used_at >= IDLE_SECONDS:
            self.idle.emit()

    def stop(self) -> None:
        """Look no more."""
        self._timer.stop()
