"""The fields of the settings page."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QHBoxLayout, QSpinBox, QVBoxLayout, QWidget

from desktop.shell.parts import TextLabel
from desktop.theme import Theme

FIELD_WIDTH = 200
TEXT_MARGIN = 7
"""Beside the text of a number, in pixels: the style sheet's padding does not reach it."""


class NumberField(QSpinBox):
    """A whole number; below its smallest value stands "Automatic" when None is allowed."""

    def __init__(self, low: int, high: int, step: int, *, automatic: str = "") -> None:
        super().__init__()
        self._automatic = bool(automatic)
        self.setRange(low - step if automatic else low, high)
        self.setSingleStep(step)
        self.setGroupSeparatorShown(True)
        self.lineEdit().setTextMargins(TEXT_MARGIN, 0, TEXT_MARGIN, 0)
        self.setFixedWidth(FIELD_WIDTH)
        self.setKeyboardTracking(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._low = low
        if automatic:
            self.setSpecialValueText(automatic)

    def number(self) -> int | None:
        """Return the number, None for automatic."""
        return None if self._automatic and self.value() < self._low else self.value()

    def show_number(self, number: int | None) -> None:
        """Show a number without telling anyone."""
        self.blockSignals(True)
        self.setValue(self.minimum() if number is None else number)
        self.blockSignals(False)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Turning the wheel scrolls the page, it changes nothing by accident."""
        event.ignore()


class ShareField(QDoubleSpinBox):
    """A number with two decimals."""

    def __init__(self, low: float, high: float, step: float) -> None:
        super().__init__()
        self.setRange(low, high)
        self.setSingleStep(step)
        self.setDecimals(2)
        self.lineEdit().setTextMargins(TEXT_MARGIN, 0, TEXT_MARGIN, 0)
        self.setFixedWidth(FIELD_WIDTH)
        self.setKeyboardTracking(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_number(self, number: float) -> None:
        """Show a number without telling anyone."""
        self.blockSignals(True)
        self.setValue(number)
        self.blockSignals(False)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Turning the wheel scrolls the page, it changes nothing by accident."""
        event.ignore()


class ChoiceField(QComboBox):
    """One of a few values."""

    def __init__(self, choices: Sequence[tuple[str, object]], chosen: Callable[[object], None]) -> None:
        super().__init__()
        for words, value in choices:
            self.addItem(words, value)
        self.setMinimumWidth(FIELD_WIDTH)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.activated.connect(lambda index: chosen(self.itemData(index)))

    def show_value(self, value: object) -> None:
        """Show a value; an unknown one shows nothing."""
        self.setCurrentIndex(self.findData(value))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Turning the wheel scrolls the page, it changes nothing by accident."""
        event.ignore()


def labelled(theme: Theme, name: str, explanation: str, field: QWidget) -> QWidget:
    """Return a row: name and explanation on the left, the field on the right."""
    field.setAccessibleName(name)
    field.setAccessibleDescription(explanation)
    row = QWidget()
    words = QVBoxLayout()
    words.setSpacing(0)
    words.addWidget(TextLabel(theme, name, font="ui_strong"))
    if explanation:
        words.addWidget(TextLabel(theme, explanation, font="meta", kind="tertiary", wrap=True))
    line = QHBoxLayout(row)
    line.setContentsMargins(0, 6, 0, 6)
    line.setSpacing(24)
    line.addLayout(words, 1)
    line.addWidget(field, 0, Qt.AlignmentFlag.AlignTop)
    return row
