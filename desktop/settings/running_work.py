"""Long work of the history's on a worker: how far it is, and the wish to end it. Holds nothing of Qt."""

from __future__ import annotations

import threading

from models.history.exchange.progress import Progress, cancelled


class RunningWork:
    """Handed to the worker; the GUI thread looks at `progress` and may call `cancel`."""

    def __init__(self) -> None:
        self.progress: Progress | None = None
        self._unwanted = threading.Event()

    def watch(self, progress: Progress) -> None:
        """Take how far it is; raises `Cancelled` once the work is not wanted any more."""
        self.progress = progress
        if self._unwanted.is_set():
            raise cancelled()

    def cancel(self) -> None:
        """The work is not wanted any more."""
        self._unwanted.set()
