"""Joins the map of keys to what they do: shortcuts, and the commands that can be given now."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from desktop.keyboard.key_map import KEYS, Key, Place, key_named

ALWAYS_HEARD = ("leave", "palette", "keys")


@dataclass(frozen=True, slots=True)
class Command:
    """A key and what it does. `within` is the widget that must be shown; `offered` says whether it applies now."""

    key: Key
    act: Callable[[], object]
    within: QWidget
    offered: Callable[[], bool]

    @property
    def available(self) -> bool:
        """Whether it would do something now."""
        return self.within.isVisible() and self.offered()


class Keyboard(QObject):
    """The keys of one window.

    Args:
        window: Where all keys work, when not bound within a part of it.
        covered: Whether something lies over the page, so that only the keys that end it are heard.
    """

    def __init__(self, window: QWidget, covered: Callable[[], bool]) -> None:
        super().__init__(window)
        self._window = window
        self._covered = covered
        self._commands: dict[str, Command] = {}

    def bind(
        self,
        key_id: str,
        act: Callable[[], object],
        *,
        within: QWidget | None = None,
        offered: Callable[[], bool] = lambda: True,
    ) -> None:
        """Say what a key of the map does; only keys that are bound are shown anywhere."""
        command = Command(key_named(key_id), act, within or self._window, offered)
        self._commands[key_id] = command
        if command.key.typed:
            return
        for keys in command.key.keys:
            shortcut = QShortcut(QKeySequence(keys), command.within)
            shortcut.activated.connect(lambda command=command: self._press(command))

    @property
    def bound(self) -> frozenset[str]:
        """The ids of all keys that do something."""
        return frozenset(self._commands)

    def commands(self) -> Iterator[Command]:
        """Yield the commands that can be given now, in the map's order."""
        for key in KEYS:
            command = self._commands.get(key.id)
            if command is not None and command.available:
                yield command

    def shown_keys(self) -> Iterator[Key]:
        """Yield the keys of the page that is shown, also those that wait for an answer to be written."""
        for key in KEYS:
            command = self._commands.get(key.id)
            if command is None or not command.within.isVisible():
                continue
            if key.place is Place.LIVE or command.offered():
                yield key

    def _press(self, command: Command) -> None:
        if command.key.single_letter and is_text_input(QApplication.focusWidget()):
            return
        if self._covered() and command.key.id not in ALWAYS_HEARD:
            return
        command.act()


def is_text_input(widget: QWidget | None) -> bool:
    """Return whether letters typed into a widget are text (or choose in a list)."""
    if isinstance(widget, QLineEdit | QPlainTextEdit | QTextEdit):
        return not widget.isReadOnly()
    return isinstance(widget, QAbstractSpinBox | QComboBox)
