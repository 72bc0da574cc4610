"""Another attempt at the question, from where it parts from the one that is reviewed."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from desktop.conversation.step_view import StepView
from desktop.keyboard.key_map import key_named, with_key
from desktop.rendering.buttons import TextButton
from desktop.rendering.section import Section
from desktop.review.case import ReviewCase
from desktop.review.wording import short_answer
from desktop.theme import Theme
from models.history.records import Attempt

_AIR, _GAP = 10, 6


class OtherAttempt(Section):
    """`use_asked`: its answer shall count instead; `compare_asked`: the two shall be compared without names."""

    use_asked = Signal()
    compare_asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._title = self._rest = ""
        self._room = 0
        self.steps = StepView(theme, self)
        self.steps.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.use_button = TextButton(theme, "", key=key_named("review_use_other").shown, framed=True, parent=self)
        self.use_button.clicked.connect(self.use_asked)
        self.compare_button = TextButton(
            theme, self.tr("Compare"), key=key_named("review_compare").shown, framed=True, parent=self
        )
        self.compare_button.setToolTip(
            with_key(self.tr("Set the two side by side without saying which is which"), "review_compare")
        )
        self.compare_button.clicked.connect(self.compare_asked)

    def show_case(self, case: ReviewCase, attempt: Attempt, other: Attempt) -> None:
        """Show `other` beside the attempt that is reviewed."""
        answer = short_answer(case.answer_of(other))
        words = self.tr("Attempt {number} gets {answer}") if answer else self.tr("Attempt {number}")
        self._title = words.format(number=other.number, answer=answer)
        steps, difference = case.steps_of(other), case.difference(attempt, other)
        if difference > 1:
            self._rest = self.tr("the same up to step {number}").format(number=difference - 1)
            steps = steps[difference - 1 :]
        else:
            self._rest = ""
        start = steps[0].start if steps else 0
        self.steps.show_thought(" " * start + other.thought[start:], steps)  # the places stay as they were
        self.use_button.setText(self.tr("Use attempt {number} instead").format(number=other.number))
        self.use_button.setAccessibleName(self.use_button.text())
        self.use_button.setToolTip(
            with_key(self.tr("Let the answer of this attempt count, and rate that"), "review_use_other")
        )
        self.setAccessibleName(" · ".join(filter(None, (self._title, self._rest))))
        self.update()

    def refresh(self) -> None:
        """Take the colours of the theme."""
        self.steps.apply_theme()
        self.update()

    def place(self, width: int) -> int:
        """Take this width."""
        line, x = self._theme.size("control_small"), width - _AIR
        for button in (self.use_button, self.compare_button):
            hint = button.sizeHint()
            x -= hint.width()
            button.setGeometry(x, _AIR, hint.width(), hint.height())
            x -= _GAP
        self._room = x
        y = _AIR + line + _GAP
        if x < self._theme.size("gutter") + 160:  # too narrow for all of it in a line: the words stand above
            for button in (self.use_button, self.compare_button):
                button.move(button.x(), _AIR + line)
            self._room, y = width - _AIR, y + line
        self.steps.move(0, y)
        y += self.steps.place(width - 2) + _GAP
        self.resize(width, y)
        return y

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the frame and the line above the steps."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = self._theme
        painter.setPen(QPen(theme.color("line.default"), 1))
        painter.setBrush(theme.color("bg.panel"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        left, line = theme.size("gutter"), theme.size("control_small")
        box = QRectF(left, _AIR, self._room - left, line)
        painter.setFont(theme.font("ui_strong"))
        painter.setPen(theme.color("text.primary"))
        title = painter.fontMetrics().elidedText(self._title, Qt.TextElideMode.ElideRight, round(box.width()))
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, title)
        used = painter.fontMetrics().horizontalAdvance(title)
        painter.setFont(theme.font("meta"))
        painter.setPen(theme.color("text.secondary"))
        rest = f"  ·  {self._rest}" if self._rest else ""
        room = round(box.width() - used)
        rest = painter.fontMetrics().elidedText(rest, Qt.TextElideMode.ElideRight, room)
        painter.drawText(box.adjusted(used, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, rest)
