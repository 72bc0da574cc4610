"""What a round learned from: a bar of shares with a line for each below it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from desktop.shell.parts import TextLabel
from desktop.theme import Theme

if TYPE_CHECKING:
    from models.learning.rounds.overview import LearnedFrom

_BAR, _GAP, _SIGN = 8, 2, 8


@dataclass(frozen=True, slots=True)
class Share:
    """A part of the examples: its words, how many, and a colour role."""

    words: str
    count: int
    color: str


class _Shares(QWidget):
    """Painted: the bar, and a row for each share."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.shares: list[Share] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """A bar, and a line for each."""
        return QSize(280, _BAR + 8 + len(self.shares) * self._theme.line_height("ui"))

    def minimumSizeHint(self) -> QSize:
        """As high as it wants to be."""
        return QSize(200, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint bar and rows."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        total = sum(each.count for each in self.shares) or 1
        room = self.width() - _GAP * (len(self.shares) - 1)
        x = 0.0
        for each in self.shares:
            width = room * each.count / total
            painter.setBrush(self._theme.color(each.color))
            painter.drawRoundedRect(QRectF(x, 0, max(width, 2.0), _BAR), 1.5, 1.5)
            x += width + _GAP
        self._paint_rows(painter)
        painter.end()

    def _paint_rows(self, painter: QPainter) -> None:
        painter.setFont(self._theme.font("ui"))
        line = self._theme.line_height("ui")
        for place, each in enumerate(self.shares):
            y = _BAR + 8 + place * line
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color(each.color))
            painter.drawRoundedRect(QRectF(0, y + (line - _SIGN) / 2, _SIGN, _SIGN), 2, 2)
            count = str(each.count)
            number = painter.fontMetrics().horizontalAdvance(count)
            room = self.width() - 18 - number - 12
            painter.setPen(self._theme.color("text.secondary"))
            words = painter.fontMetrics().elidedText(each.words, Qt.TextElideMode.ElideRight, room)
            flags = Qt.AlignmentFlag.AlignVCenter
            painter.drawText(QRectF(18, y, room, line), flags | Qt.AlignmentFlag.AlignLeft, words)
            painter.setPen(self._theme.color("text.primary"))
            painter.drawText(QRectF(0, y, self.width(), line), flags | Qt.AlignmentFlag.AlignRight, count)


class SourceBar(QWidget):
    """A title and the shares; what it shows is also its accessible description."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._title = TextLabel(theme, font="ui_strong")
        self._shares = _Shares(theme)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._title)
        column.addWidget(self._shares)

    def show_learned(self, number: int, learned: LearnedFrom) -> None:
        """Show what round `number` trained on."""
        practised = self.tr("Practice with a known answer, {0} of them explained").format(learned.explained)
        everything = (
            Share(self.tr("Accepted by you"), learned.accepted, "ok.mark"),
            Share(self.tr("Corrected by you"), learned.corrected, "accent.fill"),
            Share(practised, learned.practised, "text.tertiary"),
            Share(self.tr("Shipped with practice sets"), learned.shipped, "line.strong"),
            Share(self.tr("General answers of its own, so that they stay"), learned.rehearsed, "line.default"),
        )
        self._shares.shares = [each for each in everything if each.count]
        total = sum(each.count for each in everything)
        self._title.setText(self.tr("What round {0} learned from: {1} examples").format(number, total))
        self.setAccessibleName(self._title.text())
        self.setAccessibleDescription("; ".join(f"{each.words}: {each.count}" for each in self._shares.shares))
        self._shares.updateGeometry()
        self._shares.update()
