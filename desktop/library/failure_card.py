"""What is wrong with a model, what helps, and the engine's own words."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.language.sentences import told
from desktop.library.rows import Act, Button
from desktop.library.words import fault_title
from desktop.shell.parts import TextButton, TextLabel
from desktop.theme import Theme
from models.catalog.failures import Fault, FileProblem
from models.catalog.sizes import format_memory

MOST_DETAILS = 300
_BESIDE_WEIGHTS = 1.2
_LAST = (Act.HIDE,)
"""What only puts the fault out of sight stands behind what helps against it."""


class FailureCard(QWidget):
    """Only the buttons that are true of the fault are there."""

    asked = Signal(object)
    """The act of a button."""
    template_chosen = Signal(str)

    def __init__(
        self, theme: Theme, problem: FileProblem, buttons: Sequence[Button], *, room: int = 0,
        templates: Sequence[tuple[str, str]] = (),
    ) -> None:  # fmt: skip
        super().__init__()
        self._theme = theme
        self._icon = QLabel()
        self.title = TextLabel(theme, fault_title(problem.fault), font="ui_strong", kind="bad")
        self.sentence = TextLabel(theme, told(problem.message), wrap=True, kind="secondary")
        self.more = TextLabel(theme, self._whole_words(problem, room), wrap=True, kind="secondary")
        details = problem.details.strip()[-MOST_DETAILS:]
        self.details = TextLabel(theme, details, font="equation", kind="secondary", wrap=True)
        self.details.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.buttons = {each.act: self._button(each) for each in buttons}
        self.setAccessibleName(f"{self.title.text()}. {self.sentence.text()}")
        self._lay_out(templates)
        for part in (self.more, self.details):
            part.setVisible(bool(part.text()))
        self._dress()
        theme.changed.connect(self._dress)

    def _button(self, button: Button) -> TextButton:
        kind = "link" if button.act in _LAST else ""
        return TextButton(self._theme, button.words, partial(self.asked.emit, button.act), kind=kind, icon=button.icon)

    def _whole_words(self, problem: FileProblem, room: int) -> str:
        if problem.fault is not Fault.CUT_SHORT or not problem.whole_size or not room:
            return ""
        needed = int(problem.whole_size * _BESIDE_WEIGHTS)
        words = self.tr("The whole file would need about {0} of memory, which fits.")
        if needed > room:
            words = self.tr("The whole file would need about {0} of memory, which is more than is free.")
        return words.format(format_memory(needed))

    def _lay_out(self, templates: Sequence[tuple[str, str]]) -> None:
        frame = QFrame()
        frame.setObjectName("failure")
        words = QVBoxLayout()
        words.setSpacing(3)
        for part in (self.title, self.sentence, self.more, self.details):
            words.addWidget(part)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(0, 6, 0, 0)
        buttons.setSpacing(6)
        for act, button in self.buttons.items():
            if act not in _LAST:
                buttons.addWidget(button)
        for name, shown in templates:
            ask = TextButton(self._theme, self.tr("Ask as {0}").format(shown), kind="small")
            ask.clicked.connect(lambda _on=False, name=name: self.template_chosen.emit(name))
            buttons.addWidget(ask)
        for act, button in self.buttons.items():
            if act in _LAST:
                buttons.addWidget(button)
        buttons.addStretch(1)
        words.addLayout(buttons)
        row = QHBoxLayout(frame)
        row.setContentsMargins(12, 10, 12, 10)
        row.setSpacing(8)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 8)
        column.addWidget(frame)

    def _dress(self) -> None:
        side = self._theme.size("icon.m")
        self._icon.setPixmap(self._theme.icon("error", "bad.mark").pixmap(side, side))
        self._icon.setFixedHeight(self._theme.line_height("ui"))
