"""The votes of several attempts: one bar for each answer, the chosen one first."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QToolTip, QWidget

from desktop.conversation.answer_story import AnswerStory
from desktop.rendering.safe_text import clean_text
from desktop.rendering.section import Section
from desktop.theme import Theme

_TOP, _BOTTOM = 4, 10
_GAP = 12
_ANSWER, _BAR = 0.28, 0.38
"""The most that an answer and its bar take of the width of the text."""
_NARROWEST_ANSWER = 24
_MOST_ROWS = 6


class VoteBars(Section):
    """Rows of answer, bar, ``4 of 5`` and, for the first, ``chosen``."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rows: list[tuple[str, int, bool]] = []
        self._count = self._more = 0

    @property
    def words(self) -> list[str]:
        """What it says, a line for each answer."""
        rows = [
            " · ".join(filter(None, (answer, self._share(votes), self.tr("chosen") if chosen else "")))
            for answer, votes, chosen in self._rows
        ]
        return [*rows, self.tr("and {count} more answers").format(count=self._more)] if self._more else rows

    def show_votes(self, story: AnswerStory) -> None:
        """Show how the attempts of an answer voted."""
        rows = [
            (" ".join(clean_text(each.answer).split()), len(each.attempts), story.chosen in each.attempts)
            for each in story.groups
        ]
        most = len(rows) if len(rows) <= _MOST_ROWS else _MOST_ROWS - 1
        self._rows = sorted(rows, key=lambda row: (not row[2], -row[1]))[:most]
        self._more = len(rows) - most
        self._count = sum(votes for _, votes, _ in rows)
        self.setAccessibleName(self.tr("Votes: {votes}").format(votes="; ".join(self.words)))
        self.update()

    def place(self, width: int) -> int:
        """Take this width; nothing is shown without votes."""
        height = _TOP + len(self.words) * self._line() + _BOTTOM if self._rows else 0
        self.resize(width, height)
        return height

    def event(self, event: QEvent) -> bool:
        """Pointing at a row shows the whole answer."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            row = (event.pos().y() - _TOP) // self._line()
            if 0 <= row < len(self.words):
                QToolTip.showText(event.globalPos(), self.words[row], self)
            return True
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the rows and the line below them."""
        if not self._rows:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        gutter = self._theme.size("gutter")
        room = self.width() - gutter - _GAP
        strong = QFontMetrics(self._theme.font("title"))
        widest = max(strong.horizontalAdvance(answer) for answer, _, _ in self._rows)
        answer_width = min(max(widest, _NARROWEST_ANSWER), round(_ANSWER * room))
        bar = QRectF(gutter + answer_width + _GAP, 0, round(_BAR * room), 6)
        for number, row in enumerate(self._rows):
            top = _TOP + number * self._line()
            self._paint_row(painter, row, QRectF(gutter, top, answer_width, self._line()), bar)
        if self._more:
            painter.setFont(self._theme.font("meta"))
            painter.setPen(self._theme.color("text.tertiary"))
            top = _TOP + len(self._rows) * self._line()
            painter.drawText(QRectF(gutter, top, room, self._line()), Qt.AlignmentFlag.AlignVCenter, self.words[-1])
        line = self._theme.color("line.subtle")
        painter.fillRect(QRectF(1, self.height() - 1, self.width() - 2, 1), line)

    def _paint_row(self, painter: QPainter, row: tuple[str, int, bool], box: QRectF, bar: QRectF) -> None:
        answer, votes, chosen = row
        theme, middle = self._theme, box.center().y()
        font = theme.font("title")
        painter.setFont(font)
        painter.setPen(theme.color("text.primary" if chosen else "text.secondary"))
        words = QFontMetrics(font).elidedText(answer, Qt.TextElideMode.ElideRight, int(box.width()) + 1)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, words)
        place = bar.translated(0, middle - bar.height() / 2)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("line.default"))
        painter.drawRoundedRect(place, 2, 2)
        self._paint_share(painter, place, votes / max(self._count, 1), chosen=chosen)
        painter.setFont(theme.font("meta"))
        painter.setPen(theme.color("text.secondary"))
        right = QRectF(place.right() + _GAP, box.top(), self.width(), box.height())
        painter.drawText(right, Qt.AlignmentFlag.AlignVCenter, self._share(votes))
        if chosen:
            self._paint_tag(painter, box)

    def _paint_share(self, painter: QPainter, bar: QRectF, share: float, *, chosen: bool) -> None:
        """The chosen answer's bar is whole, the others are hatched, so that colour does not speak alone."""
        filled = QRectF(bar.left(), bar.top(), bar.width() * share, bar.height())
        if chosen:
            painter.setBrush(self._theme.color("accent.text" if self._theme.dark else "accent.fill"))
            painter.drawRoundedRect(filled, 2, 2)
            return
        color = QColor(self._theme.color("warn.mark"))
        x = filled.left()
        while x < filled.right():
            painter.fillRect(QRectF(x, filled.top(), min(3, filled.right() - x), filled.height()), color)
            x += 4.5

    def _paint_tag(self, painter: QPainter, box: QRectF) -> None:
        words, font = self.tr("chosen"), self._theme.font("label")
        width, height = QFontMetrics(font).horizontalAdvance(words) + 16, self._theme.size("tag")
        place = QRectF(self.width() - _GAP - width, box.center().y() - height / 2, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("accent.soft"))
        painter.drawRoundedRect(place, 4, 4)
        painter.setFont(font)
        painter.setPen(self._theme.color("accent.text"))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, words)

    def _share(self, votes: int) -> str:
        return self.tr("{votes} of {count}").format(votes=votes, count=self._count)

    def _line(self) -> int:
        return self._theme.line_height("thought") + 2
