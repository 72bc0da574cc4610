"""A program that starts the real window, tells when it was painted first, and ends: `… FOLDER TIME_OF_START`."""

from __future__ import annotations

import json
import sys
import time

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow

_AFTERWARDS = 2_500
"""Milliseconds that the window lives on, in which history, assistant and model start as always."""


class FirstPaint(QObject):
    """Waits for the first painting of the main window."""

    def __init__(self, started: float) -> None:
        super().__init__()
        self._started = started
        self._seconds = 0.0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The window is painted; what its parts paint follows in the same pass of the event loop."""
        if not self._seconds and event.type() == QEvent.Type.Paint and isinstance(watched, QMainWindow):
            self._seconds = -1.0
            QTimer.singleShot(0, self, self._on_painted)
        return False

    def _on_painted(self) -> None:
        self._seconds = time.time() - self._started
        QTimer.singleShot(_AFTERWARDS, self, self._tell)

    def _tell(self) -> None:
        import psutil

        found = {
            "first_paint_s": self._seconds,
            "modules": sorted({name.partition(".")[0] for name in sys.modules}),
            "memory_mb": psutil.Process().memory_info().rss / 1e6,
        }
        print(json.dumps(found), flush=True)
        for widget in QApplication.topLevelWidgets():
            widget.close()


def main() -> None:
    """Start as `rationale --data-dir FOLDER` does."""
    folder, started = sys.argv[1], float(sys.argv[2])
    waits = FirstPaint(started)
    ran = QApplication.exec

    def watched(*_: object) -> int:
        application = QApplication.instance()
        assert application is not None
        application.installEventFilter(waits)
        return ran()

    QApplication.exec = watched  # type: ignore[method-assign]  # the start is watched from outside
    from desktop.cli import run

    sys.exit(run(["--data-dir", folder]))


if __name__ == "__main__":
    main()
