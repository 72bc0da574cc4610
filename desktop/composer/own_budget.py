"""Own numbers for thinking: how many tokens and seconds it may take, and how many attempts."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFormLayout, QSpinBox, QVBoxLayout, QWidget

from desktop.shell.parts import TextButton, TextLabel
from desktop.shell.popover import Popover
from desktop.theme import Theme

MOST_TOKENS = 1_000_000
MOST_SECONDS = 86_400
MOST_ATTEMPTS = 64
PADDING = 12


class OwnBudget(Popover):
    """A small card with three numbers; Enter takes them, Esc leaves all as it was."""

    chosen = Signal(int, float, int)
    """Tokens of thought, seconds of thinking, attempts."""

    def __init__(self, theme: Theme, opener: QWidget) -> None:
        super().__init__(opener)
        self.tokens = self._number(1, MOST_TOKENS, self.tr("Most tokens of thought"))
        self.tokens.setSingleStep(64)
        self.seconds = self._number(1, MOST_SECONDS, self.tr("Most seconds of thinking"))
        self.attempts = self._number(1, MOST_ATTEMPTS, self.tr("Attempts; all of them run"))
        form = QFormLayout()
        form.setHorizontalSpacing(PADDING)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        form.addRow(TextLabel(theme, self.tr("Tokens")), self.tokens)
        form.addRow(TextLabel(theme, self.tr("Seconds")), self.seconds)
        form.addRow(TextLabel(theme, self.tr("Attempts")), self.attempts)
        use = TextButton(theme, self.tr("Use these"), self._choose)
        use.setDefault(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(PADDING, PADDING, PADDING, PADDING)
        column.addLayout(form)
        column.addWidget(use, 0, Qt.AlignmentFlag.AlignRight)
        for field in (self.tokens, self.seconds, self.attempts):
            field.lineEdit().returnPressed.connect(self._choose)

    def ask(self, tokens: int, seconds: float, attempts: int) -> None:
        """Show these numbers and let them be changed."""
        self.tokens.setValue(tokens)
        self.seconds.setValue(round(seconds))
        self.attempts.setValue(attempts)
        self.open(self.tokens)
        self.tokens.selectAll()

    def _number(self, least: int, most: int, name: str) -> QSpinBox:
        field = QSpinBox(self)
        field.setRange(least, most)
        field.setGroupSeparatorShown(True)
        field.setMinimumWidth(110)
        field.setAccessibleName(name)
        field.setToolTip(name)
        return field

    def _choose(self) -> None:
        self.leave()
        self.chosen.emit(self.tokens.value(), float(self.seconds.value()), self.attempts.value())
