"""One of two attempts that are compared: its thought in steps and its answer, in a frame."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from desktop.conversation.answer_view import AnswerView
from desktop.conversation.step_view import StepView
from desktop.rendering.context import RenderContext
from desktop.rendering.section import Section
from desktop.review.case import ReviewCase
from models.history.records import Attempt

_AIR, _GAP = 12, 12


class ComparedSide(Section):
    """One of the two; it has no name until it is given one."""

    def __init__(self, context: RenderContext, case: ReviewCase, attempt: Attempt, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self.attempt, self._title, self.chosen = context.theme, attempt, title, False
        self.steps = StepView(context.theme, self)
        self.steps.show_thought(attempt.thought, case.steps_of(attempt))
        self.steps.setVisible(bool(attempt.thought.strip()))
        self.answer = AnswerView(context, self)
        self.answer.show_source(attempt.answer, ended=True)
        self.answer.height_changed.connect(self.height_changed)
        self.setAccessibleName(title)

    def name(self, title: str, *, chosen: bool) -> None:
        """Say which attempt it is, after the choice."""
        self._title, self.chosen = title, chosen
        self.setAccessibleName(title)
        self.update()

    def place(self, width: int) -> int:
        """Take this width."""
        y = _AIR + self._theme.line_height("ui_strong") + 8
        for part in (self.steps, self.answer):
            if not part.isHidden():
                part.move(4, y)
                y += part.place(width - 12) + _GAP
        self.resize(width, y)
        return y

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the frame and the title."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = self._theme
        painter.setPen(QPen(theme.color("accent.text" if self.chosen else "line.default"), 2 if self.chosen else 1))
        painter.setBrush(theme.color("bg.canvas"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 8, 8)
        painter.setFont(theme.font("ui_strong"))
        painter.setPen(theme.color("text.primary"))
        left = theme.size("gutter") + 4
        painter.drawText(QRectF(left, _AIR, self.width() - left - 8, theme.line_height("ui_strong")), self._title)
