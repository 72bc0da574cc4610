"""What waits for the first picture comes behind it, once, and also when there is none."""

from __future__ import annotations

from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.first_picture import FirstPicture


class _Painted(QWidget):
    def __init__(self, told: list[str]) -> None:
        super().__init__()
        self._told = told

    def paintEvent(self, _event: QPaintEvent) -> None:
        self._told.append("painted")


def test_the_work_comes_behind_the_first_picture_and_only_once(qtbot: QtBot) -> None:
    told: list[str] = []
    widget = _Painted(told)
    qtbot.addWidget(widget)
    FirstPicture(widget, lambda: told.append("worked"))
    widget.show()
    qtbot.waitUntil(lambda: "worked" in told)
    widget.repaint()
    assert told[0] == "painted" and told.count("worked") == 1


def test_a_window_out_of_sight_does_not_keep_the_work_waiting(qtbot: QtBot) -> None:
    told: list[str] = []
    widget = _Painted(told)
    qtbot.addWidget(widget)
    FirstPicture(widget, lambda: told.append("worked"))
    qtbot.waitUntil(lambda: told == ["worked"])
