"""One answer on the review page: its rating and correction, its other attempts, two of them compared without names."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.conversation.mark_keeper import Said, take_said
from desktop.conversation.rating_keeper import RatingKeeper
from desktop.conversation.rating_state import RatingState
from desktop.conversation.rating_undo import Change
from desktop.conversation.rating_words import CORRECTED
from desktop.review.case import ReviewCase
from desktop.review.comparison import Choice, Comparison
from desktop.review.correction_desk import CorrectionDesk
from desktop.review.page import ReviewPage
from desktop.review.reading import is_for_exam
from desktop.review.trace import Trace
from desktop.tasks import Tasks
from models.history.ratings.records import RatingVerdict, RemarkKind, StepMark
from models.history.records import Attempt

if TYPE_CHECKING:
    from models.history.store import Store


class AnswerDesk(QObject):
    """`show_case` puts an answer on the page; what is said of it goes to `ratings`, which saves and undoes."""

    rated = Signal(object)
    """What is saved of the answer now (`RatingState`)."""
    done = Signal()
    """The answer was judged and is to be left."""
    stayed = Signal()
    """What was said could not be saved, so the answer is not left."""
    reload_wanted = Signal()
    """Another attempt's answer counts now."""
    think_on_asked = Signal(str)
    """The model shall think on from this."""
    veiled = Signal(bool)
    """Whether two attempts are being compared without names."""

    def __init__(
        self, page: ReviewPage, ratings: RatingKeeper, tasks: Tasks, parent: QObject,
        draw: Callable[[], int] = lambda: secrets.randbelow(2),
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._page, self._ratings, self._tasks, self._draw = page, ratings, tasks, draw
        self._correction = CorrectionDesk(page, tasks, self)
        self._correction.save_asked.connect(self.save)
        self._correction.continue_asked.connect(self.think_on)
        ratings.changed.connect(self._read_pair)
        ratings.failed.connect(self._read_pair)
        ratings.remarks.returned.connect(self._bring_note)
        self.case: ReviewCase | None = None
        self._going_on = False

    @property
    def going_on(self) -> bool:
        """Whether the answer will be left as soon as what is said of it is saved."""
        return self._going_on

    def show_case(self, case: ReviewCase, number: int = 0) -> None:
        """Show an answer: the attempt of a number, 0 for the chosen one."""
        attempt = case.numbered(number) if number else case.chosen
        self.case, self._going_on = case, False
        trace = Trace(self._page.context, case, attempt, self._page.stage.canvas)
        trace.judged.connect(self._judge)
        trace.attempt_chosen.connect(self.show_attempt)
        trace.use_asked.connect(self.use_other)
        trace.compare_asked.connect(self.compare)
        self._page.show_answer(True)
        self._page.show_inspector(True)
        self._page.stage.show_content(trace)
        self._correction.begin(case, trace)
        trace.rating.state_changed.connect(self._on_state)
        trace.rating.save_failed.connect(self._stay)
        self._ratings.take(trace.rating)
        self._bring_note(attempt.id)
        exam = partial(self._correction.show_exam, trace)
        self._ratings.read(lambda store: is_for_exam(store, case.turn.question.text), exam)
        self._page.focus_answer()
        wrong = case.first_wrong(attempt) or case.first_false(attempt)
        steps = case.steps_of(attempt)
        if wrong is not None or steps:
            trace.steps.go_to_step(wrong.number if wrong is not None else steps[0].number)

    def leave(self) -> None:
        """Nothing is checked after this."""
        self._correction.leave()

    def show_marks(self, case: ReviewCase) -> None:
        """The same answer, with other marks."""
        trace, self.case = self._page.trace, case
        if trace is None:
            return
        trace.show_marks(case)
        self._bring_note(trace.attempt.id)
        self._correction.show_marks(case, trace.attempt)

    def show_attempt(self, number: int) -> None:
        """Show another attempt; what is said then is said of it."""
        if self.case is not None and any(each.number == number for each in self.case.answer.attempts):
            self.show_case(self.case, number)

    def rate(self, verdict: RatingVerdict) -> None:
        """Accept, reject or correct."""
        trace = self._page.trace
        if trace is not None:
            trace.rating.press(verdict)

    def choose_reason(self, number: int) -> None:
        """Choose a reason of the rating, or take it back."""
        trace = self._page.trace
        if trace is not None:
            trace.rating.choose_reason(number)

    def walk(self, by: int) -> None:
        """Go to the next step, or the one before."""
        trace = self._page.trace
        if trace is not None and trace.steps.isVisibleTo(trace):
            trace.steps.setFocus()
            trace.steps.walk(by)

    def mark(self, mark: StepMark) -> None:
        """Mark the step that was walked to."""
        trace = self._page.trace
        if trace is not None and trace.steps.isVisibleTo(trace):
            trace.steps.setFocus()
            trace.steps.judging.mark(mark)

    def write_note(self) -> None:
        """Let a note be written on what is selected, or on the step."""
        trace = self._page.trace
        if trace is not None and trace.steps.isVisibleTo(trace):
            trace.steps.setFocus()
            trace.steps.judging.write_note()

    def save(self) -> None:
        """Save the correction that is being written, and leave the answer once what is said of it is saved."""
        trace = self._page.trace
        if trace is None or self._going_on:
            return
        bar, answer = trace.rating, self._correction.answer
        if bar.writing and not answer:
            self._page.focus_correction()
        elif bar.writing:
            self._going_on = True
            bar.save_correction(answer, self._correction.thought)
        elif bar.state.rating is not None and not bar.saving:
            self.done.emit()
        elif bar.saving:
            self._going_on = True
        else:
            words = self.tr("Nothing is said of this answer yet: A accepts, R rejects, C corrects, S skips it.")
            self._page.notices.show_notice("review", words, milliseconds=5_000)

    def think_on(self) -> None:
        """Let the model think on from the corrected step, as another branch."""
        thought = self._correction.mended_thought
        if thought:
            self.think_on_asked.emit(thought)
        elif self._page.inspector.continue_button.isEnabled():
            self._page.inspector.thought_field.setFocus()

    def use_other(self) -> None:
        """Let the answer of the other attempt count."""
        pair = self._pair()
        if pair is None or self.case is None:
            return
        answer_id, before, wanted = self.case.answer.id, self.case.answer.chosen_attempt_id, pair[1].id

        def choose(store: Store) -> Change:
            store.recording.choose_attempt(answer_id, wanted)
            return lambda later: later.recording.choose_attempt(answer_id, before)

        self._ratings.do_with_undo(wanted, choose)
        self.reload_wanted.emit()

    def compare(self) -> None:
        """Set two attempts side by side without names, or go back to the answer."""
        if isinstance(self._page.stage.content, Comparison):
            self._end_comparison()
            return
        pair = self._pair()
        if pair is None or self.case is None:
            return
        first, second = pair if self._draw() == 0 else (pair[1], pair[0])
        comparison = Comparison(self._page.context, self.case, (first, second), self._page.stage.canvas)
        comparison.chosen.connect(self._prefer)
        comparison.judged.connect(self._judge)
        comparison.left.connect(self._end_comparison)
        self._page.show_inspector(False)
        self._page.stage.show_content(comparison)
        self._page.stage.setFocus()
        self.veiled.emit(True)

    def choose_side(self, place: int) -> None:
        """The left (0) or the right (1) of the two is better."""
        if isinstance(self._page.stage.content, Comparison):
            self._page.stage.content.choose(place)

    def _end_comparison(self) -> None:
        self.veiled.emit(False)
        if self.case is not None:
            self.show_case(self.case)

    def _prefer(self, choice: Choice) -> None:
        self.veiled.emit(False)

        def prefer(store: Store) -> Change:
            book = store.ratings.marks
            marks = [each.id for each in book.of_attempt(choice.preferred)]
            before = [each.id for each in book.preferences_of(choice.preferred)]
            book.prefer(choice.preferred, choice.other, blind=choice.blind)
            return lambda later: later.ratings.marks.put_back(choice.preferred, marks, before)

        self._ratings.do_with_undo(choice.preferred, prefer)

    def _read_pair(self, attempt_id: str) -> None:
        """Show in the comparison what is saved of the two."""
        comparison = self._page.stage.content
        if not isinstance(comparison, Comparison):
            return
        choice = comparison.choice
        if choice is None or choice.preferred != attempt_id:
            return

        def read(store: Store) -> bool | None:
            found = store.ratings.marks.preferences_of(choice.preferred)
            mine = (choice.preferred, choice.other)
            return next((p.included for p in found if (p.preferred_attempt_id, p.other_attempt_id) == mine), None)

        def show(included: bool | None) -> None:
            if self._page.stage.content is comparison and comparison.choice == choice:
                comparison.show_pair(included)

        self._ratings.read(read, show)

    def _judge(self, said: Said) -> None:
        take_said(self._ratings, said)

    def _bring_note(self, attempt_id: str) -> None:
        """Show the note on the thought that is being written, if one is."""
        trace = self._page.trace
        if trace is not None and trace.attempt.id == attempt_id:
            trace.steps.judging.take_draft(self._ratings.remarks.of(attempt_id, RemarkKind.NOTE))

    def _pair(self) -> tuple[Attempt, Attempt] | None:
        """The attempt that is shown and the one beside it."""
        trace = self._page.trace
        if trace is None or self.case is None:
            return None
        other = self.case.other_of(trace.attempt)
        return (trace.attempt, other) if other is not None else None

    def _on_state(self, state: RatingState) -> None:
        trace = self._page.trace
        if trace is None or (self.sender() is not None and self.sender() is not trace.rating):
            return
        rating = state.rating
        if rating is not None and rating.verdict is CORRECTED:
            self._correction.take_saved(trace, state)
        self._correction.show_effects()
        self.rated.emit(state)
        if self._going_on and not trace.rating.saving:
            self._going_on = False
            if rating is not None:
                self.done.emit()

    def _stay(self) -> None:
        """What was said could not be saved."""
        self._going_on = False
        self._correction.show_effects()
        self.stayed.emit()
