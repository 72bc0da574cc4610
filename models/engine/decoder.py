"""The decode call of a loaded model: interrupted from any thread, computed with the threads that are to spare."""

from __future__ import annotations

import threading
import time

from models.engine.llama.abort_flag import AbortFlag
from models.engine.llama.context import Context
from models.engine.thread_governor import ThreadGovernor

NO_ROOM, ABORTED = 1, 2
"""What `Decoder.decode` returns when the memory is full, and when the call was interrupted."""


class Decoder:
    """Decodes what the context's batch holds; used from one thread, but for `interrupt`.

    Args:
        context: The context.
        abort: The switch that its computations ask.
        governor: Chooses how many threads compute.
    """

    def __init__(self, context: Context, abort: AbortFlag, governor: ThreadGovernor) -> None:
        self._context, self._abort, self._governor = context, abort, governor
        self._reading: set[str] = set()
        self._lock = threading.Lock()

    def decode(self, reading: set[str]) -> int:
        """Decode the batch; returns 0 when done, `NO_ROOM`, `ABORTED`, or below 0 on a failure.

        Args:
            reading: The runs whose prompts are in the batch: they may interrupt it.
        """
        with self._lock:
            self._reading = reading
        tokens = self._context.batch.size
        self._governor.before(tokens)
        started = time.perf_counter()
        outcome = self._context.decode()
        self._governor.after(tokens, time.perf_counter() - started)
        with self._lock:
            self._reading = set()
            if self._abort.is_set:
                self._abort.clear()
        return outcome

    def interrupt(self, run: str) -> None:
        """Abort the call that is reading the prompt of `run`, if there is one. From any thread."""
        with self._lock:
            if run in self._reading:
                self._abort.set()
