"""The one funnel for background work: a lane of one worker for the database, and small pools for the rest.

Results come back on the GUI thread. Workers never hold what is called afterwards, so that no Qt object dies on one.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from itertools import count
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

T = TypeVar("T")

POOL_WORKERS = 2
LONG_WORKERS = 3
ONLINE_WORKERS = 2


@dataclass(slots=True)
class _Waiting:
    """What happens with a result, kept on the GUI thread."""

    done: Callable[[Any], None] | None
    failed: Callable[[Exception], None] | None
    owner: QObject | None


class Tasks(QObject):
    """Runs work off the GUI thread and hands its result back on it."""

    _ended = Signal(int, object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._database = ThreadPoolExecutor(1, thread_name_prefix="database")
        self._pool = ThreadPoolExecutor(POOL_WORKERS, thread_name_prefix="background")
        self._long = ThreadPoolExecutor(LONG_WORKERS, thread_name_prefix="long work")
        self._online = ThreadPoolExecutor(ONLINE_WORKERS, thread_name_prefix="online")
        self._waiting: dict[int, _Waiting] = {}
        self._futures: set[Future[None]] = set()
        self._numbers = count(1)
        self._closed = False
        self._ended.connect(self._hand_over)

    def run(
        self,
        work: Callable[[], T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
        *,
        owner: QObject | None = None,
    ) -> None:
        """Run `work` on the database's lane, in the order of the calls; then `done(result)` or `failed(error)` here.

        Nothing is called when `owner` is gone by then. An error that nobody takes is raised on the GUI thread, where
        the crash report takes it.
        """
        self._submit(self._database, work, _Waiting(done, failed, owner))

    def run_aside(
        self,
        work: Callable[[], T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
        *,
        owner: QObject | None = None,
    ) -> None:
        """As `run`, for work that does not use the database and may take its time."""
        self._submit(self._pool, work, _Waiting(done, failed, owner))

    def run_long(
        self,
        work: Callable[[], T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
        *,
        owner: QObject | None = None,
    ) -> None:
        """As `run_aside`, for work that may take hours and can be stopped, such as a download."""
        self._submit(self._long, work, _Waiting(done, failed, owner))

    def run_online(
        self,
        work: Callable[[], T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
        *,
        owner: QObject | None = None,
    ) -> None:
        """As `run_aside`, for short questions to the network, which may wait half a minute for one that is not there.

        So neither what is done on this computer waits for them, nor they for downloads.
        """
        self._submit(self._online, work, _Waiting(done, failed, owner))

    def close(self, timeout: float = 5.0) -> bool:
        """Let work that has begun or is queued end (at most `timeout` seconds), then end the workers.

        Results are not handed over any more. Returns whether all work has ended.
        """
        if self._closed:
            return True
        self._closed = True
        self._waiting.clear()
        end = time.monotonic() + timeout
        left = wait(set(self._futures), timeout=max(end - time.monotonic(), 0)).not_done
        self._database.shutdown(wait=not left, cancel_futures=True)
        self._pool.shutdown(wait=not left, cancel_futures=True)
        self._long.shutdown(wait=not left, cancel_futures=True)
        self._online.shutdown(wait=not left, cancel_futures=True)
        return not left

    @property
    def idle(self) -> bool:
        """Whether nothing is under way and every result has been handed over."""
        return not self._waiting

    def _submit(self, executor: Executor, work: Callable[[], T], waiting: _Waiting) -> None:
        if self._closed:
            return
        number = next(self._numbers)
        self._waiting[number] = waiting
        future = executor.submit(self._carry_out, number, work)
        self._futures.add(future)
        future.add_done_callback(self._futures.discard)

    def _carry_out(self, number: int, work: Callable[[], T]) -> None:
        """Run on a worker."""
        result: T | None = None
        error: Exception | None = None
        try:
            result = work()
        except Exception as caught:  # noqa: BLE001 - handed to the GUI thread, where it is told or raised
            error = caught
        if not self._closed:
            self._ended.emit(number, result, error)

    def _hand_over(self, number: int, result: object, error: Exception | None) -> None:
        waiting = self._waiting.pop(number, None)
        if waiting is None or (waiting.owner is not None and not isValid(waiting.owner)):
            return
        if error is None:
            if waiting.done is not None:
                waiting.done(result)
        elif waiting.failed is not None:
            waiting.failed(error)
        else:
            raise error
