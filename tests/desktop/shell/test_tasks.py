from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from desktop.tasks import Tasks


@pytest.fixture
def tasks(qtbot: QtBot) -> Iterator[Tasks]:  # noqa: ARG001 - signals need the application
    tasks = Tasks()
    yield tasks
    tasks.close()


def test_results_come_back_on_the_gui_thread_in_order(qtbot: QtBot, tasks: Tasks) -> None:
    heard: list[tuple[int, int]] = []
    workers: set[int] = set()

    def work(number: int) -> int:
        workers.add(threading.get_ident())
        return number

    for number in range(50):
        tasks.run(lambda number=number: work(number), lambda got: heard.append((got, threading.get_ident())))  # type: ignore[misc]
    qtbot.waitUntil(lambda: len(heard) == 50)
    assert [number for number, _ in heard] == list(range(50))
    assert {thread for _, thread in heard} == {threading.get_ident()}
    assert len(workers) == 1 and threading.get_ident() not in workers


def test_a_failure_goes_to_its_taker(qtbot: QtBot, tasks: Tasks) -> None:
    heard: list[Exception] = []
    tasks.run(lambda: 1 / 0, lambda _: None, heard.append)
    qtbot.waitUntil(lambda: bool(heard))
    assert isinstance(heard[0], ZeroDivisionError)


def test_a_failure_that_nobody_takes_is_raised_here(qtbot: QtBot, tasks: Tasks) -> None:
    with qtbot.captureExceptions() as caught:
        tasks.run(lambda: 1 / 0)
        qtbot.waitUntil(lambda: bool(caught))
    assert caught[0][0] is ZeroDivisionError


def test_nothing_is_called_for_an_owner_that_is_gone(qtbot: QtBot, tasks: Tasks) -> None:
    heard: list[int] = []
    gate = threading.Event()
    owner = QObject()
    tasks.run(lambda: gate.wait(5), lambda _: heard.append(1), owner=owner)
    owner.deleteLater()
    qtbot.waitUntil(lambda: not tasks.idle)
    qtbot.wait(10)
    gate.set()
    qtbot.waitUntil(lambda: tasks.idle)
    assert not heard


def test_closing_lets_queued_writes_end(qtbot: QtBot) -> None:  # noqa: ARG001 - signals need the application
    tasks = Tasks()
    written: list[int] = []
    for number in range(20):
        tasks.run(lambda number=number: written.append(number))  # type: ignore[misc]
    assert tasks.close()
    assert written == list(range(20))
