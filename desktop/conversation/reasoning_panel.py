"""The reasoning panel: live tail while the model thinks, folded with its figures afterwards, whole on demand."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEasingCurve, QEvent, QObject, QRectF, Qt, QTimer, QVariantAnimation, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QWidget

from desktop.conversation.confidence_marks import ConfidenceMarks
from desktop.conversation.doubts import Doubt, doubts_in
from desktop.conversation.fold_row import FoldRow
from desktop.conversation.fold_rules import FoldRules
from desktop.conversation.live import LiveAnswer, Phase
from desktop.conversation.panel_header import HeaderText, PanelHeader
from desktop.conversation.panel_words import attempt_header, live_header, stopped_header, thought_header
from desktop.conversation.tail_fade import TailFade
from desktop.conversation.thought_editor import ThoughtEditor
from desktop.keyboard.key_map import with_key
from desktop.rendering.buttons import CopyButton, TextButton
from desktop.rendering.plain_text import PlainTextView
from desktop.rendering.section import Section
from desktop.theme import Theme
from models.events import Channel, Token
from models.history.records import Attempt, AttemptState, PanelState

_PADDING = 6
_RIGHT = 12


class ReasoningPanel(Section):
    """One panel. `state_changed` carries the `PanelState` to keep; `answer_now_asked` comes from its button."""

    state_changed = Signal(object)
    answer_now_asked = Signal()
    think_again_asked = Signal()
    """Of an answer without a thought: think, and answer again."""
    confidence_asked = Signal()
    """The tokens of the thought are to be brought, with how sure the model was of each (`show_confidence`)."""
    edited = Signal(str)
    """The thought as the reader changed it, to be thought on from."""
    folded = Signal()
    """The fold animation has ended (or there was none to wait for)."""

    def __init__(self, theme: Theme, stored: PanelState = PanelState.AUTOMATIC, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.rules = FoldRules(stored)
        self._live: LiveAnswer | None = None
        self._raw = ""
        self._pending_whole = ""
        self._taken = 0
        self._lead = 0
        self._foldable = False
        self._dashed = False
        self._thinking = False
        self.editor: ThoughtEditor | None = None
        """The field in which the thought is being changed."""
        self._body = PlainTextView(theme, role="thought", color="text.secondary")
        self._marks = ConfidenceMarks(theme, self._body)
        self._make_parts()
        self._tick = QTimer(self)
        self._tick.setInterval(theme.milliseconds("timer_tick"))
        self._tick.timeout.connect(self._show_live_header)
        self._animation = QVariantAnimation(self)
        self._animation.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._animation.valueChanged.connect(lambda _value: self.height_changed.emit())
        self._animation.finished.connect(self._on_folded)
        self.setAccessibleName(self.tr("Thoughts"))

    @property
    def is_open(self) -> bool:
        """Whether the thoughts are in view."""
        return self.rules.open

    @property
    def thinking(self) -> bool:
        """Whether it shows a thought that is being written."""
        return self._thinking

    @property
    def ticking(self) -> bool:
        """Whether the timer of the live header runs."""
        return self._tick.isActive()

    @property
    def animating(self) -> bool:
        """Whether it is folding by itself."""
        return self._animation.state() == QVariantAnimation.State.Running

    @property
    def header(self) -> PanelHeader:
        """The header."""
        return self._header

    @property
    def body(self) -> PlainTextView:
        """The thoughts."""
        return self._body

    def show_live(self, live: LiveAnswer) -> None:
        """Show what a running answer has thought so far."""
        self._live = live
        thinking = live.phase is Phase.THINKING
        if thinking and not self._thinking:
            self._start_thinking()
        self._take(live.thought)
        if thinking:
            return  # the header follows the clock, not the text
        if self._thinking:
            self._end_thinking(live)
        elif live.phase.over or live.phase is Phase.ANSWERING:
            self._show_live_result(live)

    def show_attempt(self, attempt: Attempt) -> None:
        """Show a stored attempt; nothing is written anew when the text is the one already shown."""
        if self._thinking:
            self._stop_thinking()
        self._live = None
        self._tick.stop()
        if attempt.thought != self._raw:
            self._marks.clear()
            self._body.set_text("")
            self._raw, self._taken, self._lead = "", 0, 0
            self._pending_whole = attempt.thought
        unanswered = attempt.state is not AttemptState.FINISHED and not attempt.answer
        if unanswered and attempt.thought.strip():
            self.rules.ended_without_answer()
        self._set_result(attempt_header(attempt), has_thought=bool(attempt.thought.strip()))
        if self.rules.open:
            self._write_whole()

    @property
    def marked(self) -> Sequence[Doubt]:
        """The tokens that are marked as doubtful."""
        return self._marks.shown

    def toggle_confidence(self) -> None:
        """Mark what the model doubted, or end that."""
        if self._marks.shown:
            self._marks.clear()
            self._confidence.set_on(False)
        elif self._confidence.isVisibleTo(self):
            self.confidence_asked.emit()

    def show_confidence(self, tokens: Sequence[tuple[Channel, Token]]) -> None:
        """Mark the tokens of the thought that the model doubted."""
        if not self.rules.open:
            self.toggle()
        self._marks.show(doubts_in(self.thought, tokens, Channel.THOUGHT), lead=self._lead)
        self._confidence.set_on(bool(self._marks.shown))

    def edit(self) -> None:
        """Let the reader change the thought; nothing happens while it is being written, or where there is none."""
        if not self._edit.isVisibleTo(self) or self.editor is not None:
            return
        if not self.rules.open:
            self.toggle()
        self.editor = ThoughtEditor(self._theme, self.thought, self._clip)
        self.editor.continued.connect(self._take_edited)
        self.editor.cancelled.connect(self.end_editing)
        self.editor.height_changed.connect(self.height_changed)
        self._body.hide()
        self.editor.show()
        self.height_changed.emit()
        self.editor.setFocus()

    def end_editing(self) -> None:
        """Show the thought as it was written."""
        if self.editor is not None:
            self.editor.hide()
            self.editor.deleteLater()
            self.editor = None
            self._body.show()
            self._header.setFocus()
            self.height_changed.emit()

    def toggle(self) -> None:
        """Fold or unfold, as the reader asks."""
        if not self._foldable:
            return
        self.end_editing()
        self._animation.stop()
        self.rules.toggle()
        if self.rules.open:
            self._write_whole()
        self._update_open()
        self.state_changed.emit(self.rules.state)
        self.height_changed.emit()

    def reveal(self, offset: int, length: int) -> int:
        """Open it at a place of the thought; returns the vertical position of the place in this panel (pixels)."""
        if not self.rules.open:
            self.rules.open = True
            self._update_open()
        self._write_whole()
        self.place(self.width())
        return self._body.show_hit(max(offset - self._lead, 0), length) + self._body.y() + self._header.height()

    def clear_hit(self) -> None:
        """Remove the mark of `reveal`."""
        self._body.clear_hit()

    def refresh(self) -> None:
        """Take the colours of the theme."""
        self._body.apply_theme()
        self.update()

    def stop_timers(self) -> None:
        """Nothing ticks or moves after this."""
        self._tick.stop()
        self._animation.stop()

    def place(self, width: int) -> int:
        """Take this width; the height follows the fold state, or the animation between its states."""
        header = self._theme.size("panel_header")
        self._header.setGeometry(0, 0, width, header)
        self._header.arrange()
        full = self._place_body(width) if self.rules.open or self.animating else 0
        shown = full
        if self.animating:
            shown = round(float(self._animation.currentValue()) * full)
        self._clip.setGeometry(0, header, width, shown)
        self._clip.setVisible(shown > 0)
        self.resize(width, header + shown)
        return header + shown

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the frame."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(self._theme.color("line.subtle" if not self._dashed else "line.default"), 1)
        if self._dashed:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(self._theme.color("bg.panel"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A press inside the thoughts counts as a touch."""
        if watched is self._body.viewport() and event.type() == QEvent.Type.MouseButtonPress:
            self.rules.touch()
        return super().eventFilter(watched, event)

    def hideEvent(self, event: object) -> None:
        """A panel out of sight needs no ticking; it goes on when shown again."""
        self._tick.stop()

    def showEvent(self, event: object) -> None:
        """Tick again while thinking."""
        if self._thinking:
            self._tick.start()

    def _make_parts(self) -> None:
        theme = self._theme
        self._header = PanelHeader(theme, self)
        self._header.clicked.connect(self.toggle)
        self._answer_now = TextButton(
            theme, self.tr("Answer now"), icon="answer_now", key="Ctrl ↵", framed=True, parent=self._header
        )
        self._answer_now.clicked.connect(self.answer_now_asked)
        self._answer_now.hide()
        self._copy = CopyButton(theme, "", copied=self.tr("Copied"), parent=self._header)
        self._copy.setAccessibleName(self.tr("Copy thought"))
        self._copy.setToolTip(self.tr("Copy thought"))
        self._copy.clicked.connect(lambda: self._copy.copy(self.thought))
        self._copy.hide()
        self._confidence = TextButton(theme, "", icon="confidence", parent=self._header)
        self._confidence.setAccessibleName(self.tr("Mark what the model was not sure of"))
        self._confidence.setToolTip(with_key(self.tr("Mark what the model was not sure of"), "confidence"))
        self._confidence.clicked.connect(self.toggle_confidence)
        self._confidence.hide()
        self._edit = TextButton(theme, "", icon="edit_step", parent=self._header)
        self._edit.setAccessibleName(self.tr("Change the thought and think on from there"))
        self._edit.setToolTip(with_key(self.tr("Change the thought and think on from there"), "edit_thought"))
        self._edit.clicked.connect(self.edit)
        self._edit.hide()
        self._again = TextButton(theme, self.tr("Think and answer again"), accent=True, parent=self._header)
        self._again.clicked.connect(self.think_again_asked)
        self._again.hide()
        self._header.set_buttons([self._answer_now, self._again, self._copy, self._edit, self._confidence])
        self._clip = QWidget(self)
        self._body.setParent(self._clip)
        self._body.setAccessibleName(self.tr("Thoughts"))
        self._body.scrolled.connect(self.rules.touch)
        self._body.viewport().installEventFilter(self)
        self._fade = TailFade(theme, self._body.viewport())
        self._fold_row = FoldRow(theme, self._clip)
        self._fold_row.clicked.connect(self.toggle)

    def _take_edited(self, thought: str) -> None:
        self.end_editing()
        self.edited.emit(thought)

    @property
    def thought(self) -> str:
        """The thought as the model wrote it."""
        return self._pending_whole or self._raw

    def _take(self, thought: str) -> None:
        """Append what is new; leading empty lines are not shown."""
        if not thought.startswith(self._raw[:64]) or len(thought) < self._taken:
            self._body.set_text("")
            self._taken = self._lead = 0
        new = thought[self._taken :]
        self._raw = thought
        self._pending_whole = ""
        if not new:
            return
        self._taken = len(thought)
        if not self._body.size_in_characters:
            stripped = new.lstrip()
            self._lead += len(new) - len(stripped)
            new = stripped
        following = self._follows_end()
        self._body.append_text(new)
        if following and self._thinking:
            self._body.scroll_to_end()

    def _follows_end(self) -> bool:
        bar = self._body.verticalScrollBar()
        return bar.value() >= bar.maximum() - 24

    def _write_whole(self) -> None:
        if self._pending_whole:
            whole = self._pending_whole
            self._take(whole)

    def _start_thinking(self) -> None:
        self._thinking = self._foldable = True
        self.rules.thinking_started()
        self._body.shows_caret = True
        self._body.fixed_height = self._theme.size("live_tail") - 2 * _PADDING
        self._body.invalidate()
        self._answer_now.show()
        self.end_editing()
        self._marks.clear()
        for button in (self._copy, self._edit, self._confidence, self._again):
            button.hide()
        self._fold_row.set_right(self.tr("Folds when the thinking ends"))
        self._fade.show()
        self._update_open()
        self._show_live_header()
        self._tick.start()

    def _end_thinking(self, live: LiveAnswer) -> None:
        focus = QApplication.focusWidget()
        inside = self.underMouse() or (focus is not None and self.isAncestorOf(focus))
        unanswered = live.phase.over and not live.answer
        folds = not unanswered and self.rules.thinking_ended(inside=inside)
        duration = self._theme.milliseconds("fold")
        if folds and duration and self.isVisible():
            self._animation.setStartValue(1.0)
            self._animation.setEndValue(0.0)
            self._animation.setDuration(duration)
            self._animation.start()
        self._tick.stop()
        self._answer_now.hide()
        if not self.animating:
            self._stop_thinking()
        self._show_live_result(live)

    def _stop_thinking(self) -> None:
        self._thinking = False
        self._tick.stop()
        self._answer_now.hide()
        self._body.fixed_height = 0
        self._body.shows_caret = False
        self._body.invalidate()
        self._fade.hide()
        self._fold_row.set_right("")
        self._update_open()

    def _on_folded(self) -> None:
        self._stop_thinking()
        self.height_changed.emit()
        self.folded.emit()

    def _show_live_result(self, live: LiveAnswer) -> None:
        attempt = live.shown
        if not live.thought.strip():
            return
        seconds, tokens = live.thinking_seconds(), attempt.thought_tokens
        if live.phase.over and not live.answer:
            self.rules.ended_without_answer()
            tag = self.tr("stopped by you") if live.phase is Phase.STOPPED else self.tr("failed")
            self._set_result(stopped_header(seconds, tokens, tag=tag), has_thought=True)
        else:
            self._set_result(thought_header(seconds, tokens, attempt.thought_end or ""), has_thought=True)

    def _set_result(self, content: HeaderText, *, has_thought: bool) -> None:
        self._header.show_text(content, progress=None)
        self._foldable = has_thought
        self._dashed = not has_thought
        if not has_thought:
            self.rules.open = False
        over = self._live is None or self._live.phase.over
        self._copy.setVisible(has_thought)
        self._edit.setVisible(has_thought and over)
        self._confidence.setVisible(has_thought and over)
        self._again.setVisible(not has_thought and over)
        self._update_open()

    def _show_live_header(self) -> None:
        live = self._live
        if live is None or live.phase is not Phase.THINKING:
            self._tick.stop()
            return
        budget = live.shown.budget
        share = live.thought_tokens / budget if budget else 0.0
        self._header.show_text(live_header(live), progress=share)

    def _update_open(self) -> None:
        self._header.show_open(is_open=self.rules.open, foldable=self._foldable)
        self._header.arrange()
        self.update()

    def _place_body(self, width: int) -> int:
        gutter, row = self._theme.size("gutter"), self._theme.size("panel_fold_row")
        inner = width - gutter - _RIGHT
        body = self._body.place(inner) if self.editor is None else self.editor.place(inner)
        if self.editor is not None:
            self.editor.move(gutter, _PADDING)
        if self._body.fixed_height and self._follows_end():
            self._body.scroll_to_end()
        self._body.move(gutter, _PADDING)
        self._fade.setGeometry(0, 0, inner, self._theme.line_height("thought"))
        bottom = _PADDING if self._body.fixed_height else _PADDING + 4
        self._fold_row.setGeometry(0, _PADDING + body + bottom, width, row)
        return _PADDING + body + bottom + row
