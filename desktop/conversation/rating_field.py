"""A line in which a reason of one's own or a comment is written, in the place of the chips."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from shiboken6 import isValid

from desktop.theme import Theme

LONGEST = 2_000


class RatingField(QLineEdit):
    """Enter and leaving the field keep what was typed (`kept`), Esc gives it up (`left`).

    What was typed at another time is brought back without the keyboard; until the reader comes to it, it is neither
    kept nor given up.
    """

    typed = Signal(str)
    """The text as the reader has it now."""
    kept = Signal(str)
    left = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._open = self._touched = False
        self._before: QWidget | None = None
        self.setProperty("kind", "compact")
        self.setMaxLength(LONGEST)
        self.returnPressed.connect(self._on_return)
        self.textEdited.connect(self._on_edited)
        self.hide()

    @property
    def is_open(self) -> bool:
        """Whether something is being written."""
        return self._open

    def open(self, text: str, words: str) -> None:
        """Let this text be changed; `words` say what is written here."""
        self._before = QApplication.focusWidget()
        self._show(text, words)
        self._touched = True
        self.setFocus()

    def bring(self, text: str, words: str) -> None:
        """Show what was typed at another time; the keyboard stays where it is."""
        if not self._open:
            self._before, self._touched = None, False
            self._show(text, words)
        elif not self.hasFocus() and self.text() != text:
            self.setText(text)

    def keep(self) -> None:
        """Keep what is being written, if anything is."""
        if self._open:
            self._close()
            self.kept.emit(self.text().strip())

    def leave(self) -> None:
        """The reader goes elsewhere: keep what is being written; what was only brought back can be again."""
        (self.keep if self._touched else self.put_away)()

    def put_away(self) -> None:
        """Close the field; its text is neither kept nor given up."""
        if self._open:
            self._close()

    def event(self, event: QEvent) -> bool:
        """Claim Esc before the window's keys take it."""
        escapes = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if event.type() == QEvent.Type.ShortcutOverride and escapes:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Give up, or write; Enter is the field's own, whatever it does around it."""
        if event.key() == Qt.Key.Key_Escape:
            self._close()
            self.left.emit()
            self._give_back()
            return
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The reader has come to it."""
        super().focusInEvent(event)
        self._touched = True

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """What was typed is kept when the focus goes elsewhere in the window."""
        super().focusOutEvent(event)
        if event.reason() in (Qt.FocusReason.MouseFocusReason, Qt.FocusReason.TabFocusReason,
                              Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.OtherFocusReason):  # fmt: skip
            self.keep()

    def _on_edited(self, text: str) -> None:
        self._touched = True
        self.typed.emit(text)

    def _on_return(self) -> None:
        self.keep()
        self._give_back()

    def _give_back(self) -> None:
        """The keyboard goes on where it was."""
        if self._before is not None and isValid(self._before) and self._before.isVisible():
            self._before.setFocus()

    def _show(self, text: str, words: str) -> None:
        self._open = True
        self.setFont(self._theme.font("meta"))
        self.setPlaceholderText(words)
        self.setToolTip(words)  # the words below what was brought back are not seen
        self.setAccessibleName(words)
        self.setText(text)
        self.show()

    def _close(self) -> None:
        self._open = False
        self.hide()
