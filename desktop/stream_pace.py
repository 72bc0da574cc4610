"""How long what streams waits before the window shows it.

While the model computes on every processor, each millisecond that the window works is one that the model's threads
wait for: they meet after every layer, so one that is pushed aside holds up the others. The window then shows the
stream less often, as seldom as keeps its own work small beside the model's.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable

from models.events import EngineStatus

_SHARE = 0.03
"""The share of a processor that showing the stream may take from a model that computes on all of them."""
_MOST_MILLISECONDS = 150
"""Text that comes seven times a second still reads as a stream."""


class StreamPace:
    """The time from one delivery to the next.

    Args:
        milliseconds: The shortest one; it holds whenever the model leaves the window a processor.
        worked: The seconds that this thread has worked so far.
    """

    def __init__(self, milliseconds: int, *, worked: Callable[[], float] = time.thread_time) -> None:
        self.milliseconds = milliseconds
        self._least = milliseconds
        self._worked = worked
        self._worked_before = 0.0
        self._crowded = False

    def follow(self, status: EngineStatus) -> None:
        """Note where the model computes."""
        self._crowded = status.gpu_layers == 0 and status.threads >= _processors()

    def delivered(self) -> None:
        """Reckon from what the window has worked since the last delivery when the next one comes."""
        worked = self._worked()
        spent = (worked - self._worked_before) * 1000
        self._worked_before = worked
        self.milliseconds = self._least
        if self._crowded:
            self.milliseconds = max(self._least, min(round(spent / _SHARE), _MOST_MILLISECONDS))


def _processors() -> int:
    """Return how many processors this program may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
