"""The window's side of the process that draws formulas."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import threading
from typing import IO

_NO_WINDOW = getattr(subprocess, "CREATE_NO_WINDOW", 0)
_SECONDS_TO_END = 2.0
_MOST_STARTS = 20
"""Formulas that may end the process before no more are drawn."""


class FormulaProcess:
    """Started with the first formula; `svg` is called on one background thread only, `close` on any."""

    def __init__(self, command: tuple[str, ...] = (sys.executable, "-m", "desktop.rendering.formula_worker")) -> None:
        self._command = command
        self._lock = threading.Lock()
        self._process: subprocess.Popen[str] | None = None
        self._starts = 0
        self._closed = False

    def svg(self, latex: str, size: float, color: str, *, display: bool) -> str:
        """Return a formula as SVG, "" when it cannot be drawn. Waits for the process."""
        process = self._running()
        if process is None:
            return ""
        request = json.dumps({"latex": latex, "size": size, "color": color, "display": display})
        try:
            _stream(process.stdin).write(request + "\n")
            _stream(process.stdin).flush()
            answer = _stream(process.stdout).readline()
            return str(json.loads(answer)) if answer else self._ended(process)
        except (OSError, ValueError):
            return self._ended(process)

    def close(self) -> None:
        """End the process; nothing is drawn after this."""
        with self._lock:
            self._closed = True
            process, self._process = self._process, None
        if process is not None:
            _end(process)

    def _running(self) -> subprocess.Popen[str] | None:
        with self._lock:
            if self._process is None and not self._closed and self._starts < _MOST_STARTS:
                self._starts += 1
                try:
                    self._process = subprocess.Popen(
                        self._command,
                        stdin=subprocess.PIPE,
                        stdout=subprocess.PIPE,
                        stderr=subprocess.DEVNULL,
                        text=True,
                        encoding="utf-8",
                        errors="replace",
                        env=_environment(),
                        creationflags=_NO_WINDOW,
                    )
                except OSError:
                    return None
            return self._process

    def _ended(self, process: subprocess.Popen[str]) -> str:
        with self._lock:
            if self._process is process:
                self._process = None
        _end(process)
        return ""


def _environment() -> dict[str, str]:
    """Return this process's environment, without what would let a foreign folder shadow our modules."""
    return {**os.environ, "PYTHONSAFEPATH": "1", "PYTHONUTF8": "1"}


def _stream(stream: IO[str] | None) -> IO[str]:
    if stream is None:
        raise ValueError("The process has no such stream")
    return stream


def _end(process: subprocess.Popen[str]) -> None:
    """End by the end of its input, by force when that takes long; a thread that waits for its answer reads its end."""
    _close(process.stdin)
    try:
        process.wait(_SECONDS_TO_END)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    _close(process.stdout)


def _close(stream: IO[str] | None) -> None:
    if stream is not None:
        with contextlib.suppress(OSError):
            stream.close()
