"""How long the window's main thread is busy without a break."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop

Figures = dict[str, float]
_IDLE_SECONDS = 0.001
_WORTH_COUNTING = 0.0005


@dataclass(slots=True)
class Passes:
    """Runs the event loop pass by pass and keeps how long each took.

    A pass handles all that is waiting: events, timers, layout, painting, deletions. Nothing else, such as a click, can
    be answered before it ends, so its length is what a user feels. Passes that did nothing are not counted. `wall` is
    the time that passed; `cpu` is what this thread itself worked of it, which tells a busy machine from slow code.
    """

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    def spin(self, seconds: float) -> None:
        """Run the event loop for a while."""
        self.until(lambda: False, seconds)

    def until(self, done: Callable[[], bool], seconds: float) -> bool:
        """Run the event loop until `done` (looked at after each pass) or the time is over; returns whether it is."""
        end = time.perf_counter() + seconds
        while not (reached := done()) and time.perf_counter() < end:
            if self.one() < _WORTH_COUNTING:
                time.sleep(_IDLE_SECONDS)
        return reached

    def one(self, work: Callable[[], None] | None = None) -> float:
        """Run one pass (`work` first, as if an event had asked for it); returns its seconds."""
        wall, cpu = time.perf_counter(), time.thread_time()
        if work is not None:
            work()
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        took = time.perf_counter() - wall
        if took >= _WORTH_COUNTING:
            self.wall.append(took)
            self.cpu.append(time.thread_time() - cpu)
        return took

    def figures(self) -> Figures:
        """Return the longest pass and the 99th percentile in milliseconds, by the clock and by this thread's work."""
        return {
            "longest_block_ms": milliseconds(max(self.wall, default=0.0)),
            "p99_ms": milliseconds(_percentile(self.wall)),
            "longest_block_cpu_ms": milliseconds(max(self.cpu, default=0.0)),
            "p99_cpu_ms": milliseconds(_percentile(self.cpu)),
            "passes": float(len(self.wall)),
        }


def milliseconds(seconds: float) -> float:
    """Return seconds as milliseconds, rounded."""
    return round(seconds * 1000, 2)


def _percentile(values: list[float]) -> float:
    ordered = sorted(values) or [0.0]
    return ordered[min(int(len(ordered) * 0.99), len(ordered) - 1)]
