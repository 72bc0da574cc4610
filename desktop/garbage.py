"""How Python runs beside the window: who collects garbage, and how soon a background thread hands back the lock.

Cyclic garbage is collected on the GUI thread only: a Qt object that dies on another thread crashes. A thread that works
in Python hands the interpreter's lock back after half a millisecond: the GUI thread gives it up and takes it again
dozens of times while it paints, and would wait 5 ms each time.
"""

from __future__ import annotations

import gc
import sys

from PySide6.QtCore import QObject, QTimer

_SWITCH_SECONDS = 0.0005


class GarbageCollector(QObject):
    """Takes over the automatic collection and does it between events, a generation at a time; shortens the switches."""

    def __init__(self, parent: QObject | None = None, *, milliseconds: int = 5000) -> None:
        super().__init__(parent)
        self._thresholds = gc.get_threshold()
        self._switch_seconds = sys.getswitchinterval()
        sys.setswitchinterval(_SWITCH_SECONDS)
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
        sys.setswitchinterval(self._switch_seconds)
        gc.enable()
        gc.unfreeze()
