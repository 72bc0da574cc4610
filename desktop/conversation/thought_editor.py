"""A thought in the hands of its reader: changed here, it is thought on from as another branch."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from desktop.rendering.plain_text import PlainTextView
from desktop.rendering.section import Section
from desktop.shell.key_button import KeyButton
from desktop.theme import Theme

_LEAST_LINES, _MOST_LINES = 2, 14
_GAP = 8
_FRAME = 26
"""Border, padding and margin of the field above and below its text."""


class _Field(QPlainTextEdit):
    """Ctrl+Enter continues and Esc ends, before the window's keys take them."""

    continued = Signal()
    cancelled = Signal()

    def event(self, event: QEvent) -> bool:
        """Claim the two keys."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _own(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Continue, end, or write."""
        if not _own(event):
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
        else:
            self.continued.emit()


def _own(event: QKeyEvent) -> bool:
    control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
    return event.key() == Qt.Key.Key_Escape or (control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter))


class ThoughtEditor(Section):
    """The field with its two buttons, and a sentence on what becomes of the rest."""

    continued = Signal(str)
    """The thought up to where the model shall go on."""
    changed = Signal(str)
    """The thought up to the end of the field, "" where it is as it was written."""
    cancelled = Signal()

    def __init__(self, theme: Theme, thought: str, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._thought = theme, thought
        self._asks = False
        self._lead = self._tail = ""
        self.field = _Field(text, self)
        self.field.setProperty("kind", "field")
        self.field.setFont(theme.font("thought"))
        self.field.setAccessibleName(self.tr("The thought, to be changed"))
        self.field.moveCursor(QTextCursor.MoveOperation.End)
        self.continue_button = KeyButton(
            theme, "branch", self.tr("Continue from here"), "Ctrl ↵", kind="primary", push_key_right=False
        )
        self.cancel_button = KeyButton(theme, "", self.tr("Cancel"), "Esc", kind="link", push_key_right=False)
        self.continue_button.clicked.connect(self._continue)
        self.cancel_button.clicked.connect(self.cancel)
        for button in self._buttons():
            button.setParent(self)
        self._remark = PlainTextView(theme, role="meta", color="text.tertiary", parent=self)
        self.continue_button.setEnabled(bool(text.strip()))
        self._explain()
        self.field.continued.connect(self._continue)
        self.field.cancelled.connect(self.cancel)
        self.field.textChanged.connect(self._on_text)
        self.setFocusProxy(self.field)

    def change_step(self, lead: str, tail: str) -> None:
        """The field holds one step: `lead` stands before it as it was written, `tail` is the white space after it."""
        self._lead, self._tail = lead, tail
        self._explain()

    def cancel(self) -> None:
        """End; a changed thought is given up only when it is asked for twice."""
        if self.field.toPlainText() == self._thought or self._asks:
            self.changed.emit("")
            self.cancelled.emit()
            return
        self._asks = True
        self.cancel_button.set_words(self.tr("Give up the changes"))
        self._remark.set_text(self.tr("The thought has been changed. Press Esc again to give the changes up."))
        self.height_changed.emit()

    def place(self, width: int) -> int:
        """Take this width."""
        self.field.resize(width, self.field.height())  # so that its lines are counted at this width
        lines = min(max(self.field.document().size().height(), _LEAST_LINES), _MOST_LINES)
        height = round(lines * self.field.fontMetrics().lineSpacing()) + _FRAME
        self.field.setGeometry(0, 0, width, height)
        y = height + _GAP
        x = 0
        for button in self._buttons():
            hint = button.sizeHint()
            button.setGeometry(x, y, hint.width(), hint.height())
            x += hint.width() + _GAP
        y += self.continue_button.height() + _GAP
        remark = self._remark.place(width)
        self._remark.move(0, y)
        self.resize(width, y + remark)
        return y + remark

    def _buttons(self) -> tuple[KeyButton, KeyButton]:
        return self.continue_button, self.cancel_button

    def _on_text(self) -> None:
        text = self.field.toPlainText()
        self.changed.emit("" if text == self._thought else self._lead + text + self._tail)
        self.continue_button.setEnabled(bool(text.strip()))
        if self._asks:
            self._asks = False
            self.cancel_button.set_words(self.tr("Cancel"))
            self._explain()
        self.height_changed.emit()

    def _explain(self) -> None:
        whole = self.tr(
            "The model thinks on from the end of this text and answers anew, as another branch. This one stays."
        )
        step = self.tr("What follows, and the answer, are written anew as another branch. This one stays as it is.")
        self._remark.set_text(step if self._lead or self._tail else whole)

    def _continue(self) -> None:
        text = self.field.toPlainText()
        if text.strip():
            self.continued.emit(self._lead + text + self._tail)
