"""The middle of the review page: question, thought in steps, answer, rating, and another attempt."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.conversation.answer_story import story_of_answer
from desktop.conversation.answer_view import AnswerView
from desktop.conversation.attempt_tabs import AttemptTabs
from desktop.conversation.panel_words import answer_header
from desktop.conversation.question_view import QuestionView
from desktop.conversation.step_view import StepView
from desktop.rendering.context import RenderContext
from desktop.rendering.section import Section
from desktop.review.case import ReviewCase
from desktop.review.other_attempt import OtherAttempt
from desktop.review.rating import ReviewRatingBar
from models.history.records import Attempt

_GAPS = {"meta": 6, "tabs": 2, "steps": 14, "answer": 34, "rating": 16, "other": 26}
_BOTTOM = 24


class Trace(Section):
    """One answer. `work` renders what is still to be rendered; place it afterwards."""

    judged = Signal(object)
    attempt_chosen = Signal(int)
    use_asked = Signal()
    compare_asked = Signal()
    walked = Signal(int, int)
    """The reader went to a step with the keyboard: its top and bottom (pixels)."""
    link_activated = Signal(str)

    def __init__(self, context: RenderContext, case: ReviewCase, attempt: Attempt, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self.case, self.attempt = context.theme, case, attempt
        theme = context.theme
        self.question = QuestionView(theme, case.turn.question.text, self)
        header = answer_header(case.answer)
        self._meta = " · ".join(filter(None, (header.title, header.rest)))
        self._meta_box = QRectF()
        self.tabs = AttemptTabs(theme, self)
        self.tabs.show_attempts(story_of_answer(case.answer), attempt.number)
        self.tabs.chosen.connect(self.attempt_chosen)
        self.tabs.setVisible(len(case.answer.attempts) > 1)
        self.steps = StepView(theme, self)
        self.steps.show_thought(attempt.thought, case.steps_of(attempt))
        self.steps.setVisible(bool(attempt.thought.strip()))
        self.steps.walked.connect(lambda top, bottom: self.walked.emit(self.steps.y() + top, self.steps.y() + bottom))
        self.steps.judging.about(attempt.id)
        self.steps.judging.asked.connect(self.judged)
        self.answer = AnswerView(context, self)
        self.answer.show_source(attempt.answer, ended=True)
        self.answer.height_changed.connect(self.height_changed)
        self.answer.link_clicked.connect(self.link_activated)
        self.rating = ReviewRatingBar(theme, attempt.id, self)
        self.rating.height_changed.connect(self.height_changed)
        self.other: OtherAttempt | None = None
        other = case.other_of(attempt)
        if other is not None:
            self.other = OtherAttempt(theme, self)
            self.other.show_case(case, attempt, other)
            self.other.use_asked.connect(self.use_asked)
            self.other.compare_asked.connect(self.compare_asked)
        self.show_marks(case)
        self.setAccessibleName(self.tr("Answer under review"))

    def show_marks(self, case: ReviewCase) -> None:
        """Show what is saved of the steps."""
        self.case = case
        self.steps.show_marks(case.marks.get(self.attempt.id, ()), judgeable=True)

    def work(self, seconds: float) -> bool:
        """Render for about this time; returns whether everything is shown."""
        return self.answer.work(seconds)

    def set_view(self, top: int, bottom: int) -> bool:
        """Tell what is on the screen (pixels from the top); returns whether all near it is rendered."""
        return self.answer.stack.set_view(top - self.answer.y(), bottom - self.answer.y())

    def refresh(self) -> None:
        """Take the colours of the theme."""
        for part in (self.question, self.answer, self.rating, self.other):
            if part is not None:
                part.refresh()
        self.steps.apply_theme()
        self.update()

    def place(self, width: int) -> int:
        """Put the parts below each other."""
        gutter = self._theme.size("gutter")
        y = self.question.place(width)
        self.question.move(0, 0)
        y += _GAPS["meta"]
        line = self._theme.line_height("meta")
        self._meta_box = QRectF(gutter, y, width - gutter, line)
        y += line
        for name, part in self._below():
            if part is not None and not part.isHidden():
                y += _GAPS[name]
                height = part.place(width)
                part.move(0, y)
                y += height
        self.resize(width, y + _BOTTOM)
        return y + _BOTTOM

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the line about the thought, and the one above the answer."""
        painter = QPainter(self)
        painter.setFont(self._theme.font("meta"))
        painter.setPen(self._theme.color("text.secondary"))
        words = painter.fontMetrics().elidedText(self._meta, Qt.TextElideMode.ElideRight, round(self._meta_box.width()))
        painter.drawText(self._meta_box, Qt.AlignmentFlag.AlignVCenter, words)
        y = self.answer.y() - _GAPS["answer"] // 2
        painter.fillRect(0, y, self.width(), 1, self._theme.color("line.subtle"))

    def _below(self) -> Iterator[tuple[str, Section | StepView | None]]:
        yield "tabs", self.tabs
        yield "steps", self.steps
        yield "answer", self.answer
        yield "rating", self.rating
        yield "other", self.other
