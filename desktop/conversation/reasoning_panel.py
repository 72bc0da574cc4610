"""The reasoning panel: live tail while the model thinks, folded with its figures afterwards, whole on demand."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.conversation.announcing import announce
from desktop.conversation.answer_story import story_of_answer
from desktop.conversation.fold_rules import lacks_answer
from desktop.conversation.folding_panel import FoldingPanel
from desktop.conversation.live import LiveAnswer
from desktop.conversation.live_thought import LiveThought
from desktop.conversation.panel_buttons import PanelButtons
from desktop.conversation.panel_confidence import PanelConfidence
from desktop.conversation.panel_editing import PanelEditing
from desktop.conversation.panel_hits import PanelHits
from desktop.conversation.panel_judging import PanelJudging
from desktop.conversation.panel_result import PanelResult
from desktop.conversation.panel_walking import PanelWalking
from desktop.conversation.panel_words import answer_header
from desktop.conversation.shown_thought import ShownThought
from desktop.conversation.thought_editor import ThoughtEditor
from desktop.rendering.plain_text import PlainTextView
from desktop.theme import Theme
from models.history.ratings.records import Mark, Preference, RemarkDraft
from models.history.records import Answer, PanelState
from models.traces import Step


class ReasoningPanel(FoldingPanel):
    """Shows the thought of one answer, and joins its parts; what the reader asks for in a part, that part tells."""

    attempt_taken = Signal(str)
    """The attempt whose answer is to count, as the reader says."""
    walked = Signal(int, int)
    """The reader went to a place of the panel: its top and bottom (pixels)."""

    def __init__(self, theme: Theme, stored: PanelState = PanelState.AUTOMATIC, parent: QWidget | None = None) -> None:
        super().__init__(theme, stored, parent)
        self.buttons = PanelButtons(theme, self.header, lambda: self.thought)
        self.shown = ShownThought(self.content, self.buttons.numbers)
        self.judging = PanelJudging(self.content, self.shown)
        self.confidence = PanelConfidence(theme, self, self.shown, self.buttons)
        self.editing = PanelEditing(self, self.shown, self.buttons)
        self.walking = PanelWalking(self, self.shown, self.confidence)
        self._hits = PanelHits(self.buttons.hits)
        self._result = PanelResult(self, self.shown, self.buttons, self._hits)
        self._live = LiveThought(theme, self, self.shown, self.buttons, self._result)
        self._join_parts()
        self._join_buttons()
        self.setAccessibleName(self.tr("Thoughts"))

    @property
    def shape(self) -> tuple[bool, ...]:
        """What of it is there; when that changes it has to be placed again."""
        return (self.thinking, self.is_open, *self.content.shape)

    @property
    def thinking(self) -> bool:
        """Whether it shows a thought that is being written."""
        return self.content.live

    @property
    def ticking(self) -> bool:
        """Whether the timer of the live header runs."""
        return self._live.clock.ticking

    @property
    def body(self) -> PlainTextView:
        """The thought as plain text."""
        return self.content.plain

    @property
    def editor(self) -> ThoughtEditor | None:
        """The field in which the thought is being changed."""
        return self.content.editor

    @property
    def thought(self) -> str:
        """The thought that is shown, as the model wrote it."""
        return self.shown.thought

    def show_live(self, live: LiveAnswer) -> None:
        """Show what a running answer has thought so far."""
        self._live.show(live)

    def show_answer(self, answer: Answer) -> None:
        """Show a stored answer; nothing is written anew when the thought is the one already shown."""
        self._live.leave()
        before = self.thought
        if answer.chosen.thought != before:
            self.confidence.clear()
        self.shown.show_story(story_of_answer(answer))
        if self.thought != before:
            self.clear_hit()
        if lacks_answer(answer):
            self.rules.ended_without_answer()
        told = any(each.thought.strip() for each in answer.attempts)
        self._result.show(answer_header(answer), has_thought=told)
        if self.rules.open:
            self.shown.fill()

    def show_attempt(self, number: int) -> None:
        """Show another attempt of the answer, if it has one of this number; not while a thought is being changed."""
        story = self.shown.story
        if self.thinking or self.editor is not None or story is None or not story.several:
            return
        if not self.shown.choose(number):
            return
        self.touch()
        self.confidence.clear()
        self.clear_hit()
        if not self.rules.open:
            self.toggle()
        self.shown.fill()
        self._result.offer_buttons()
        self.height_changed.emit()

    def show_attempt_steps(self, attempt_id: str, steps: Sequence[Step]) -> bool:
        """Take the steps of an attempt; returns whether it is one of this panel's."""
        if not self.shown.take(attempt_id, tuple(steps)):
            return False
        if self.rules.open and not self.thinking:
            self.shown.fill()
            self.height_changed.emit()
            self.walking.go_on()
        return True

    def show_judgement(
        self, attempt_id: str, marks: Sequence[Mark], preferences: Sequence[Preference], typed: RemarkDraft | None
    ) -> None:
        """Show what the reader said of an attempt, as it is saved, and the note that is being written."""
        buttons = (self.content.prefer, self.content.pair)
        before = [(each.isHidden(), each.text()) for each in buttons]
        self.judging.show(attempt_id, marks, preferences, typed)
        if before != [(each.isHidden(), each.text()) for each in buttons]:
            self.height_changed.emit()

    def reveal(self, offset: int, length: int, attempt_id: str = "", *, in_answer: bool = False) -> int:
        """Open it at a place of an attempt's thought, or of its answer; returns its vertical position here (pixels)."""
        if not self.rules.open:
            self.rules.open = True
            self.update_open()
        if not self.thinking:
            if attempt_id and attempt_id != self.shown.attempt_id:
                if self.editor is not None:
                    return self.header.height()
                self.shown.choose_id(attempt_id)
                self.confidence.clear()
            self.shown.fill(now=True)
            self._result.offer_buttons()
            self._hits.find(self.thought, offset, 0 if in_answer else length)
        self.place(self.width())
        return self.content.show_hit(offset, length, in_answer=in_answer) + self.header.height()

    def clear_hit(self) -> None:
        """Remove the mark of `reveal`."""
        self.content.clear_hit()
        self._hits.forget()

    def refresh(self) -> None:
        """Take the colours of the theme."""
        self.content.refresh()
        self.update()

    def stop_timers(self) -> None:
        """Nothing ticks or moves after this."""
        self._live.clock.stop()
        self.animation.stop()

    def hideEvent(self, event: object) -> None:
        """A panel out of sight needs no ticking; it goes on when shown again."""
        self._live.clock.stop()

    def showEvent(self, event: object) -> None:
        """Tick again while thinking."""
        if self.thinking:
            self._live.clock.go_on()

    def update_open(self) -> None:
        """Show whether it is open; only the header of an open one has buttons for the thoughts."""
        self.buttons.show_open(self.rules.open, numbers=not self.thinking)
        if self._hits.count:
            self._result.tell()
        super().update_open()

    def before_toggle(self) -> bool:
        """What is about to be seen is written now; a changed thought is folded away only when that is asked twice."""
        self._result.remark("")
        if not self.editing.give_up():
            return False
        if not self.rules.open and not self.thinking:
            self.shown.fill()
        return True

    def _join_parts(self) -> None:
        self.shown.filled.connect(lambda: self.judging.fill(over=self.shown.over))
        self.confidence.nothing_found.connect(self._say_beside)
        self.editing.changed.connect(self._result.tell)
        self.walking.walked.connect(self.walked)
        self._hits.changed.connect(self._show_hits)
        self._hits.stepped.connect(self._go_to_hit)
        self._live.began.connect(self._leave_thought)

    def _join_buttons(self) -> None:
        self.buttons.edit.connect(self.editing.begin)
        self.buttons.confidence.connect(self.confidence.toggle)
        self.buttons.attempt_chosen.connect(self.show_attempt)
        self.content.tabs.chosen.connect(self.show_attempt)
        self.content.take.clicked.connect(lambda: self.attempt_taken.emit(self.shown.attempt_id))
        self.content.steps.judging.edit_wanted.connect(self.editing.begin)

    def _say_beside(self, words: str) -> None:
        self._result.remark(words)
        announce(self, words)

    def _show_hits(self) -> None:
        self._result.tell()
        self.header.arrange()

    def _go_to_hit(self, start: int, length: int) -> None:
        y = self.reveal(start, length)
        self.height_changed.emit()
        self.walked.emit(y, y + self._theme.line_height("thought"))

    def _leave_thought(self) -> None:
        """Another thought begins."""
        self.editing.end()
        self.confidence.clear()
