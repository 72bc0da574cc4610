"""What an open reasoning panel shows below its header: votes, tabs, the thought in steps, as plain text or edited."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.conversation.answer_story import AnswerStory
from desktop.conversation.attempt_tabs import AttemptTabs
from desktop.conversation.fold_row import FoldRow
from desktop.conversation.live import LiveAnswer
from desktop.conversation.pair_button import PairButton
from desktop.conversation.step_view import StepView
from desktop.conversation.tail_fade import TailFade
from desktop.conversation.thought_editor import ThoughtEditor
from desktop.conversation.vote_bars import VoteBars
from desktop.rendering.buttons import TextButton
from desktop.rendering.plain_text import PlainTextView
from desktop.rendering.section import Section
from desktop.theme import Theme
from models.traces import Step

_PADDING = 6
_RIGHT = 12


class ThoughtBody(Section):
    """`touched`: the reader did something inside. Everything is placed below each other by `place`."""

    touched = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._taken = 0
        self.lead = 0
        """How much white space before the thought the plain view leaves out."""
        self.live = False
        """Whether the thought is being written."""
        self.live_thought = ""
        """The thought that is being written, as far as it is shown."""
        self._whole = ""
        self._stepped = False
        self._shown_live: tuple[int, LiveAnswer | None] = (0, None)
        self.editor: ThoughtEditor | None = None
        self.edited_step = 0
        """The number of the step that is being changed, 0 for none, or for the whole thought."""
        self.plain = PlainTextView(theme, role="thought", color="text.secondary", parent=self)
        self.plain.setAccessibleName(self.tr("Thoughts"))
        self.plain.scrolled.connect(self.touched)
        self.plain.viewport().installEventFilter(self)
        self._fade = TailFade(theme, self.plain.viewport())
        self.steps = StepView(theme, self)
        self.steps.scrolled.connect(self.touched)
        self.steps.viewport().installEventFilter(self)
        self.steps.hide()
        self.votes = VoteBars(theme, self)
        self.tabs = AttemptTabs(theme, self)
        self.others = TextButton(theme, "", icon="more", parent=self)
        self.others.clicked.connect(self._show_others)
        self.fold_row = FoldRow(theme, self)
        self.take = TextButton(theme, self.tr("Use this answer"), icon="accept", parent=self)
        self.take.setToolTip(self.tr("Let the answer of this attempt count"))
        self.prefer = TextButton(theme, "", icon="step_good", parent=self)
        self.pair = PairButton(theme, self)
        for part in (self.votes, self.tabs, self.others, self.take, self.prefer):
            part.hide()

    @property
    def shows_steps(self) -> bool:
        """Whether the thought is shown in steps."""
        return self._stepped

    @property
    def shape(self) -> tuple[bool, ...]:
        """Which of its parts are there; when that changes they have to be placed again."""
        return (self._stepped, self.votes.isHidden(), self.tabs.isHidden())

    def start_live(self, height: int) -> None:
        """A thought is being written: it is shown `height` pixels high until `end_live`."""
        self.live = True
        for view in (self.plain, self.steps):
            view.shows_caret = True
            view.fixed_height = height - 2 * _PADDING
        self.plain.invalidate()
        self._fade.show()
        for part in (self.votes, self.tabs, self.others, self.take, self.prefer, self.pair):
            part.hide()

    def end_live(self) -> None:
        """The thought is whole."""
        self.live = False
        for view in (self.plain, self.steps):
            view.shows_caret = False
            view.fixed_height = 0
        self.plain.invalidate()
        self._fade.hide()

    def take_live(self, live: LiveAnswer, *, thinking: bool) -> None:
        """Show what a running answer has thought so far: in steps from the first that is closed on."""
        attempt = live.shown
        self.live_thought = live.thought
        anew = self._shown_live != (attempt.number, live)
        self._shown_live = (attempt.number, live)
        if live.stepped:
            self.steps.show_live(live.thought, attempt.steps, attempt.pending, anew=anew)
            self._show_steps(True)
            return
        self._show_steps(False)
        if anew or not live.thought.startswith(self._whole[:64]) or len(live.thought) < self._taken:
            self._clear_plain()
        self._append_plain(live.thought, follow=thinking)

    def show_plain(self, thought: str) -> None:
        """Show a whole thought as it was written."""
        self._show_steps(False)
        self.others.hide()
        if self.plain_text != thought:
            self._clear_plain()
            self._append_plain(thought, follow=False)

    def show_steps(self, thought: str, steps: Sequence[Step], *, difference: int, answer: str) -> None:
        """Show a whole thought in steps, and what it led to where that is not the answer that counts."""
        self.steps.show_thought(thought, steps, difference=difference, answer=answer)
        self._show_steps(True)
        self._offer_others()

    def show_story(self, story: AnswerStory, shown: int) -> None:
        """Show how the attempts voted and a tab for each; nothing of a single attempt."""
        self.votes.setVisible(story.several and bool(story.groups))
        self.tabs.setVisible(story.several)
        if story.several:
            self.votes.show_votes(story)
            self.tabs.show_attempts(story, shown)

    def show_hit(self, offset: int, length: int, *, in_answer: bool = False) -> int:
        """Mark a place of the thought, or of what it led to; returns its vertical position (pixels)."""
        if self.shows_steps:
            y = self.steps.show_hit_in_answer(offset, length) if in_answer else self.steps.show_hit(offset, length)
            self._offer_others()
            self.place(self.width())
            return y + self.steps.y()
        self.place(self.width())
        if in_answer:  # it comes with the steps
            return self.plain.y()
        return self.plain.show_hit(max(offset - self.lead, 0), length) + self.plain.y()

    def clear_hit(self) -> None:
        """Remove the marks of `show_hit`."""
        self.plain.clear_hit()
        self.steps.clear_hit()

    def edit(self, thought: str, text: str | None = None) -> ThoughtEditor:
        """Show a field in which the thought can be changed, or the step of it that is looked at, below those before.

        `text` is how far a change of the thought had come.
        """
        step = self.steps.step_to_edit() if self.shows_steps and text is None else None
        self.edited_step, start, end = step or (0, 0, len(thought))
        part = thought[start:end]
        written = part.strip() if step else part
        self.editor = ThoughtEditor(self._theme, written, written if text is None else text, self)
        if step is not None:
            kept = len(part) - len(part.lstrip())
            self.editor.change_step(thought[: start + kept], part[len(part.rstrip()) :])
            self.steps.cut_before(self.edited_step)
        self.editor.height_changed.connect(self.height_changed)
        self.editor.show()
        self._show_steps(self._stepped)
        return self.editor

    def end_editing(self) -> None:
        """Show the thought again."""
        if self.editor is not None:
            self.editor.hide()
            self.editor.deleteLater()
            self.editor = None
            if self.edited_step:
                self.steps.cut_before(0)
                self.steps.go_to_step(self.edited_step)
            self.edited_step = 0
            self._show_steps(self._stepped)

    def refresh(self) -> None:
        """Take the colours of the theme."""
        self.plain.apply_theme()
        self.steps.apply_theme()

    @property
    def plain_text(self) -> str:
        """The thought that the plain view has."""
        return self._whole

    def place(self, width: int) -> int:
        """Take this width."""
        gutter, y = self._theme.size("gutter"), 0
        for part in (self.votes, self.tabs):
            if not part.isHidden():
                height = part.place(width)
                part.move(0, y)
                y += height
        y += _PADDING
        shown = self._place_thought(width, width - gutter - _RIGHT, y)
        y += shown + (_PADDING if self.plain.fixed_height else _PADDING + 2)
        for button in (self.others, self.take, self.prefer, self.pair):
            if not button.isHidden():
                hint = button.sizeHint()
                button.setGeometry(gutter - 29, y, hint.width(), hint.height())  # its words where all text starts
                y += hint.height() + 4
        row = self._theme.size("panel_fold_row")
        self.fold_row.setGeometry(0, y, width, row)
        self.resize(width, y + row)
        return y + row

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A press inside the thoughts counts as a touch."""
        if event.type() == QEvent.Type.MouseButtonPress:
            self.touched.emit()
        return super().eventFilter(watched, event)

    def _place_thought(self, width: int, inner: int, y: int) -> int:
        gutter = self._theme.size("gutter")
        if self.editor is not None:
            above = 0 if self.steps.isHidden() else self.steps.place(width) + _PADDING
            self.steps.move(0, y)
            height = self.editor.place(inner)
            self.editor.move(gutter, y + above)
            return above + height
        if self.shows_steps:
            height = self.steps.place(width)
            self.steps.move(0, y)
            return height
        follows = self._follows_end()
        height = self.plain.place(inner)
        self.plain.move(gutter, y)
        if self.plain.fixed_height and follows:
            self.plain.scroll_to_end()
        self._fade.setGeometry(0, 0, inner, self._theme.line_height("thought"))
        return height

    def _show_steps(self, shown: bool) -> None:
        self._stepped = shown
        beside = self.editor is None or (self.edited_step > 0 and bool(self.steps.rows))
        self.steps.setVisible(shown and beside)
        self.plain.setVisible(not shown and self.editor is None)

    def _clear_plain(self) -> None:
        self.plain.set_text("")
        self._taken = self.lead = 0
        self._whole = ""

    def _append_plain(self, thought: str, *, follow: bool) -> None:
        """Append what is new; leading empty lines are not shown."""
        new = thought[self._taken :]
        self._whole = thought
        if not new:
            return
        self._taken = len(thought)
        if not self.plain.size_in_characters:
            stripped = new.lstrip()
            self.lead += len(new) - len(stripped)
            new = stripped
        following = self._follows_end()
        self.plain.append_text(new)
        if following and follow:
            self.plain.scroll_to_end()

    def _follows_end(self) -> bool:
        bar = self.plain.verticalScrollBar()
        return bar.value() >= bar.maximum() - 24

    def _offer_others(self) -> None:
        count = self.steps.hidden_steps
        several = self.tr("Show the other {count} steps").format(count=count)
        self.others.setText(self.tr("Show the other step") if count == 1 else several)
        self.others.setAccessibleName(self.others.text())
        self.others.setVisible(count > 0)

    def _show_others(self) -> None:
        self.steps.show_all()
        self.others.hide()
        self.height_changed.emit()
