"""One of two answers that are written side by side: who writes it, how far it is, its thought and its answer."""

from __future__ import annotations

from PySide6.QtGui import QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from desktop.language.sentences import told
from desktop.shell.parts import TextLabel
from desktop.theme import Theme
from models.events import (
    AnswerStarted,
    AttemptBegan,
    Channel,
    RunEvent,
    RunFailed,
    RunFinished,
    StopReason,
    TextStreamed,
    ThinkingStarted,
    ThoughtCut,
)


class SideColumn(QWidget):
    """Shows what one run writes; it can be read and copied by keyboard, and follows only while its end is shown."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._thought, self._answer = "", ""
        self.over = True
        self.title = TextLabel(theme, font="ui_strong", wrap=True)
        self.state = TextLabel(theme, font="meta", kind="secondary", wrap=True)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setProperty("kind", "field")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.title)
        column.addWidget(self.state)
        column.addWidget(self.text, 1)
        theme.changed.connect(self._dress)
        self._dress()

    @property
    def words(self) -> str:
        """All that is shown of the thought and the answer."""
        return self.text.toPlainText()

    def name(self, title: str) -> None:
        """Say who writes here."""
        self.title.setText(title)
        self.text.setAccessibleName(title)

    def clear(self) -> None:
        """Show nothing."""
        self._thought = self._answer = ""
        self.over = True
        self.state.setText("")
        self.text.clear()

    def begin(self, state: str) -> None:
        """A question was asked of it."""
        self.clear()
        self.over = False
        self.state.setText(state)

    def take(self, event: RunEvent) -> None:
        """Take in what its run tells."""
        match event:
            case AttemptBegan() if event.replaces:
                self._thought = self._answer = ""
                self._show_all()
            case ThinkingStarted():
                self.state.setText(self.tr("Thinking"))
            case AnswerStarted():
                self.state.setText(self.tr("Answering"))
            case TextStreamed():
                self._write(event)
            case ThoughtCut():
                self._thought, self._answer = self._thought[: event.cut_at], ""
                self._show_all()
            case RunFinished():
                self.over = True
                stopped = event.stop_reason is StopReason.STOPPED
                self.state.setText(self.tr("Stopped") if stopped else self.tr("Finished"))
            case RunFailed():
                self.over = True
                self.state.setText(told(event.message))

    def _write(self, event: TextStreamed) -> None:
        if event.channel is Channel.THOUGHT:
            self._thought += event.text
            self._append(event.text, "text.secondary")
            return
        if not self._answer and self._thought:
            self._append("\n\n", "text.secondary")
        self._answer += event.text
        self._append(event.text, "text.primary")

    def _append(self, text: str, role: str) -> None:
        bar = self.text.verticalScrollBar()
        follows = bar.value() >= bar.maximum() - 4
        cursor = QTextCursor(self.text.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        look = QTextCharFormat()
        look.setForeground(self._theme.color(role))
        cursor.insertText(text, look)
        if follows:
            bar.setValue(bar.maximum())

    def _show_all(self) -> None:
        self.text.clear()
        self._append(self._thought, "text.secondary")
        if self._answer:
            self._append("\n\n" if self._thought else "", "text.secondary")
            self._append(self._answer, "text.primary")

    def _dress(self) -> None:
        self.text.setFont(self._theme.font("review_step"))
        self._show_all()
