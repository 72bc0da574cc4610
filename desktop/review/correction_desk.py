"""The correction of the answer on the review page: what is typed, what a check says of it, and what saving does."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from desktop.conversation.rating_state import CorrectionDraft, RatingState
from desktop.keyboard.keyboard import is_text_input
from desktop.review.case import ReviewCase, carried, offered, right_thought, step_as_written
from desktop.review.checking import CorrectionCheck, CorrectionChecker
from desktop.review.effects import Writing
from desktop.review.page import ReviewPage
from desktop.review.trace import Trace
from desktop.tasks import Tasks
from models.history.records import Attempt
from models.traces import Step

CHECK_MILLISECONDS = 150


class CorrectionDesk(QObject):
    """`begin` with each answer that is shown. What is typed is kept as its draft until it is saved."""

    save_asked = Signal()
    continue_asked = Signal()

    def __init__(self, page: ReviewPage, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._page, self._form, self._tasks = page, page.inspector, tasks
        self._case: ReviewCase | None = None
        self._about: Step | None = None
        """The step in the place of which the second field's text stands."""
        self._offered = ""
        """What was put into the second field, not typed there."""
        self._exam = False
        """Whether the question is for the exam."""
        self._known = ""
        """The right answer, where another one is typed."""
        self._checker = CorrectionChecker()
        self._check_timer = QTimer(self)
        self._check_timer.setSingleShot(True)
        self._check_timer.setInterval(CHECK_MILLISECONDS)
        self._check_timer.timeout.connect(self._check)
        self._form.typed.connect(self._on_typed)
        self._form.save_asked.connect(self.save_asked)
        self._form.continue_asked.connect(self.continue_asked)
        self._form.left.connect(self._leave_form)

    @property
    def answer(self) -> str:
        """The right answer, as it is typed."""
        return self._form.texts[0].strip()

    @property
    def thought(self) -> str:
        """The right thought as it is typed, with the steps before the wrong one; "" while the step is still wrong."""
        trace, text = self._page.trace, self._form.texts[1]
        if trace is None:
            return ""
        thought, step = trace.attempt.thought, self._about
        unchanged = step is not None and text.strip() == step_as_written(thought, step)
        return "" if unchanged else right_thought(thought, step, text)

    @property
    def mended_thought(self) -> str:
        """The thought up to the first wrong step, and that one as it should read if that is known.

        "" where no step is marked, or where nothing is left of the thought.
        """
        trace, step = self._page.trace, self._about
        if trace is None or step is None:
            return ""
        thought = trace.attempt.thought
        return self.thought or right_thought(thought, step, offered(thought, step)) or thought[: step.start].rstrip()

    def leave(self) -> None:
        """Nothing is checked after this."""
        self._check_timer.stop()
        self._checker.close()

    def begin(self, case: ReviewCase, trace: Trace) -> None:
        """Be about this answer, before its rating is brought."""
        self._case, self._about, self._offered = case, None, ""
        self._exam, self._known = False, ""
        self._form.show_texts("", "")
        self._show_step(case, trace.attempt)
        self._form.show_check(None)
        trace.rating.draft_known.connect(self._take_draft)
        trace.rating.correction_wanted.connect(self._open_form)
        self.show_effects()
        self._check_timer.start()

    def show_marks(self, case: ReviewCase, attempt: Attempt) -> None:
        """The same answer with other marks: the correction may be about another step."""
        moved = self._about != case.first_wrong(attempt)
        self._case = case
        if moved:
            self._show_step(case, attempt)
            self._keep_draft()
            self.show_effects()
            self._check_timer.start()

    def show_exam(self, trace: Trace, exam: bool) -> None:
        """It is known now whether the question of an answer is for the exam."""
        if self._page.trace is trace:
            self._exam = exam
            self.show_effects()

    def take_saved(self, trace: Trace, state: RatingState) -> None:
        """A correction is saved: what is typed is no draft any more when it says the same."""
        assert state.rating is not None
        answer, typed = self._form.texts
        said = (state.rating.right_answer, state.rating.right_thought)
        if trace.rating.writing and (answer.strip(), self.thought.strip()) == said:
            trace.rating.show_writing(False)
            trace.rating.draft_changed.emit(trace.attempt.id, CorrectionDraft())
            focus = QApplication.focusWidget()
            if is_text_input(focus):
                self._page.focus_answer()
        elif not answer.strip() and not trace.rating.writing:
            right = carried(trace.attempt.thought, None, self._about, state.rating.right_thought)
            self._form.show_texts(state.rating.right_answer, right or typed)
            self._check_timer.start()

    def show_effects(self) -> None:
        """Say what saving does now."""
        trace = self._page.trace
        if trace is not None and self._case is not None:
            steps = self._case.steps_of(trace.attempt)
            needs_thought = bool(trace.attempt.thought.strip())
            writing = Writing(bool(self.thought), needs_thought, self._exam, self._known)
            last_step = steps[-1].number if steps else 0
            state = trace.rating.state
            self._form.show_effects(state, writing if trace.rating.writing else None, last_step=last_step)

    def _show_step(self, case: ReviewCase, attempt: Attempt) -> None:
        """The correction is about the first wrong step; what arithmetic says of it is offered.

        An offer that was left as it was gives way to the next one. What was typed stays.
        """
        thought, before, step = attempt.thought, self._about, case.first_wrong(attempt)
        self._about = step
        as_written = step_as_written(thought, step) if step is not None else ""
        self._form.show_step(step.number if step is not None else 0, as_written)
        answer, text = self._form.texts
        if text.strip() and text != self._offered:
            text = carried(thought, before, step, text)
        else:
            text = self._offered = offered(thought, step)
        self._form.show_texts(answer, text)

    def _take_draft(self, draft: CorrectionDraft) -> None:
        trace = self._page.trace
        if trace is None or not (draft.answer.strip() or draft.thought.strip()):
            return
        typed = carried(trace.attempt.thought, None, self._about, draft.thought)
        self._form.show_texts(draft.answer, typed or self._form.texts[1])
        trace.rating.show_writing(True)
        self.show_effects()

    def _on_typed(self) -> None:
        trace = self._page.trace
        if trace is None:
            return
        trace.rating.show_writing(True)
        self._keep_draft()
        self.show_effects()
        self._check_timer.start()

    def _keep_draft(self) -> None:
        trace = self._page.trace
        if trace is not None and trace.rating.writing:
            thought = right_thought(trace.attempt.thought, self._about, self._form.texts[1])
            trace.rating.draft_changed.emit(trace.attempt.id, CorrectionDraft(self._form.texts[0], thought))

    def _open_form(self) -> None:
        trace = self._page.trace
        if trace is not None:
            trace.rating.show_writing(True)
            self.show_effects()
            self._page.focus_correction()

    def _leave_form(self) -> None:
        """The keyboard goes back to the answer; an empty correction is none."""
        trace = self._page.trace
        if trace is not None and not self._form.texts[0].strip():
            trace.rating.show_writing(False)
            self.show_effects()
        self._page.focus_answer()

    def _check(self) -> None:
        trace = self._page.trace
        if trace is None or self._case is None:
            return
        case, (answer, thought) = self._case, self._form.texts
        told = case.told
        answers = [case.answer_of(each) for each in told]
        shown = next((n for n, each in enumerate(told) if each.id == trace.attempt.id), -1)

        def show(check: CorrectionCheck) -> None:
            if (answer, thought) == self._form.texts and self._page.trace is trace:
                self._form.show_check(check)
                self._known = check.known
                self.show_effects()

        question = case.turn.question.text
        self._tasks.run_aside(lambda: self._checker.check(answer, thought, answers, shown, question), show, owner=self)
