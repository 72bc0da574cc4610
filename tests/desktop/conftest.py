"""The look that all tests of the window share; a test fails if it leaves a timer running."""

from __future__ import annotations

import gc
import time
import weakref
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QEvent, QTimer
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from desktop.fonts import load_fonts
from desktop.theme import Theme

_PATIENCE = 1.0
"""Seconds in which a timer that fires once may still end by itself."""


@pytest.fixture(scope="session", autouse=True)
def _widgets_go_before_the_application(qapp: QApplication) -> Iterator[None]:
    """Let nothing of Qt be left to the interpreter's end, which destroys in any order and crashes on it."""
    yield
    for window in qapp.topLevelWidgets():
        window.close()
        window.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.unfreeze()
    for _ in range(2):
        gc.collect()


@pytest.fixture(scope="session")
def started_timers() -> Iterator[weakref.WeakSet[QTimer]]:
    """Return the timers that the window's code has started: Qt's own (carets, styles) are none of its business."""
    started: weakref.WeakSet[QTimer] = weakref.WeakSet()
    start: Callable[..., None] = QTimer.start

    def note(timer: QTimer, *arguments: object) -> None:
        started.add(timer)
        start(timer, *arguments)

    QTimer.start = note  # type: ignore[method-assign]
    yield started
    QTimer.start = start  # type: ignore[method-assign]


@pytest.fixture(autouse=True)
def _no_timer_left(started_timers: weakref.WeakSet[QTimer]) -> Iterator[None]:
    """Fail a test whose timers run on when its widgets and controllers are gone or closed."""
    before = set(running(started_timers))
    yield
    if QApplication.instance() is None:
        return
    until = time.monotonic() + _PATIENCE
    while (left := set(running(started_timers)) - before) and time.monotonic() < until:
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QApplication.processEvents()
        time.sleep(0.005)
    names = sorted(f"a timer of {type(timer.parent()).__name__} ({timer.interval()} ms)" for timer in left)
    for timer in left:
        timer.stop()  # the next test is not to blame for it
    assert not names, "left running: " + ", ".join(names)


def running(started: weakref.WeakSet[QTimer]) -> list[QTimer]:
    """Return the timers that run and whose owners live."""
    return [timer for timer in list(started) if isValid(timer) and timer.isActive()]


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    """Return a light theme with the bundled fonts; it hears of the system until the test has ended."""
    load_fonts()
    theme = Theme(qapp, choice="light")
    yield theme
    theme.close()
    theme.deleteLater()
