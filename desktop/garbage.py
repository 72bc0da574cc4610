"""Python's cyclic garbage is collected on the GUI thread only: a Qt object that dies on another thread crashes."""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer


class GarbageCollector(QObject):
    """Takes over the automatic collection and does it between events, a generation at a time."""

    def __init__(self, parent: QObject | None = None, *, milliseconds: int = 5000) -> None:
        super().__init__(parent)
        self._thresholds = gc.get_threshold()
        gc.freeze()
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.collect)
        self._timer.start(milliseconds)

    def collect(self) -> None:
        """Collect the generations whose thresholds are passed."""
        counts = gc.get_count()
        due = [generation for generation, limit in enumerate(self._thresholds) if limit and counts[generation] > limit]
        if due:
            gc.collect(due[-1])

    def close(self) -> None:
        """Give the collection back to Python."""
        self._timer.stop()
        gc.enable()
        gc.unfreeze()
