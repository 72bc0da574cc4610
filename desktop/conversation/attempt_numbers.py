"""The numbers of the attempts in the header of an open panel: the one shown is filled, one that dissents is dashed."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QToolTip, QWidget

from desktop.conversation.answer_story import AnswerStory
from desktop.theme import Theme
from models.traces import Fate

_GAP = 3
MOST = 8
"""With more attempts the tabs alone name them."""


class AttemptNumbers(QWidget):
    """A row of small squares. The tabs below say the same with their answers, so the keyboard goes there."""

    chosen = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._story: AnswerStory | None = None
        self._shown = 0
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(self.tr("Attempts"))

    def show_attempts(self, story: AnswerStory, shown: int) -> None:
        """Show the numbers of an answer's attempts, one of them open."""
        self._story, self._shown = story, shown
        self.setToolTip(self.tr("Show another attempt"))
        self.update()

    @property
    def wanted(self) -> bool:
        """Whether there is more than one attempt, and not too many."""
        return self._story is not None and 1 < len(self._story.attempts) <= MOST

    def sizeHint(self) -> QSize:
        """One square for each attempt."""
        count = len(self._story.attempts) if self._story is not None else 0
        return QSize(count * (self._side() + _GAP) + 2, self._theme.size("control_small"))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The header below is not pressed."""
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Choose the attempt here."""
        place = int(event.position().x()) // (self._side() + _GAP)
        if self._story is not None and 0 <= place < len(self._story.attempts):
            QToolTip.hideText()
            self.chosen.emit(self._story.attempts[place].number)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the squares."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._theme.font("step_number"))
        side = self._side()
        for place, attempt in enumerate(self._story.attempts if self._story is not None else ()):
            box = QRectF(place * (side + _GAP) + 0.5, (self.height() - side) / 2 + 0.5, side - 1, side - 1)
            self._paint_square(painter, box, attempt.number, done=attempt.fate is Fate.DONE)

    def _paint_square(self, painter: QPainter, box: QRectF, number: int, *, done: bool) -> None:
        theme, shown = self._theme, number == self._shown
        odd = self._story is not None and self._story.dissents(number)
        chosen = self._story is not None and number == self._story.chosen
        role = "accent.text" if shown or chosen else "warn.mark" if odd else "line.default" if done else "line.strong"
        style = Qt.PenStyle.DashLine if (odd or not done) and not shown else Qt.PenStyle.SolidLine
        painter.setPen(QPen(theme.color(role), 1, style))
        painter.setBrush(theme.color("accent.soft" if shown else "bg.control"))
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(theme.color("accent.text" if shown else "warn.text" if odd else "text.secondary"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(number))

    def _side(self) -> int:
        return self._theme.size("tag") + 2
