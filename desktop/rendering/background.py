"""One background thread for slow rendering; it ends by itself when there is nothing to do."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

_IDLE_SECONDS = 0.5


class Background(QObject):
    """Runs jobs one after the other on a daemon thread and hands each result to the GUI thread.

    A job must not raise. After `close`, or when the object is gone, results are dropped.
    """

    _done = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs: queue.SimpleQueue[tuple[Callable[[], object], Callable[[object], None]]] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._closed = False
        self._done.connect(self._deliver)

    def run(self, job: Callable[[], object], done: Callable[[object], None]) -> None:
        """Run `job` in the background, then `done` with its result on this object's thread."""
        with self._lock:
            if self._closed:
                return
            self._jobs.put((job, done))
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="rendering", daemon=True)
                self._thread.start()

    def close(self) -> None:
        """Drop what waits; a job that runs is finished but its result is dropped."""
        with self._lock:
            self._closed = True
            while not self._jobs.empty():
                self._jobs.get_nowait()
            self._jobs.put((_nothing, lambda _result: None))  # wakes the thread, so that it ends now

    def _work(self) -> None:
        while True:
            try:
                job, done = self._jobs.get(timeout=_IDLE_SECONDS)
            except queue.Empty:
                with self._lock:
                    if self._jobs.empty():
                        self._thread = None
                        return
                continue
            result = job()
            if self._closed:
                return
            try:
                self._done.emit(done, result)
            except RuntimeError:
                self._closed = True

    def _deliver(self, done: Callable[[object], None], result: object) -> None:
        if not self._closed:
            done(result)


def _nothing() -> None:
    """No work."""
