"""Own numbers for a thought: how many tokens and seconds it may take."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFormLayout, QFrame, QSpinBox, QVBoxLayout, QWidget

from desktop.shell.parts import TextButton, TextLabel
from desktop.theme import Theme

MOST_TOKENS = 1_000_000
MOST_SECONDS = 86_400
PADDING = 12


class OwnBudget(QFrame):
    """A small popup with two numbers; Enter takes them, Esc leaves all as it was."""

    chosen = Signal(int, float)
    """Tokens of thought, seconds of thinking."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("card")
        self.tokens = self._number(1, MOST_TOKENS, self.tr("Most tokens of thought"))
        self.tokens.setSingleStep(64)
        self.seconds = self._number(1, MOST_SECONDS, self.tr("Most seconds of thinking"))
        form = QFormLayout()
        form.setHorizontalSpacing(PADDING)
        form.addRow(TextLabel(theme, self.tr("Tokens")), self.tokens)
        form.addRow(TextLabel(theme, self.tr("Seconds")), self.seconds)
        use = TextButton(theme, self.tr("Use these"), self._choose)
        use.setDefault(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(PADDING, PADDING, PADDING, PADDING)
        column.addLayout(form)
        column.addWidget(use, 0, Qt.AlignmentFlag.AlignRight)
        for field in (self.tokens, self.seconds):
            field.lineEdit().returnPressed.connect(self._choose)

    def open_above(self, place: QPoint, tokens: int, seconds: float) -> None:
        """Show it with its lower left corner at `place` (of the screen)."""
        self.tokens.setValue(tokens)
        self.seconds.setValue(round(seconds))
        self.adjustSize()
        self.move(place - QPoint(0, self.height() + 6))
        self.show()
        self.tokens.setFocus(Qt.FocusReason.PopupFocusReason)
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
        self.hide()
        self.chosen.emit(self.tokens.value(), float(self.seconds.value()))
