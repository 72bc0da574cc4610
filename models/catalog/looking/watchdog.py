"""Ends a process that says nothing for too long."""

from __future__ import annotations

import subprocess
import threading
import time


class Watchdog:
    """Watches one process until `end`.

    Args:
        process: It is killed when its time is up.
        first: Seconds that it has for its first word.
        seconds: Seconds that it has for each word after that.
    """

    def __init__(self, process: subprocess.Popen[bytes], first: float, seconds: float) -> None:
        self._process, self._seconds = process, seconds
        self._until = time.monotonic() + first
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="watchdog", daemon=True)
        self._thread.start()

    def heard(self) -> None:
        """It has said something; cheap, since it tells of every folder."""
        self._until = time.monotonic() + self._seconds

    def end(self) -> None:
        """Watch no longer."""
        self._ended.set()
        self._thread.join()

    def _watch(self) -> None:
        while (left := self._until - time.monotonic()) > 0:
            if self._ended.wait(min(left, self._seconds)):  # the first word brings the end nearer
                return
        self._process.kill()
