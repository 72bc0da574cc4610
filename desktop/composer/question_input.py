"""The text field of the composer: grows from one line to eight, then scrolls inside."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication, QInputMethodEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QPlainTextEdit

from desktop.composer.held_text import HELD_FROM
from desktop.theme import Theme
from models.answering.ask_request import LARGEST_QUESTION

MOST_LINES = 8


class QuestionInput(QPlainTextEdit):
    """Writes a question: Enter sends, Shift+Enter makes a new line."""

    submitted = Signal()
    answer_now_pressed = Signal()
    edit_last_pressed = Signal()
    files_dropped = Signal(list)
    """Files of this computer (`Path`s) were dropped or pasted."""
    long_pasted = Signal(str)
    """A text was pasted that is too long for the field."""
    paste_refused = Signal(int)
    """A text of so many characters was pasted that it cannot become a question; it stays on the clipboard."""
    focused = Signal(bool)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._composing = False
        self.held = 0
        """Characters of the question that are held beside the field."""
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(2)
        self.setAccessibleName(self.tr("Your question"))
        self._dress()
        theme.changed.connect(self._dress)
        self.document().documentLayout().documentSizeChanged.connect(self._grow)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Send, ask for the answer now, or edit the last question; all else writes."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._composing:
                QGuiApplication.inputMethod().commit()
                return
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.answer_now_pressed.emit()
                return
            if not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self.submitted.emit()
                return
        if event.key() == Qt.Key.Key_Up and self.document().isEmpty() and not self._composing and not self.held:
            self.edit_last_pressed.emit()
            return
        super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Remember whether an input method still composes: its Enter chooses characters and sends nothing."""
        self._composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Text and files of this computer can be dropped."""
        return bool(_files(source)) or source.hasText()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste plain text; files, and what is too long for the field or for any question, go elsewhere."""
        if files := _files(source):
            self.files_dropped.emit(files)
        else:
            self.insert_text(source.text())

    def insert_text(self, text: str) -> None:
        """Put text at the cursor as if it were pasted."""
        written = self.document().characterCount()
        if len(text) + written + self.held > LARGEST_QUESTION:
            self.paste_refused.emit(len(text))
            return
        if len(text) + written > HELD_FROM:
            self.long_pasted.emit(text)
            return
        self.insertPlainText(text)
        self.ensureCursorVisible()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell the frame, which draws the focus."""
        super().focusInEvent(event)
        self.focused.emit(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell the frame, which draws the focus."""
        super().focusOutEvent(event)
        self.focused.emit(False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width breaks the lines anew."""
        super().resizeEvent(event)
        self._grow()

    def _grow(self) -> None:
        lines = min(max(round(self.document().size().height()), 1), MOST_LINES)
        height = lines * self.fontMetrics().lineSpacing() + 2 * round(self.document().documentMargin()) + 2
        overflows = self.document().size().height() > MOST_LINES
        policy = Qt.ScrollBarPolicy.ScrollBarAsNeeded if overflows else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        if self.verticalScrollBarPolicy() != policy:
            self.setVerticalScrollBarPolicy(policy)
        if height != self.height():
            self.setFixedHeight(height)

    def _dress(self) -> None:
        self.setFont(self._theme.font("answer"))
        self._grow()


def _files(source: QMimeData) -> list[Path]:
    """Return the files that are dragged, none when something else is among them."""
    if not source.hasUrls() or not all(url.isLocalFile() for url in source.urls()):
        return []
    return [Path(url.toLocalFile()) for url in source.urls()]
