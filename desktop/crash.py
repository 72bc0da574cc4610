"""What happens when Rationale itself breaks: logged, shown once as a report to copy, and offered at the next start.

Python exceptions that nobody took go through `sys.excepthook` and `threading.excepthook`; crashes of the process itself
(a segmentation fault, an abort) are written by faulthandler into a file of this process, which the next start finds.
"""

from __future__ import annotations

import faulthandler
import logging
import logging.handlers
import os
import platform
import sys
import threading
import traceback
from pathlib import Path
from types import TracebackType
from typing import IO

from PySide6.QtCore import QMessageLogContext, QObject, QtMsgType, Signal, qInstallMessageHandler, qVersion

from models.paths import DataFolder, make_private_folder

LOG_BYTES = 1_000_000
LOG_FILES = 3
FAULT_FILES = "fault-*.txt"

_log = logging.getLogger("rationale")
_QT_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


class FaultFile:
    """The file into which faulthandler writes the stacks of this process when it crashes; removed at a clean end."""

    def __init__(self, folder: DataFolder) -> None:
        make_private_folder(folder.logs)
        self.earlier = _take_earlier_faults(folder.logs)
        """The text that an earlier process left when it crashed ("" if none did)."""
        self._path = folder.logs / f"fault-{os.getpid()}.txt"
        descriptor = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        self._stream: IO[str] = os.fdopen(descriptor, "w", encoding="utf-8")
        faulthandler.enable(self._stream)

    def close(self) -> None:
        """The process ends cleanly."""
        faulthandler.disable()
        self._stream.close()
        self._path.unlink(missing_ok=True)


def _take_earlier_faults(folder: Path) -> str:
    """Return what crashed processes left, and remove their files; those of running processes stay."""
    texts = []
    for path in sorted(folder.glob(FAULT_FILES)):
        number = path.stem.removeprefix("fault-")
        if number.isdigit() and int(number) != os.getpid() and _runs(int(number)):
            continue
        try:
            texts.append(path.read_text(encoding="utf-8", errors="replace").strip())
            path.unlink()
        except OSError:
            continue
    return "\n\n".join(filter(None, texts))


def _runs(process: int) -> bool:
    """Whether a process with this number runs; psutil takes 30 ms to import, and few starts need it."""
    import psutil

    return psutil.pid_exists(process)


def start_log(folder: DataFolder) -> logging.Handler | None:
    """Write warnings and worse to `logs/rationale.log` (0600, rotating); None where the folder cannot be written."""
    path = folder.logs / "rationale.log"
    try:
        make_private_folder(folder.logs)
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600))
        handler = logging.handlers.RotatingFileHandler(
            path, maxBytes=LOG_BYTES, backupCount=LOG_FILES, encoding="utf-8", delay=True
        )
    except OSError:
        return None
    handler.setLevel(logging.INFO)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.getLogger().addHandler(handler)
    return handler


def log_qt_message(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    """Pass a message of Qt on to the log."""
    category = context.category or "default"
    logging.getLogger("qt").log(_QT_LEVELS.get(kind, logging.WARNING), "%s: %s", category, message)


def describe(error: BaseException) -> str:
    """Return a report to copy: the versions and the traceback; no question, answer or setting is in it."""
    lines = "".join(traceback.format_exception(error))
    return f"Rationale on {platform.platform()}, Python {platform.python_version()}, Qt {qVersion()}\n\n{lines}"


class CrashReporter(QObject):
    """Takes every exception that nobody else took.

    `crashed` carries the report on the GUI thread, once for each place that breaks.
    """

    crashed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._seen: set[str] = set()
        self._hooks = (sys.excepthook, threading.excepthook)

    def install(self) -> None:
        """Take over the hooks of Python and of Qt's log."""
        sys.excepthook = self.take
        threading.excepthook = self._take_in_thread
        qInstallMessageHandler(log_qt_message)

    def remove(self) -> None:
        """Give the hooks back."""
        sys.excepthook, threading.excepthook = self._hooks
        qInstallMessageHandler(None)

    def take(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Log an exception and tell it once."""
        if issubclass(kind, KeyboardInterrupt):
            return
        _log.error("An unexpected error", exc_info=(kind, error, trace))
        place = "".join(traceback.format_tb(trace)[-1:]) + kind.__name__
        if place not in self._seen:
            self._seen.add(place)
            self.crashed.emit(describe(error))

    def _take_in_thread(self, arguments: threading.ExceptHookArgs) -> None:
        if arguments.exc_value is not None:
            self.take(arguments.exc_type, arguments.exc_value, arguments.exc_traceback)
