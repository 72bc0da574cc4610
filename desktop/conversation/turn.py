"""One turn: question, reasoning panel, answer, how it ended, and the row of actions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.conversation.answer_footer import AnswerFooter
from desktop.conversation.answer_view import AnswerView
from desktop.conversation.branch_pager import BranchPager
from desktop.conversation.live import LiveAnswer, Phase
from desktop.conversation.notice import Notice
from desktop.conversation.outcome_view import Outcome, OutcomeView
from desktop.conversation.outcomes import dropped_notice, outcome_of_attempt, outcome_of_live
from desktop.conversation.question_view import QuestionView
from desktop.conversation.rating_bar import RatingBar
from desktop.conversation.reasoning_panel import ReasoningPanel
from desktop.rendering.buttons import TextButton
from desktop.rendering.context import RenderContext
from desktop.rendering.section import Section
from models.history.records import Attempt, AttemptState, PanelState, Turn

_GAPS = {"pager": 2, "notice": 8, "panel": 12, "answer": 16, "outcome": 14, "rating": 14, "footer": 12}
BOTTOM = 28
_RATEABLE = (AttemptState.FINISHED, AttemptState.STOPPED, AttemptState.INTERRUPTED)


class TurnWidget(Section):
    """One turn. `work` renders what is still to be rendered; place it afterwards."""

    continue_asked = Signal()
    answer_from_asked = Signal()
    discard_asked = Signal()
    regenerate_asked = Signal()
    think_again_asked = Signal()
    thought_edited = Signal(str)
    edit_typed = Signal(str, str)
    """An attempt, and its thought as it is being changed."""
    confidence_asked = Signal(str)
    steps_wanted = Signal(str)
    attempt_taken = Signal(str)
    judged = Signal(object)
    judgement_wanted = Signal(str)
    walked = Signal(int, int)
    """The reader went to a place of this turn with the keyboard: its top and bottom (pixels)."""
    edit_asked = Signal()
    branch_asked = Signal(str)
    branches_wanted = Signal(object)
    answer_now_asked = Signal()
    panel_changed = Signal(object)
    panel_toggled = Signal()
    rating_made = Signal(object)
    """A `RatingBar` that is to be filled."""
    link_activated = Signal(str)

    def __init__(self, context: RenderContext, question: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._theme = context, context.theme
        self._live: LiveAnswer | None = None
        self._shape: tuple[object, ...] = ()
        self.question = QuestionView(self._theme, question, self)
        self._pager: BranchPager | None = None
        self.notice = Notice(self._theme, self)
        self.panel = self._make_panel(PanelState.AUTOMATIC)
        self.panel.hide()
        self.answer = AnswerView(context, self)
        self.answer.height_changed.connect(self.height_changed)
        self.answer.link_clicked.connect(self.link_activated)
        self.answer.hide()
        self.outcome: OutcomeView | None = None
        self.rating: RatingBar | None = None
        self._rating_small = False
        self.footer: AnswerFooter | None = None

    def show_turn(self, turn: Turn) -> None:
        """Show a stored turn; what a live turn already shows stays where it is."""
        self._live = None
        question = turn.question
        if len(question.siblings) > 1:
            self._show_pager(question.siblings, question.id)
        if turn.answer is None:
            self.answer.hide()
            return
        attempt = turn.answer.chosen
        self._replace_panel_if_touched(turn.answer.panel)
        self.panel.show_answer(turn.answer)
        self.panel.buttons.show_branches(turn.answer.siblings, turn.answer.id)
        self.panel.show()
        self.answer.show_source(attempt.answer, ended=attempt.state is not AttemptState.STREAMING)
        streaming = attempt.state is AttemptState.STREAMING
        self.answer.show_waiting(self.tr("Being written in another window") if streaming else "")
        self.answer.setVisible(bool(attempt.answer) or streaming)
        self.notice.show_text(dropped_notice(attempt.dropped_turns))
        self._show_outcome(outcome_of_attempt(attempt))
        self._show_rating(attempt)
        self._show_footer(turn)

    def show_live(self, live: LiveAnswer) -> bool:
        """Show what a running answer has streamed so far.

        Returns whether the turn has to be placed again: not while a thought only grows inside its panel.
        """
        self._live = live
        before = self._shape
        several = bool(live.siblings and live.answer_id)
        if several:
            self.panel.buttons.show_branches((*live.siblings, live.answer_id), live.answer_id)
        waits = live.phase in (Phase.WAITING, Phase.READING)  # a thought that was given is shown once it goes on
        thinks = live.phase is Phase.THINKING or (live.has_thought and not (waits and self.panel.isHidden()))
        if thinks or (several and live.phase is Phase.ANSWERING):
            self.panel.show()
            self.panel.show_live(live)
        self.notice.show_text(dropped_notice(live.dropped_turns))
        if not self.panel.animating:
            self.answer.show_source(live.answer, ended=live.phase.over)
        self.answer.show_waiting(self._waiting_words(live))
        self.answer.setVisible(bool(live.answer) or not live.phase.over)
        if self.rating is not None:
            self.rating.setVisible(live.phase.over)
        if live.phase.over:
            self._show_outcome(outcome_of_live(live))
        self._shape = (live.phase, *self.panel.shape, self.answer.isHidden(), self.notice.text)
        return live.phase is not Phase.THINKING or self._shape != before

    def work(self, seconds: float) -> bool:
        """Render for about this time; returns whether everything is shown."""
        if self._live is not None and not self.panel.animating:
            self.answer.show_source(self._live.answer, ended=self._live.phase.over)
        return self.answer.work(seconds) and not self.panel.animating

    def set_view(self, top: int, bottom: int) -> bool:
        """Tell what of this turn is on the screen (pixels from its top); returns whether all near it is rendered."""
        return self.answer.stack.set_view(top - self.answer.y(), bottom - self.answer.y())

    def drop_far(self) -> None:
        """Parts of a long answer that are far out of sight give their widgets back."""
        self.answer.stack.drop_far()

    def stop_timers(self) -> None:
        """Nothing ticks or moves after this."""
        self.panel.stop_timers()

    def refresh(self) -> None:
        """Take the colours of the theme."""
        for part in (self.question, self.panel, self.answer, self.outcome, self.rating, self.footer):
            if part is not None:
                part.refresh()
        self.update()

    def place(self, width: int) -> int:
        """Put the parts below each other."""
        y = self.question.place(width)
        self.question.move(0, 0)
        for name, part in self._below():
            if part is None or part.isHidden():
                continue
            y += _GAPS[name]
            if isinstance(part, BranchPager):
                part.move(self._theme.size("gutter") - 4, y)
                y += part.height()
            else:
                height = part.place(width)
                part.move(0, y)
                y += height
        self.resize(width, y + BOTTOM)
        return y + BOTTOM

    @property
    def question_pager(self) -> BranchPager | None:
        """The pager of the questions in this place; None where there is one."""
        return self._pager

    @property
    def pager(self) -> BranchPager | None:
        """The pager of the answers, else that of the questions; None where there is one of each."""
        return self.panel.buttons.pager or self._pager

    def step_branch(self, by: int) -> None:
        """Show the answer before (-1) or after (1) this one; at the ends, the question before or after this one."""
        answers = self.panel.buttons.pager
        if (answers is None or not answers.step(by)) and self._pager is not None:
            self._pager.step(by)

    def shrink_rating(self, small: bool) -> None:
        """Let the rating bar take one row only, because a later question was sent."""
        self._rating_small = small
        if self.rating is not None:
            self.rating.set_small(small)

    def clear_hits(self) -> None:
        """Remove the marks of places that were found."""
        self.question.clear_hit()
        self.panel.clear_hit()
        self.answer.clear_hit()

    def buttons(self) -> Iterator[TextButton]:
        """Yield those that can be pressed now and have no key."""
        panel = self.panel.buttons
        yield from _shown((panel.again, panel.copy))
        if self.outcome is not None:
            yield from _shown((self.outcome.continue_button, self.outcome.answer_button, self.outcome.discard_button))
        if self.footer is not None:
            yield from _shown(self.footer.buttons)

    def anchors(self) -> Iterator[QWidget]:
        """Yield the parts from top to bottom, for keeping one of them in its place on the screen."""
        yield self.question
        if not self.panel.isHidden():
            yield self.panel
        if not self.answer.isHidden():
            parts = [part for part in self.answer.stack.parts if not part.isHidden()]
            yield from parts if parts and not self.answer.shows_raw else [self.answer]
        for part in (self.outcome, self.rating, self.footer):
            if part is not None and not part.isHidden():
                yield part

    def _below(self) -> Iterator[tuple[str, Section | BranchPager | None]]:
        yield "pager", self._pager
        yield "notice", self.notice
        yield "panel", self.panel
        yield "answer", self.answer
        yield "outcome", self.outcome
        yield "rating", self.rating
        yield "footer", self.footer

    def _waiting_words(self, live: LiveAnswer) -> str:
        if live.phase is Phase.WAITING:
            return self.tr("Waiting for the model")
        return self.tr("Reading the question") if live.phase is Phase.READING else ""

    def _make_panel(self, state: PanelState) -> ReasoningPanel:
        panel = ReasoningPanel(self._theme, state, self)
        panel.height_changed.connect(self.height_changed)
        panel.folded.connect(self.height_changed)
        panel.buttons.answer_now.connect(self.answer_now_asked)
        panel.buttons.think_again.connect(self.think_again_asked)
        panel.editing.continued.connect(self.thought_edited)
        panel.editing.typed.connect(self.edit_typed)
        panel.confidence.asked.connect(self.confidence_asked)
        panel.shown.steps_wanted.connect(self.steps_wanted)
        panel.attempt_taken.connect(self.attempt_taken)
        panel.judging.asked.connect(self.judged)
        panel.judging.wanted.connect(self.judgement_wanted)
        panel.walked.connect(lambda top, bottom: self.walked.emit(panel.y() + top, panel.y() + bottom))
        panel.state_changed.connect(self.panel_changed)
        panel.toggled.connect(self.panel_toggled)
        panel.buttons.branch_asked.connect(self.branch_asked)
        panel.buttons.branches_wanted.connect(self.branches_wanted)
        return panel

    def _replace_panel_if_touched(self, stored: PanelState) -> None:
        """A stored decision of the reader counts when the panel is new; later the panel itself knows best."""
        if stored is PanelState.AUTOMATIC or self.panel.rules.touched or self.panel.thought:
            return
        self.panel.deleteLater()
        self.panel = self._make_panel(stored)

    def _show_pager(self, siblings: tuple[str, ...], current: str) -> None:
        if self._pager is not None:
            self._pager.deleteLater()
        self._pager = BranchPager(self._theme, siblings, current, self)
        self._pager.asked.connect(self.branch_asked)
        self._pager.list_wanted.connect(self.branches_wanted)
        self._pager.show()

    def _show_outcome(self, outcome: Outcome | None) -> None:
        if self.outcome is not None:
            if self.outcome.outcome == outcome:
                return
            self.outcome.hide()
            self.outcome.deleteLater()
            self.outcome = None
        if outcome is not None:
            self.outcome = OutcomeView(self._theme, outcome, self)
            self.outcome.continue_asked.connect(self.continue_asked)
            self.outcome.answer_asked.connect(self.answer_from_asked)
            self.outcome.discard_asked.connect(self.discard_asked)
            self.outcome.height_changed.connect(self.height_changed)
            self.outcome.show()

    def _show_rating(self, attempt: Attempt) -> None:
        """An answer that has ended can be rated; what is typed in its bar stays when it is shown again."""
        if self.rating is not None:
            if self.rating.attempt_id == attempt.id:
                return
            self.rating.hide()
            self.rating.deleteLater()
            self.rating = None
        if attempt.state in _RATEABLE and attempt.answer.strip():
            self.rating = RatingBar(self._theme, attempt.id, self)
            self.rating.set_small(self._rating_small)
            self.rating.height_changed.connect(self.height_changed)
            self.rating.show()
            self.rating_made.emit(self.rating)

    def _show_footer(self, turn: Turn) -> None:
        answer = turn.answer
        if self.footer is not None:
            self.footer.hide()
            self.footer.deleteLater()
            self.footer = None
        if answer is None or answer.chosen.state is AttemptState.STREAMING:
            return
        footer = AnswerFooter(self._theme, answer, self)
        footer.copy_asked.connect(lambda: footer.copy_button.copy(self.answer.source))
        footer.regenerate_asked.connect(self.regenerate_asked)
        footer.edit_asked.connect(self.edit_asked)
        footer.raw_asked.connect(self.answer.toggle_raw)
        footer.height_changed.connect(self.height_changed)
        footer.show()
        self.footer = footer


def _shown(buttons: Iterable[TextButton]) -> Iterator[TextButton]:
    return (button for button in buttons if button.isVisible())
