"""How a download is stopped and how it tells where it is; both from other threads."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

RATE_SECONDS = 10.0
"""The rate is that of the last so many seconds."""


class Phase(StrEnum):
    """What a download does now."""

    RECEIVING = "receiving"
    WAITING = "waiting"
    """For the Hub or the connection; it goes on by itself."""
    CHECKING = "checking"
    """The checksum of what arrived."""


class Stop(StrEnum):
    """How the user stopped a download."""

    PAUSE = "pause"
    """What has arrived is kept."""
    CANCEL = "cancel"
    """What has arrived is deleted."""


class DownloadStopped(Exception):
    """Unwinds a download that the user stopped; caught by `downloading.download`."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a download is; bytes of all files together. `rate` is bytes/s, 0.0 while it is not known."""

    phase: Phase
    done: int
    total: int
    rate: float = 0.0
    wait_seconds: float = 0.0

    @property
    def share(self) -> float:
        """From 0 to 1."""
        return self.done / self.total if self.total else 1.0

    @property
    def seconds_left(self) -> float | None:
        """How long it takes still, None while that is not known."""
        if self.phase is not Phase.RECEIVING or self.rate <= 0:
            return None
        return (self.total - self.done) / self.rate


class DownloadControl:
    """Stops a download from another thread; a download checks it for every piece that arrives."""

    def __init__(self) -> None:
        self._stopped = threading.Event()
        self._stop: Stop | None = None

    def pause(self) -> None:
        """Stop and keep what has arrived."""
        self._set(Stop.PAUSE)

    def cancel(self) -> None:
        """Stop and delete what has arrived; also after a pause."""
        self._set(Stop.CANCEL)

    @property
    def stop(self) -> Stop | None:
        """How it was stopped, None while it may run."""
        return self._stop

    def check(self) -> None:
        """Raise when it was stopped.

        Raises:
            DownloadStopped: It was.
        """
        if self._stop:
            raise DownloadStopped

    def wait(self, seconds: float) -> None:
        """Sleep, but no longer than until it is stopped.

        Raises:
            DownloadStopped: It was.
        """
        self._stopped.wait(seconds)
        self.check()

    def _set(self, stop: Stop) -> None:
        self._stop = stop
        self._stopped.set()


class Meter:
    """Counts bytes and tells a listener, at most every `interval` seconds and when the phase changes."""

    def __init__(self, total: int, listener: Callable[[Progress], None], *, interval: float = 0.1) -> None:
        self._total, self._listener, self._interval = total, listener, interval
        self._phase = Phase.RECEIVING
        self._done = 0
        self._told = 0.0
        self._points: deque[tuple[float, int]] = deque()

    def at(self, done: int, phase: Phase = Phase.RECEIVING, *, wait_seconds: float = 0.0) -> None:
        """Note that `done` bytes of all are there (or checked)."""
        now = time.monotonic()
        if phase is not self._phase or done < self._done:
            self._points.clear()
        self._points.append((now, done))
        while self._points[0][0] < now - RATE_SECONDS:
            self._points.popleft()
        changed = phase is not self._phase
        self._phase, self._done = phase, done
        if changed or done >= self._total or now - self._told >= self._interval:
            self._told = now
            self._listener(Progress(phase, done, self._total, self._rate(), wait_seconds))

    def _rate(self) -> float:
        (start, first), (end, last) = self._points[0], self._points[-1]
        return (last - first) / (end - start) if end > start else 0.0
