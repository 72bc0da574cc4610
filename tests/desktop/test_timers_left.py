"""A timer that a test leaves running is seen (`tests/desktop/conftest.py`)."""

from __future__ import annotations

import weakref

import pytest
from PySide6.QtCore import QObject, QTimer

from tests.desktop.conftest import running


@pytest.mark.usefixtures("qapp")
def test_a_timer_counts_while_it_runs_and_its_owner_lives(started_timers: weakref.WeakSet[QTimer]) -> None:
    before = running(started_timers)
    owner = QObject()
    timer = QTimer(owner)
    timer.start(60_000)
    assert [each for each in running(started_timers) if each not in before] == [timer]
    timer.stop()
    assert running(started_timers) == before
    timer.setInterval(60_000)
    timer.start()
    assert timer in running(started_timers)
    timer.stop()
