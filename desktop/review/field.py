"""A field of the correction: Enter saves, Shift+Enter begins a line, Ctrl+Enter thinks on, Esc leaves it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit

from desktop.theme import Theme

_MOST_LINES = 9
_FRAME = 22
"""Border, padding and margin above and below the text."""
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class CorrectionField(QPlainTextEdit):
    """As high as its text, from `least` lines on."""

    saved = Signal()
    continued = Signal()
    left = Signal()

    def __init__(self, theme: Theme, name: str, *, least: int) -> None:
        super().__init__()
        self._theme, self._least = theme, least
        self.setProperty("kind", "field")
        self.setTabChangesFocus(True)
        self.setAccessibleName(name)
        self.textChanged.connect(self.fit)
        theme.changed.connect(self._dress)
        self._dress()

    def fit(self) -> None:
        """Take the height of the text."""
        whole = self.document().size().height()
        scrolls = Qt.ScrollBarPolicy.ScrollBarAsNeeded if whole > _MOST_LINES else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.setVerticalScrollBarPolicy(scrolls)
        lines = min(max(whole, self._least), _MOST_LINES)
        height = round(lines * self.fontMetrics().lineSpacing()) + _FRAME
        if height != self.height():
            self.setFixedHeight(height)

    def event(self, event: QEvent) -> bool:
        """Claim its keys before the window's."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._own(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Save, think on, leave, or write."""
        if not self._own(event):
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.continued.emit()
        else:
            self.saved.emit()

    def _own(self, event: QKeyEvent) -> bool:
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        return event.key() == Qt.Key.Key_Escape or (event.key() in _ENTER and not shift)

    def _dress(self) -> None:
        self.setFont(self._theme.font("thought"))
        self.fit()
