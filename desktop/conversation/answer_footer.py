"""The row under an answer: copy, ask again, edit the question; figures on demand."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.conversation.statistics import statistics_of
from desktop.conversation.statistics_card import StatisticsCard
from desktop.keyboard.key_map import with_key
from desktop.rendering.buttons import CopyButton, TextButton
from desktop.rendering.section import Section
from desktop.theme import Theme
from models.history.records import Answer


class AnswerFooter(Section):
    """Shown when an answer has ended; what does not fit into its row begins another."""

    copy_asked = Signal()
    regenerate_asked = Signal()
    edit_asked = Signal()
    raw_asked = Signal()

    def __init__(self, theme: Theme, answer: Answer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._answer = theme, answer
        self._placed = 0
        self._shows_raw = False
        self.copy_button = CopyButton(theme, self.tr("Copy"), copied=self.tr("Copied"), parent=self)
        self.copy_button.setAccessibleName(self.tr("Copy answer"))
        self.copy_button.clicked.connect(self.copy_asked)
        again = TextButton(theme, self.tr("Ask again"), icon="retry", parent=self)
        again.clicked.connect(self.regenerate_asked)
        edit = TextButton(theme, self.tr("Edit question"), icon="edit_step", parent=self)
        edit.clicked.connect(self.edit_asked)
        raw = TextButton(theme, self.tr("As written"), parent=self)
        raw.clicked.connect(self._toggle_raw)
        self.copy_button.setToolTip(with_key(self.tr("Copy the answer as Markdown"), "copy_answer"))
        again.setToolTip(self.tr("Answer the question again, as another branch"))
        edit.setToolTip(self.tr("Change the question and ask it as another branch"))
        raw.setToolTip(self.tr("Show the text as the model wrote it, or rendered"))
        self.details_button = TextButton(theme, self.tr("Figures"), icon="info", parent=self)
        self.details_button.setToolTip(self.tr("Tokens, times, model, and how the answer was drawn"))
        self.details_button.clicked.connect(self._show_figures)
        self.raw_button = raw
        self._row: list[QWidget] = [self.copy_button, again, edit, raw, self.details_button]
        self.buttons = (again, edit, raw, self.details_button)
        """Those without a key."""

    def refresh(self) -> None:
        """Take the colours of the theme."""
        self._placed = 0
        self.update()

    def place(self, width: int) -> int:
        """Take this width."""
        if width == self._placed:
            return self.height()
        self._placed = width
        gutter, height = self._theme.size("gutter"), self._theme.size("control_small")
        x, y = gutter - 9, 0
        for button in self._row:
            if x > gutter and x + button.sizeHint().width() > width:  # large text needs another line
                x, y = gutter - 9, y + height
            button.setGeometry(x, y, button.sizeHint().width(), height)
            x += button.sizeHint().width() + 2
        self.resize(width, y + height)
        return y + height

    def _toggle_raw(self) -> None:
        """The button says what it leads to."""
        self._shows_raw = not self._shows_raw
        words = self.tr("Rendered") if self._shows_raw else self.tr("As written")
        self.raw_button.setText(words)
        self.raw_button.setAccessibleName(words)
        self._placed = 0
        self.raw_asked.emit()

    def _show_figures(self) -> None:
        StatisticsCard(self._theme, statistics_of(self._answer.chosen), self.details_button).show_figures()
