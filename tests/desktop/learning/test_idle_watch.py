"""Ten minutes without a question or a key count as nobody being there."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QObject

from desktop.learning.idle_watch import IdleWatch


@pytest.mark.usefixtures("qapp")
def test_it_says_so_only_after_ten_quiet_minutes() -> None:
    clock, said = [0.0], list[float]()
    parent = QObject()
    watch = IdleWatch(parent, now=lambda: clock[0])
    watch.idle.connect(lambda: said.append(clock[0]))
    for at, used in ((300.0, True), (600.0, False), (899.0, False), (900.0, False), (960.0, True), (1020.0, False)):
        clock[0] = at
        if used:
            watch.used("anything")
        watch.look()
    assert said == [900.0]
    watch.stop()
