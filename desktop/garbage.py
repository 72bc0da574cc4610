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
_QUIET = 300
"""Objects made since the last round up to which nothing is going on."""
_QUIET_ROUNDS = 30
"""Quiet rounds in a row before a full collection: it looks at every object, 200 ms after a very long answer, so it
waits until nobody has touched the window, and nothing has streamed, for half a minute."""
_ROUNDS_BETWEEN = 60
"""Rounds from one full collection to the next."""
_MOST_ROUNDS = 1_800


class GarbageCollector(QObject):
    """Takes over the automatic collection and does it between events; shortens the switches."""

    def __init__(self, parent: QObject | None = None, *, milliseconds: int = 1000) -> None:
        super().__init__(parent)
        self._threshold = gc.get_threshold()[0]
        self._rounds = self._quiet_rounds = 0
        self._switch_seconds = sys.getswitchinterval()
        sys.setswitchinterval(_SWITCH_SECONDS)
        gc.freeze()
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.collect)
        self._timer.start(milliseconds)

    def collect(self) -> None:
        """Collect what is young; everything only in a quiet moment, or when that has not come for very long."""
        made = gc.get_count()[0]
        self._rounds += 1
        self._quiet_rounds = self._quiet_rounds + 1 if made < _QUIET else 0
        quiet = self._quiet_rounds >= _QUIET_ROUNDS and self._rounds >= _ROUNDS_BETWEEN
        if quiet or self._rounds >= _MOST_ROUNDS:
            self._rounds = self._quiet_rounds = 0
            gc.collect(2)
        elif made > self._threshold:
            gc.collect(1)

    def close(self) -> None:
        """Give the collection back to Python."""
        self._timer.stop()
        sys.setswitchinterval(self._switch_seconds)
        gc.enable()
        gc.unfreeze()
