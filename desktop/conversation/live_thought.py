"""The thought of a running answer in a reasoning panel: its tail while the model thinks, and how it folds then."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from desktop.conversation.answer_story import story_of_live
from desktop.conversation.folding_panel import FoldingPanel
from desktop.conversation.live import LiveAnswer, Phase
from desktop.conversation.panel_buttons import PanelButtons
from desktop.conversation.panel_result import PanelResult
from desktop.conversation.panel_words import ended_header, live_remark, no_thinking_header
from desktop.conversation.shown_thought import ShownThought
from desktop.conversation.thinking_clock import ThinkingClock
from desktop.theme import Theme


class LiveThought(QObject):
    """Opens the panel when thinking starts; when it ends it folds it, as the rules say, and shows the result."""

    began = Signal()
    """Thinking starts: what was done with another thought is to end."""

    def __init__(
        self, theme: Theme, panel: FoldingPanel, shown: ShownThought, buttons: PanelButtons, result: PanelResult
    ) -> None:
        super().__init__(panel)
        self._theme, self._panel, self._body = theme, panel, panel.content
        self._shown, self._buttons, self._result = shown, buttons, result
        self._told: tuple[object, ...] = ()
        self.clock = ThinkingClock(theme, panel.header)
        panel.animation.finished.connect(self._on_folded)

    def show(self, live: LiveAnswer) -> None:
        """Show what a running answer has thought so far."""
        self._shown.live = live
        thinking = live.phase is Phase.THINKING
        if thinking and not self._body.live:
            self._start(live)
        if thinking or self._body.live:
            self._body.take_live(live, thinking=thinking)
        if thinking:
            self._body.fold_row.set_right(live_remark(live))
            self.clock.text_came()
            return
        if self._body.live:
            self._end(live)
        elif live.phase.over or live.phase is Phase.ANSWERING:
            self._show_result(live)

    def leave(self) -> None:
        """The answer is stored, and shown as such from now on."""
        if self._body.live:
            self._stop()
        self._shown.live = None
        self.clock.stop()

    def _start(self, live: LiveAnswer) -> None:
        self._panel.animation.stop()
        self._panel.foldable = True
        self._panel.rules.thinking_started()
        self._body.start_live(self._theme.size("live_steps" if live.deliberates else "live_tail"))
        self.began.emit()
        self._buttons.show_thinking()
        self._panel.update_open()
        self.clock.follow(live)

    def _end(self, live: LiveAnswer) -> None:
        panel, focus = self._panel, QApplication.focusWidget()
        inside = panel.underMouse() or (focus is not None and panel.isAncestorOf(focus))
        unanswered = live.phase.over and not live.answer
        before = panel.rules.state
        folds = not unanswered and panel.rules.thinking_ended(inside=inside)
        if folds and panel.isVisible():
            panel.animation.fold(self._body.height())
        if panel.rules.state is not before:
            panel.state_changed.emit(panel.rules.state)
        self.clock.stop()
        if not panel.animating:
            self._stop()
        self._show_result(live)

    def _stop(self) -> None:
        self.clock.stop()
        self._body.end_live()
        self._body.fold_row.set_right("")
        if self._shown.live is not None:
            self._take_story(self._shown.live)
        self._panel.update_open()

    def _on_folded(self) -> None:
        self._stop()
        self._panel.height_changed.emit()
        self._panel.folded.emit()

    def _take_story(self, live: LiveAnswer) -> None:
        self._shown.show_story(story_of_live(live))
        for attempt in live.attempts.values():
            if attempt.steps:
                self._shown.take(attempt.attempt_id, tuple(attempt.steps))
        if self._panel.rules.open:
            self._shown.fill(now=not live.phase.over)

    def _show_result(self, live: LiveAnswer) -> None:
        told = (live, live.phase.over, live.shown.cuts, self._body.live)
        if told == self._told:
            return  # an answer that grows changes nothing here
        self._told = told
        if not live.has_thought:
            self._result.show(no_thinking_header(off=not live.shown.budget), has_thought=False)
            return
        if live.phase.over and not live.answer:
            self._panel.rules.ended_without_answer()
        if not self._body.live:
            self._take_story(live)
        self._result.show(ended_header(live), has_thought=True)
