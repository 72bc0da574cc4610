"""The correction of the answer on the review page: what is typed, what a check says of it, and what saving does."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from desktop.conversation.rating_state import CorrectionDraft, RatingState
from desktop.keyboard.keyboard import is_text_input
from desktop.review.case import ReviewCase, mended, right_thought, step_text
from desktop.review.checking import CorrectionCheck, CorrectionChecker
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
        """The right thought as it is typed, with the steps before the wrong one."""
        trace = self._page.trace
        return right_thought(trace.attempt.thought, self._wrong_step(), self._form.texts[1]) if trace else ""

    @property
    def mended_thought(self) -> str:
        """The thought up to the first wrong step, that one as it should read; "" where none is marked."""
        trace, step = self._page.trace, self._wrong_step()
        if trace is None or step is None:
            return ""
        return self.thought or right_thought(trace.attempt.thought, step, mended(trace.attempt.thought, step))

    def leave(self) -> None:
        """Nothing is checked after this."""
        self._check_timer.stop()
        self._checker.close()

    def begin(self, case: ReviewCase, trace: Trace) -> None:
        """Be about this answer, before its rating is brought."""
        self._case = case
        self._form.show_texts("", "")
        self._show_step(case, trace.attempt)
        self._form.show_check(None)
        trace.rating.draft_known.connect(self._take_draft)
        trace.rating.correction_wanted.connect(self._open_form)
        self.show_effects()
        self._check_timer.start()

    def show_marks(self, case: ReviewCase, attempt: Attempt) -> None:
        """The same answer with other marks: the correction may be about another step."""
        moved = self._case is None or self._case.first_wrong(attempt) != case.first_wrong(attempt)
        self._case = case
        if moved:
            self._show_step(case, attempt)
            self.show_effects()
            self._check_timer.start()

    def take_saved(self, trace: Trace, state: RatingState) -> None:
        """A correction is saved: what is typed is no draft any more when it says the same."""
        assert state.rating is not None
        answer, typed = self._form.texts
        if trace.rating.writing and answer.strip() == state.rating.right_answer:
            trace.rating.show_writing(False)
            trace.rating.draft_changed.emit(trace.attempt.id, CorrectionDraft())
            focus = QApplication.focusWidget()
            if is_text_input(focus):
                self._page.focus_answer()
        elif not answer.strip() and not trace.rating.writing:
            right = step_text(trace.attempt.thought, self._wrong_step(), state.rating.right_thought)
            self._form.show_texts(state.rating.right_answer, right or typed)
            self._check_timer.start()

    def show_effects(self) -> None:
        """Say what saving does now."""
        trace = self._page.trace
        if trace is not None and self._case is not None:
            steps = self._case.steps_of(trace.attempt)
            self._form.show_effects(
                trace.rating.state, writing=trace.rating.writing, last_step=steps[-1].number if steps else 0
            )

    def _wrong_step(self) -> Step | None:
        trace = self._page.trace
        return self._case.first_wrong(trace.attempt) if trace is not None and self._case is not None else None

    def _show_step(self, case: ReviewCase, attempt: Attempt) -> None:
        """The correction is about the first wrong step; what arithmetic says of it is offered."""
        step = case.first_wrong(attempt)
        self._form.show_step(step.number if step is not None else 0)
        answer, typed = self._form.texts
        if step is not None and not typed.strip():
            self._form.show_texts(answer, mended(attempt.thought, step))

    def _take_draft(self, draft: CorrectionDraft) -> None:
        trace = self._page.trace
        if trace is None or not (draft.answer.strip() or draft.thought.strip()):
            return
        typed = step_text(trace.attempt.thought, self._wrong_step(), draft.thought)
        self._form.show_texts(draft.answer, typed or self._form.texts[1])
        trace.rating.show_writing(True)
        self.show_effects()

    def _on_typed(self) -> None:
        trace = self._page.trace
        if trace is None:
            return
        answer, _ = self._form.texts
        trace.rating.show_writing(True)
        trace.rating.draft_changed.emit(trace.attempt.id, CorrectionDraft(answer, self.thought))
        self.show_effects()
        self._check_timer.start()

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

        self._tasks.run_aside(lambda: self._checker.check(answer, thought, answers, shown), show, owner=self)
