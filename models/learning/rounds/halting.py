"""Pausing and stopping a round from other threads."""

from __future__ import annotations

import threading
from collections.abc import Callable


class Halted(Exception):
    """The round is to end here; all finished work is kept, and it may be taken up again."""


class Brake:
    """Holds a round up: paused by the user, waiting for the user's own question, or stopped for good.

    All methods may be called from any thread.
    """

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._reasons: set[str] = set()
        self._stopped = False
        self._watchers: list[Callable[[bool], None]] = []

    @property
    def stopped(self) -> bool:
        """Whether the round is to end."""
        return self._stopped

    @property
    def holding(self) -> frozenset[str]:
        """Why it is held up; empty while it may go on."""
        return frozenset(self._reasons)

    def hold(self, reason: str) -> None:
        """Hold the round up for a reason, until `release` of the same."""
        self._set(lambda: self._reasons.add(reason))

    def release(self, reason: str) -> None:
        """Let it go on, unless other reasons hold it up."""
        self._set(lambda: self._reasons.discard(reason))

    def stop(self) -> None:
        """End the round where it stands."""

        def end() -> None:
            self._stopped = True
            self._reasons.clear()

        self._set(end)

    def watch(self, watcher: Callable[[bool], None]) -> Callable[[], None]:
        """Call `watcher` with whether the round is held, whenever that changes; returns what ends that."""
        with self._changed:
            self._watchers.append(watcher)
            held = bool(self._reasons)
        if held:
            watcher(True)
        return lambda: self._watchers.remove(watcher)

    def check(self) -> None:
        """Wait while the round is held up.

        Raises:
            Halted: It is to end.
        """
        with self._changed:
            while self._reasons and not self._stopped:
                self._changed.wait()
            if self._stopped:
                raise Halted

    def sleep(self, seconds: float) -> None:
        """Wait so long, or until something changes.

        Raises:
            Halted: It is to end.
        """
        with self._changed:
            if not self._stopped:
                self._changed.wait(seconds)
            if self._stopped:
                raise Halted

    def _set(self, change: Callable[[], object]) -> None:
        with self._changed:
            before = bool(self._reasons)
            change()
            after = bool(self._reasons)
            self._changed.notify_all()
            watchers = tuple(self._watchers) if before != after or self._stopped else ()
        for watcher in watchers:
            watcher(after)
