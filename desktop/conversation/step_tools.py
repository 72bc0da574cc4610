"""The tools at the right end of a step: good, bad, first wrong, note, edit. They lie over it, so that no text moves."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.keyboard.key_map import key_words, with_key
from desktop.rendering.buttons import TextButton
from desktop.theme import Theme
from models.history.ratings.records import StepMark

_KEYS = {StepMark.GOOD: "step_good", StepMark.BAD: "step_bad", StepMark.FIRST_WRONG: "step_first_wrong"}
_LEFT = 6
"""Pixels of ground between the text and the tools."""


class StepTools(QWidget):
    """`marked` carries the mark that was pressed."""

    marked = Signal(object)
    note_wanted = Signal()
    edit_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.buttons: dict[StepMark, TextButton] = {}
        for mark, key in _KEYS.items():
            button = self._button(key, key.removeprefix("step_"))
            button.clicked.connect(lambda _on=False, mark=mark: self.marked.emit(mark))
            self.buttons[mark] = button
        self.note_button = self._button("step_note", "note")
        self.note_button.clicked.connect(self.note_wanted)
        self.edit_button = self._button("edit_thought", "edit_step")
        words = self.tr("Change this step and think on from there")
        self.edit_button.setAccessibleName(words)
        self.edit_button.setToolTip(with_key(words, "edit_thought"))
        self.edit_button.clicked.connect(self.edit_wanted)
        self.edit_button.hide()
        self.hide()

    def show_mark(self, mark: StepMark | None) -> None:
        """Show which mark the step has."""
        for each, button in self.buttons.items():
            button.set_on(each is mark)
        self.buttons[StepMark.FIRST_WRONG].set_icon(
            "first_wrong_set" if mark is StepMark.FIRST_WRONG else "first_wrong"
        )

    def place(self, right: int, top: int) -> None:
        """Stand with the right end and the middle of a row's first line there."""
        side, row = self._theme.size("control_small"), self._theme.size("step_row")
        x = _LEFT
        for button in (*self.buttons.values(), self.note_button, self.edit_button):
            if button.isHidden():
                continue
            width = button.sizeHint().width()
            button.setGeometry(x, 0, width, side)
            x += width
        self.setGeometry(right - x, top + (row - side) // 2, x, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground of the row that is looked at, which hides the text below and leaves its focus ring."""
        painter = QPainter(self)
        painter.fillRect(self.rect().adjusted(0, 2, 0, -2), self._theme.color("bg.hover"))

    def _button(self, key: str, icon: str) -> TextButton:
        icon = icon if icon in ("first_wrong", "edit_step", "note") else f"step_{icon}"
        button = TextButton(self._theme, "", icon=icon, hover="bg.selected", parent=self)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keyboard stays on the step, whose keys these are
        button.setAccessibleName(key_words(key))
        button.setToolTip(with_key(key_words(key), key))
        return button
