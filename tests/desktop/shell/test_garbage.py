"""Garbage is collected between events: what is young soon, everything in a quiet moment."""

from __future__ import annotations

import gc
import sys
import weakref
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from desktop.garbage import GarbageCollector


class Knot:
    """Refers to itself, so only the collector frees it."""

    def __init__(self) -> None:
        self.me = self


@pytest.fixture
def collector(qtbot: QtBot) -> Iterator[GarbageCollector]:  # noqa: ARG001 - a timer needs the application
    collector = GarbageCollector()
    yield collector
    collector.close()


def test_young_garbage_goes_while_much_is_made(collector: GarbageCollector) -> None:
    knot = weakref.ref(Knot())
    kept = [[number] for number in range(5_000)]
    assert knot() is not None
    collector.collect()
    assert knot() is None and len(kept) == 5_000


def test_old_garbage_goes_in_a_quiet_moment(collector: GarbageCollector) -> None:
    knot = Knot()
    gone = weakref.ref(knot)
    gc.collect(1)
    del knot
    for _ in range(60):
        gc.collect(0)
        collector.collect()
    assert gone() is None


def test_old_garbage_waits_while_something_goes_on(collector: GarbageCollector) -> None:
    knot = Knot()
    gone = weakref.ref(knot)
    gc.collect(1)
    del knot
    kept: list[list[int]] = []
    for number in range(90):
        gc.collect(0)
        kept += [[each] for each in range(500 if number % 20 == 0 else 0)]
        collector.collect()
    assert gone() is not None and len(kept) == 2_500


def test_python_has_its_own_ways_back_afterwards(qtbot: QtBot) -> None:  # noqa: ARG001
    before = sys.getswitchinterval()
    collector = GarbageCollector()
    assert not gc.isenabled() and sys.getswitchinterval() < before
    collector.close()
    assert gc.isenabled() and sys.getswitchinterval() == before
