"""The composer: question, effort, context, stop and send, docked below the transcript."""

from __future__ import annotations

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QTextCursor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout

from desktop.composer.effort_bar import EffortBar
from desktop.composer.gauge import Gauge
from desktop.composer.held_text import HELD_FROM, HeldText, joined
from desktop.composer.question_input import QuestionInput
from desktop.keyboard.key_map import key_named
from desktop.language.sentences import told
from desktop.shell.key_button import KeyButton
from desktop.shell.parts import TextLabel, restyle
from desktop.theme import Theme
from models.answering.ask_request import LARGEST_QUESTION

DRAFT_MILLISECONDS = 500
EDGE = 8
GAP = 6
SMALLEST = 360
NARROW = 640
"""Below this width of the column the effort becomes a combo box and the speed hides."""


class Composer(QFrame):
    """Writes and sends questions; says quietly what stands in the way and keeps the text."""

    sent = Signal(str)
    stop_pressed = Signal()
    answer_now_pressed = Signal()
    edit_last_pressed = Signal()
    draft_changed = Signal(str)
    """The unsent text, at most half a second after it changed."""
    told = Signal(str)
    """A sentence is shown above the question that was not there before."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._running = False
        self._standing = ""
        self.setObjectName("composer")
        self.setMinimumWidth(SMALLEST)  # its parts give way, so they must not hold it open
        self.input = QuestionInput(theme)
        self.effort = EffortBar(theme)
        self.gauge = Gauge(theme)
        self._held = HeldText(theme)
        self._notice = TextLabel(theme, font="meta", wrap=True)
        self._notice.setObjectName("composerNotice")
        self._notice.hide()
        self.stop_button = KeyButton(
            theme, "stop", self.tr("Stop"), key_named("stop").caps, kind="stop", role="bad.mark", push_key_right=True
        )
        self._send = QPushButton()
        self._send.setProperty("kind", "send")
        self._send.setAccessibleName(self.tr("Send"))
        self._draft_timer = QTimer(self)
        self._draft_timer.setSingleShot(True)
        self._draft_timer.setInterval(DRAFT_MILLISECONDS)
        self._lay_out()
        self._connect()
        self._show_state()
        self._dress()

    def text(self) -> str:
        """Return the unsent text."""
        return joined(self.input.toPlainText(), self._held.text)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is written and nothing held."""
        return self.input.document().isEmpty() and not self._held.text

    @property
    def notice(self) -> str:
        """The sentence that is shown above the question, "" for none."""
        return self._notice.text() if not self._notice.isHidden() else ""

    def set_text(self, text: str) -> None:
        """Replace the text, with the cursor at its end; nothing is saved by this."""
        long = len(text) > HELD_FROM
        self._hold(text if long else "")
        self.input.setPlainText("" if long else text)
        self.input.moveCursor(QTextCursor.MoveOperation.End)
        self._draft_timer.stop()
        self._show_state()

    def put_above(self, text: str) -> None:
        """Put text above what is written, whose cursor stays; it can be undone."""
        if len(text) + len(self.input.toPlainText()) > HELD_FROM:
            self._take_long(text)
            return
        QTextCursor(self.input.document()).insertText(f"{text}\n\n")

    def put_below(self, text: str) -> None:
        """Put a short text below what is written, with the cursor at its end; it can be undone."""
        cursor = self.input.textCursor()
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.insertText(text if self.input.document().isEmpty() else f"\n\n{text}")
        self.input.setTextCursor(cursor)

    def flush_draft(self) -> None:
        """Emit a pending `draft_changed` now (before another conversation is opened, or at the end)."""
        if self._draft_timer.isActive():
            self._draft_timer.stop()
            self.draft_changed.emit(self.text())

    def set_running(self, running: bool) -> None:
        """Say whether an answer is being written in this conversation."""
        self._running = running
        self.effort.look_again()
        self.stop_button.set_words(self.tr("Stop"))
        self._show_state()

    def show_stopping(self) -> None:
        """Show at once that a stop was heard; the button keeps its place and size."""
        self.stop_button.set_words(self.tr("Stopping"), with_key=False)
        self.stop_button.setEnabled(False)

    def show_notice(self, text: str) -> None:
        """Show one quiet sentence above the question until the text changes; "" returns to the standing one."""
        words = told(text) or self._standing
        new = bool(words) and words != self.notice
        self._notice.setText(words)
        self._notice.setVisible(bool(words))
        if new:
            self.told.emit(words)

    def show_standing_notice(self, text: str) -> None:
        """Show a sentence that stays while one types, such as what Send waits for; "" ends it."""
        self._standing = text
        self.show_notice("")

    def focus(self) -> None:
        """Put the cursor into the question."""
        self.input.setFocus()

    def submit(self) -> None:
        """Send the question, or say why not."""
        text = self.text()
        if not text.strip():
            self.show_notice(self.tr("Write a question first."))
        elif len(text) > LARGEST_QUESTION:
            self.show_notice(self._too_large(len(text)))
        elif self._running:
            self.show_notice(self.tr("The answer is still being written. Send when it is done, or stop it first."))
        else:
            self.show_notice("")
            self.sent.emit(text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Follow the width of the column."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Show what has room: all, no speed, or the efforts as one combo box."""
        room = self.width() - self.stop_button.width() - self._send.width() - 2 * EDGE - 4 * GAP
        without_speed, with_speed = self.gauge.widths()
        segments = self.effort.segments_width()
        narrow = self.width() < NARROW or segments + without_speed > room
        self.effort.set_narrow(narrow)
        self.gauge.show_speed(not narrow and segments + with_speed <= room)

    def _lay_out(self) -> None:
        controls = QHBoxLayout()
        controls.setContentsMargins(0, 0, 0, 0)
        controls.setSpacing(GAP)
        controls.addWidget(self.effort)
        controls.addStretch(1)
        controls.addWidget(self.gauge)
        controls.addWidget(self.stop_button)
        controls.addWidget(self._send)
        column = QVBoxLayout(self)
        column.setContentsMargins(EDGE, EDGE, EDGE, EDGE)
        column.setSpacing(3)
        column.addWidget(self._notice)
        writing = QHBoxLayout()
        writing.setContentsMargins(4, 2, 4, 0)
        writing.addWidget(self.input)
        column.addLayout(writing)
        column.addWidget(self._held)
        column.addLayout(controls)

    def _connect(self) -> None:
        self.input.submitted.connect(self.submit)
        self.input.answer_now_pressed.connect(self.answer_now_pressed)
        self.input.edit_last_pressed.connect(self.edit_last_pressed)
        self.input.paste_refused.connect(lambda length: self.show_notice(self._too_large(length)))
        self.input.long_pasted.connect(self._take_long)
        self._held.removed.connect(self._drop_long)
        self.input.focused.connect(self._show_focus)
        self.input.textChanged.connect(self._on_text)
        self._draft_timer.timeout.connect(lambda: self.draft_changed.emit(self.text()))
        self._send.clicked.connect(self.submit)
        self.stop_button.clicked.connect(self.stop_pressed)
        self.effort.settled.connect(self._show_hint)
        self._theme.changed.connect(self._dress)

    def _on_text(self) -> None:
        self.show_notice("")
        if not self._draft_timer.isActive():  # who types without a pause is saved as well
            self._draft_timer.start()
        self._show_state()

    def _take_long(self, text: str) -> None:
        self._hold(joined(self._held.text, text))
        self._on_text()

    def _drop_long(self) -> None:
        self._hold("")
        self._on_text()
        self.focus()

    def _hold(self, text: str) -> None:
        self._held.hold(text)
        self.input.held = len(text)

    def _too_large(self, length: int) -> str:
        words = self.tr("This text has {0} characters; a question holds at most {1}. Shorten it and try again.")
        return words.format(f"{length:,}", f"{LARGEST_QUESTION:,}")

    def _show_state(self) -> None:
        self.stop_button.setEnabled(self._running)
        self._send.setEnabled(not self._running and not self.is_empty)
        self._send.setToolTip(self.tr("Send (Enter)"))
        self._show_hint()
        self._dress_send()

    def _show_hint(self) -> None:
        """What can be done; and about how long the model will think, where that is known."""
        seconds = self.effort.expected_seconds()
        hint = self.tr("You can already write the next question") if self._running else self.tr("Ask a question")
        if not self._running and seconds:
            words = self.tr("Ask a question; the model will think for about {0} s")
            hint = words.format(f"{max(seconds, 1):.0f}")
        self.input.setPlaceholderText(hint)

    def _show_focus(self, focused: bool) -> None:
        self.setProperty("active", "true" if focused else "false")
        restyle(self)

    def _dress(self) -> None:
        theme = self._theme
        self._send.setFixedSize(theme.size("control") + 2, theme.size("control"))
        self._send.setIconSize(QSize(theme.size("icon.m"), theme.size("icon.m")))
        self.stop_button.setFixedWidth(self.stop_button.width_for(self.tr("Stop")))
        self._dress_send()
        self._fit()

    def _dress_send(self) -> None:
        role = "text.on_accent" if self._send.isEnabled() else "text.disabled"
        self._send.setIcon(self._theme.icon("send", role))
