"""The reasoning panel: live tail while the model thinks, folded with its figures afterwards, whole on demand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QWidget

from desktop.conversation.announcing import announce
from desktop.conversation.answer_story import AnswerStory, story_of_answer, story_of_live
from desktop.conversation.doubts import SURE, Doubt, doubts_in, drawn_text
from desktop.conversation.fold_rules import lacks_answer
from desktop.conversation.folding_panel import FoldingPanel
from desktop.conversation.live import LiveAnswer, Phase
from desktop.conversation.panel_buttons import PanelButtons
from desktop.conversation.panel_confidence import PanelConfidence
from desktop.conversation.panel_header import HeaderText
from desktop.conversation.panel_judging import PanelJudging
from desktop.conversation.panel_words import answer_header, ended_header, live_remark, no_thinking_header
from desktop.conversation.shown_thought import ShownThought
from desktop.conversation.thinking_clock import ThinkingClock
from desktop.conversation.thought_editor import ThoughtEditor
from desktop.rendering.plain_text import PlainTextView
from desktop.theme import Theme
from models.events import Channel, Token
from models.history.ratings.records import Mark, Preference, RemarkDraft
from models.history.records import Answer, PanelState
from models.traces import Step


class ReasoningPanel(FoldingPanel):
    """One panel; `answer_now_asked` comes from its button."""

    answer_now_asked = Signal()
    think_again_asked = Signal()
    """Of an answer without a thought: think, and answer again."""
    confidence_asked = Signal(str)
    """The tokens of an attempt's thought are to be brought, with how sure the model was (`show_confidence`)."""
    steps_wanted = Signal(str)
    """The steps of an attempt are to be brought (`show_attempt_steps`)."""
    judged = Signal(object)
    """What the reader says of a step or an attempt (`desktop.conversation.step_marks`)."""
    judgement_wanted = Signal(str)
    """What the reader said of an attempt is to be brought (`show_judgement`)."""
    attempt_taken = Signal(str)
    """The attempt whose answer is to count, as the reader says."""
    edited = Signal(str)
    """The thought as the reader changed it, to be thought on from; the field stays until `end_editing`."""
    edit_typed = Signal(str, str)
    """An attempt, and its thought as the reader has changed it so far; "" where the changes were given up."""
    walked = Signal(int, int)
    """The reader went to a place of the panel with the keyboard: its top and bottom (pixels)."""

    def __init__(self, theme: Theme, stored: PanelState = PanelState.AUTOMATIC, parent: QWidget | None = None) -> None:
        super().__init__(theme, stored, parent)
        self._live: LiveAnswer | None = None
        self._thinking = False
        self._walk_later = 0
        self._told: tuple[object, ...] = ()
        self._result = HeaderText("")
        self._hits: tuple[tuple[int, int], ...] = ()
        """Where a search has found its words in the thought."""
        self._hit = 0
        self._remark = ""
        """What is said beside that for a while."""
        self._shown = ShownThought(self._body)
        self.judging = PanelJudging(self._body, self._shown)
        self._buttons = PanelButtons(theme, self._header, lambda: self.thought)
        self.confidence = PanelConfidence(theme, self._body, self._buttons.confidence_button)
        self._clock = ThinkingClock(theme, self._header)
        self._join()
        self.setAccessibleName(self.tr("Thoughts"))

    @property
    def shape(self) -> tuple[bool, ...]:
        """What of it is there; when that changes it has to be placed again."""
        return (self._thinking, self.is_open, *self._body.shape)

    @property
    def thinking(self) -> bool:
        """Whether it shows a thought that is being written."""
        return self._thinking

    @property
    def ticking(self) -> bool:
        """Whether the timer of the live header runs."""
        return self._clock.ticking

    @property
    def buttons(self) -> PanelButtons:
        """The buttons in the header."""
        return self._buttons

    @property
    def body(self) -> PlainTextView:
        """The thought as plain text."""
        return self._body.plain

    @property
    def editor(self) -> ThoughtEditor | None:
        """The field in which the thought is being changed."""
        return self._body.editor

    @property
    def thought(self) -> str:
        """The thought that is shown, as the model wrote it."""
        return self._body.live_thought if self._thinking else self._shown.thought

    @property
    def story(self) -> AnswerStory | None:
        """How the answer was found; None while it is being sought."""
        return self._shown.story

    @property
    def shown_attempt_id(self) -> str:
        """The id of the attempt that is shown."""
        return self._shown.attempt_id

    @property
    def shown_attempt(self) -> int:
        """The number of the attempt that is shown."""
        return self._shown.number

    def show_live(self, live: LiveAnswer) -> None:
        """Show what a running answer has thought so far."""
        self._live = live
        thinking = live.phase is Phase.THINKING
        if thinking and not self._thinking:
            self._start_thinking(live)
        if thinking or self._thinking:
            self._body.take_live(live, thinking=thinking)
        if thinking:
            self._body.fold_row.set_right(live_remark(live))
            self._clock.text_came()
            return
        if self._thinking:
            self._end_thinking(live)
        elif live.phase.over or live.phase is Phase.ANSWERING:
            self._show_live_result(live)

    def show_answer(self, answer: Answer) -> None:
        """Show a stored answer; nothing is written anew when the thought is the one already shown."""
        if self._thinking:
            self._stop_thinking()
        self._live = None
        self._clock.stop()
        attempt, before = answer.chosen, self.thought
        if attempt.thought != before:
            self.confidence.clear()
        self._take_story(story_of_answer(answer))
        if self.thought != before:
            self.clear_hit()
        if lacks_answer(answer):
            self.rules.ended_without_answer()
        told = any(each.thought.strip() for each in answer.attempts)
        self._set_result(answer_header(answer), has_thought=told)
        if self.rules.open:
            self._fill()

    def show_attempt(self, number: int) -> None:
        """Show another attempt of the answer, if it has one of this number; not while a thought is being changed."""
        story = self._shown.story
        if self._thinking or self.editor is not None or story is None or not story.several:
            return
        if not self._shown.choose(number):
            return
        self.touch()
        self.confidence.clear()
        self.clear_hit()
        if not self.rules.open:
            self.toggle()
        self._fill()
        self._show_result_buttons()
        self.height_changed.emit()

    def show_attempt_steps(self, attempt_id: str, steps: Sequence[Step]) -> bool:
        """Take the steps of an attempt; returns whether it is one of this panel's."""
        if not self._shown.take(attempt_id, tuple(steps)):
            return False
        if self.rules.open and not self._thinking:
            self._fill()
            self.height_changed.emit()
            if self._walk_later:
                self.walk(self._walk_later)
        return True

    def walk(self, by: int) -> None:
        """Go to the next (1) or previous (-1) step, or token where doubtful ones are marked."""
        if not self._foldable or self.editor is not None:
            return
        self._walk_later = 0
        if not self.rules.open:
            self.toggle()
        if self.confidence.shown:
            place = self.confidence.walk(by)
            if place is not None:
                self.walked.emit(*(self._header.height() + y for y in place))
        elif self._body.shows_steps:
            self._body.steps.walk(by)
            self._body.steps.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif self._shown.waiting:
            self._walk_later = by

    def walk_back(self) -> None:
        """Go to the step that was walked to last, else to the first in view."""
        self.walk(0 if self.rules.open and self._body.steps.current is not None else 1)

    def show_judgement(
        self, attempt_id: str, marks: Sequence[Mark], preferences: Sequence[Preference], typed: RemarkDraft | None
    ) -> None:
        """Show what the reader said of an attempt, as it is saved, and the note that is being written."""
        buttons = (self._body.prefer, self._body.pair)
        before = [(each.isHidden(), each.text()) for each in buttons]
        self.judging.show(attempt_id, marks, preferences, typed)
        if before != [(each.isHidden(), each.text()) for each in buttons]:
            self.height_changed.emit()

    @property
    def marked(self) -> Sequence[Doubt]:
        """The tokens that are marked as doubtful."""
        return self.confidence.shown

    def toggle_confidence(self) -> None:
        """Mark what the model doubted, or end that."""
        if self.confidence.shown:
            self.confidence.clear()
            self._fill()
            self.height_changed.emit()
        elif self._buttons.confidence_button.isVisibleTo(self):
            self.confidence_asked.emit(self._shown.attempt_id)

    def show_confidence(self, tokens: Sequence[tuple[Channel, Token]]) -> None:
        """Mark the tokens of the thought that the model doubted; where there are none, say so and change nothing."""
        doubts = doubts_in(self.thought, tokens, Channel.THOUGHT)
        if not doubts:
            written = drawn_text(tokens, Channel.THOUGHT)
            known = bool(written) and self.thought.endswith(written)
            nothing = self.tr("nothing under {share} %").format(share=round(100 * SURE))
            self._remark = nothing if known else self.tr("how sure the model was is not known")
            self._tell_result()
            announce(self, self._remark)
            return
        if not self.rules.open:
            self.toggle()
        self.confidence.show(self.thought, doubts)
        self.height_changed.emit()

    def edit(self) -> None:
        """Let the reader change the thought; nothing happens while it is being written, or where there is none."""
        if self.editor is None and self._buttons.edit_button.isVisibleTo(self):
            self._open_editor(None)
            self.height_changed.emit()
            self._focus_editor()

    def go_on_editing(self, text: str) -> None:
        """Show the thought as the reader was changing it; the focus stays where it is."""
        if self.editor is None and self._foldable and not self._thinking:
            self._open_editor(text)

    def end_editing(self) -> None:
        """Show the thought as it was written."""
        if self.editor is not None:
            focused = self.editor.isAncestorOf(QApplication.focusWidget() or self)
            self._body.end_editing()
            self._tell_result()
            if focused:
                self._header.setFocus()
            self.height_changed.emit()

    def has_beside(self, attempt_id: str) -> bool:
        """Whether it has this attempt beside the one whose answer counts, so that its answer is read here."""
        story = self._shown.story
        if story is None or self._thinking:
            return False
        return any(each.attempt_id == attempt_id for each in story.attempts if each.number != story.chosen)

    def reveal(self, offset: int, length: int, attempt_id: str = "", *, in_answer: bool = False) -> int:
        """Open it at a place of an attempt's thought, or of its answer; returns its vertical position here (pixels)."""
        if not self.rules.open:
            self.rules.open = True
            self.update_open()
        if not self._thinking:
            if attempt_id and attempt_id != self._shown.attempt_id:
                if self.editor is not None:
                    return self._header.height()
                self._shown.choose_id(attempt_id)
                self.confidence.clear()
            self._fill(now=True)
            self._show_result_buttons()
            self._take_hits(offset, 0 if in_answer else length)
        self.place(self.width())
        return self._body.show_hit(offset, length, in_answer=in_answer) + self._header.height()

    def clear_hit(self) -> None:
        """Remove the mark of `reveal`."""
        self._body.clear_hit()
        if self._hits:
            self._hits = ()
            self._tell_hits()

    def refresh(self) -> None:
        """Take the colours of the theme."""
        self._body.refresh()
        self.update()

    def stop_timers(self) -> None:
        """Nothing ticks or moves after this."""
        self._clock.stop()
        self._animation.stop()

    def hideEvent(self, event: object) -> None:
        """A panel out of sight needs no ticking; it goes on when shown again."""
        self._clock.stop()

    def showEvent(self, event: object) -> None:
        """Tick again while thinking."""
        if self._thinking:
            self._clock.go_on()

    def _join(self) -> None:
        self._buttons.answer_now.connect(self.answer_now_asked)
        self._buttons.think_again.connect(self.think_again_asked)
        self._buttons.edit.connect(self.edit)
        self._buttons.confidence.connect(self.toggle_confidence)
        self._buttons.attempt_chosen.connect(self.show_attempt)
        self._buttons.hits.stepped.connect(self._step_hit)
        self._body.tabs.chosen.connect(self.show_attempt)
        self._body.take.clicked.connect(lambda: self.attempt_taken.emit(self._shown.attempt_id))
        self.judging.asked.connect(self.judged)
        self._body.steps.judging.edit_wanted.connect(self.edit)
        self.judging.wanted.connect(self.judgement_wanted)
        self._body.steps.walked.connect(self._tell_walked)
        self._shown.steps_wanted.connect(self.steps_wanted)
        self._animation.finished.connect(self._on_folded)

    def _tell_walked(self, top: int, bottom: int) -> None:
        y = self._header.height() + self._body.steps.y()
        self.walked.emit(y + top, y + bottom)

    def _open_editor(self, text: str | None) -> None:
        if not self.rules.open:
            self.rules.open = True
            self._fill()
            self.update_open()
        attempt_id = self._shown.attempt_id
        editor = self._body.edit(self.thought, text)
        editor.continued.connect(self.edited)
        editor.changed.connect(lambda changed: self.edit_typed.emit(attempt_id, changed))
        editor.cancelled.connect(self.end_editing)
        self._tell_result()

    def _focus_editor(self) -> None:
        if self.editor is not None:
            self.editor.setFocus()

    def _take_story(self, story: AnswerStory) -> None:
        self._shown.show_story(story)
        self._buttons.numbers.show_attempts(story, self._shown.number)

    def _fill(self, *, now: bool = False) -> None:
        """Show the thought of the attempt; in steps, once they are known. `now`: as plain text until then."""
        if self.confidence.shown:
            return
        self._shown.fill(now=now)
        self.judging.fill(over=self._live is None or self._live.phase.over)
        if self._shown.story is not None:
            self._buttons.numbers.show_attempts(self._shown.story, self._shown.number)

    def _start_thinking(self, live: LiveAnswer) -> None:
        self._animation.stop()
        self._thinking = self._foldable = True
        self.rules.thinking_started()
        self._body.start_live(self._theme.size("live_steps" if live.deliberates else "live_tail"))
        self.end_editing()
        self.confidence.clear()
        self._buttons.show_thinking()
        self.update_open()
        self._clock.follow(live)

    def _end_thinking(self, live: LiveAnswer) -> None:
        focus = QApplication.focusWidget()
        inside = self.underMouse() or (focus is not None and self.isAncestorOf(focus))
        unanswered = live.phase.over and not live.answer
        before = self.rules.state
        folds = not unanswered and self.rules.thinking_ended(inside=inside)
        if folds and self.isVisible():
            self._animation.fold(self._body.height())
        if self.rules.state is not before:
            self.state_changed.emit(self.rules.state)
        self._clock.stop()
        if not self.animating:
            self._stop_thinking()
        self._show_live_result(live)

    def _stop_thinking(self) -> None:
        self._thinking = False
        self._clock.stop()
        self._body.end_live()
        self._body.fold_row.set_right("")
        if self._live is not None:
            self._take_live_story(self._live)
        self.update_open()

    def _take_live_story(self, live: LiveAnswer) -> None:
        self._take_story(story_of_live(live))
        for attempt in live.attempts.values():
            if attempt.steps:
                self._shown.take(attempt.attempt_id, tuple(attempt.steps))
        if self.rules.open:
            self._fill(now=not live.phase.over)

    def _on_folded(self) -> None:
        self._stop_thinking()
        self.height_changed.emit()
        self.folded.emit()

    def _show_live_result(self, live: LiveAnswer) -> None:
        told = (live, live.phase.over, live.shown.cuts, self._thinking)
        if told == self._told:
            return  # an answer that grows changes nothing here
        self._told = told
        if not live.has_thought:
            self._set_result(no_thinking_header(off=not live.shown.budget), has_thought=False)
            return
        if live.phase.over and not live.answer:
            self.rules.ended_without_answer()
        if not self._thinking:
            self._take_live_story(live)
        self._set_result(ended_header(live), has_thought=True)

    def _set_result(self, content: HeaderText, *, has_thought: bool) -> None:
        self._result, self._remark = content, ""
        self._tell_result()
        self._foldable = has_thought
        self._dashed = not has_thought
        if not has_thought:
            self.rules.open = False
        self._show_result_buttons()

    def _take_hits(self, offset: int, length: int) -> None:
        """Tell how many places there are in the thought, and which is shown."""
        words = self.thought[offset : offset + length]
        found = re.finditer(re.escape(words), self.thought, re.IGNORECASE) if words.strip() else ()
        self._hits = tuple(match.span() for match in found)
        self._hit = next((n for n, (start, _) in enumerate(self._hits) if start >= offset), 0)
        self._tell_hits()

    def _tell_hits(self) -> None:
        self._buttons.hits.show_place(self._hit + 1, len(self._hits))
        self._tell_result()
        self._header.arrange()

    def _step_hit(self, by: int) -> None:
        """Go to another place that was found in this thought."""
        if 0 <= self._hit + by < len(self._hits):
            start, end = self._hits[self._hit + by]
            y = self.reveal(start, end - start)
            self.height_changed.emit()
            self.walked.emit(y, y + self._theme.line_height("thought"))

    def _tell_result(self) -> None:
        """Say how the thinking ended, or which step is being changed."""
        content, step = self._result, self._body.edited_step
        if self._hits and self.rules.open and not self._thinking:
            count = len(self._hits)
            several = self.tr("{count} hits").format(count=f"{count:,}")
            content = replace(content, rest=self.tr("1 hit") if count == 1 else several)
        if self._remark:
            content = replace(content, rest=" · ".join(filter(None, (content.rest, self._remark))))
        if step:
            content = replace(content, rest=self.tr("editing step {number}").format(number=step))
        if content.title:
            self._header.show_text(content, progress=None)

    def _show_result_buttons(self) -> None:
        over = self._live is None or self._live.phase.over
        self._buttons.show_result(thought=self._foldable, over=over, chosen=self._shown.shows_chosen)
        self._body.steps.judging.tools.edit_button.setHidden(self._buttons.edit_button.isHidden())
        self.update_open()

    def update_open(self) -> None:
        """Show whether it is open; the numbers of the attempts stand in the header of an open one."""
        self._buttons.show_numbers(self.rules.open and not self._thinking)
        if self._hits:
            self._tell_result()
        super().update_open()

    def before_toggle(self) -> bool:
        """What is about to be seen is written now; a changed thought is folded away only when that is asked twice."""
        if self._remark:
            self._remark = ""
            self._tell_result()
        if self.editor is not None:
            self.editor.cancel()
            if self.editor is not None:
                return False
        if not self.rules.open and not self._thinking:
            self._fill()
        return True
