"""Starts the process that copies and measures (`models.engine.measuring.worker`), and ends it when asked to."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable

import msgspec

from models.engine.measuring.worker_messages import Done, Order, Problem, Report, Share
from models.errors import EngineError

COMMAND = (sys.executable, "-m", "models.engine.measuring.worker")
_NO_WINDOW = getattr(subprocess, "CREATE_NO_WINDOW", 0)
_KEPT_ERRORS = 8_000


class Cancelled(Exception):
    """The user wanted no more of it."""


class WorkFailed(EngineError):
    """The process could not do its order, or died of it; `details` are its last words."""


class Working:
    """Orders that are done one after the other, each by a process of its own.

    Args:
        command: What to start; tests start something else.
    """

    def __init__(self, command: tuple[str, ...] = COMMAND) -> None:
        self._command = command
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._cancelled = False

    def do(self, order: Order, progress: Callable[[float], None]) -> Done:
        """Have an order done; blocks until it is.

        Raises:
            Cancelled: `cancel` was called.
            WorkFailed: It could not be done.
        """
        with tempfile.TemporaryFile() as errors:
            process = self._start(errors.fileno())
            try:
                report = self._listen(process, order, progress)
            finally:
                self._end(process)
            if isinstance(report, Done):
                return report
            if self._cancelled:
                raise Cancelled
            errors.seek(max(0, errors.seek(0, os.SEEK_END) - _KEPT_ERRORS))
            details = report.details if isinstance(report, Problem) else errors.read().decode("utf-8", "replace")
        raise WorkFailed("The model could not be copied or measured here; it is used as it is.", details=details)

    def cancel(self) -> None:
        """End what runs, and let nothing more begin."""
        with self._lock:
            self._cancelled = True
            if self._process is not None:
                self._process.kill()

    def _start(self, errors: int) -> subprocess.Popen[bytes]:
        with self._lock:
            if self._cancelled:
                raise Cancelled
            try:
                self._process = subprocess.Popen(
                    self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors,
                    env={**os.environ, "PYTHONSAFEPATH": "1", "PYTHONUTF8": "1"}, creationflags=_NO_WINDOW,
                )  # fmt: skip
            except OSError as error:
                raise WorkFailed(
                    "The model could not be copied or measured here; it is used as it is.", details=str(error)
                ) from error
            return self._process

    def _listen(
        self, process: subprocess.Popen[bytes], order: Order, progress: Callable[[float], None]
    ) -> Report | None:
        """Return the last report; None when the process ended without one."""
        assert process.stdin is not None and process.stdout is not None
        try:
            process.stdin.write(msgspec.json.encode(order) + b"\n")
            process.stdin.flush()
        except OSError:
            return None
        for line in process.stdout:
            report: Report = msgspec.json.decode(line, type=Report)
            if not isinstance(report, Share):
                return report
            progress(report.share)
        return None

    def _end(self, process: subprocess.Popen[bytes]) -> None:
        with self._lock:
            self._process = None
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                try:
                    stream.close()
                except OSError:
                    continue
