"""The attempts of an answer as tabs: number and answer, the chosen one open; wrapped where they need more lines."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from desktop.conversation.answer_story import AnswerStory, AttemptStory
from desktop.keyboard.key_map import key_named
from desktop.rendering.safe_text import clean_text
from desktop.rendering.section import Section
from desktop.theme import Theme
from models.traces import Fate

_PADDING = 9
_GAP = 2
_LONGEST_ANSWER = 160
KEYS = 5
"""So many attempts have a key."""


class AttemptTab(QAbstractButton):
    """``3 41``; one that was cut or not needed has a dashed border and a word."""

    def __init__(self, theme: Theme, attempt: AttemptStory, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self.attempt, self._words = theme, attempt, words
        self.setCheckable(True)
        self.setText(f"{attempt.number} {words}".strip())
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        """As wide as its words, but not wider than a part of the panel."""
        width = 2 * _PADDING + self._number_width() + min(self._advance(self._words), _LONGEST_ANSWER)
        return QSize(width + (6 if self._words else 0), self._theme.size("control_small"))

    def minimumSizeHint(self) -> QSize:
        """Longer answers are shortened; the tool tip tells the whole."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground, number, answer and focus."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, box = self._theme, QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        ground = "accent.soft" if self.isChecked() else "bg.hover" if self.underMouse() else ""
        pen = QPen(theme.color("line.strong"), 1, Qt.PenStyle.DashLine)
        painter.setPen(pen if self.attempt.fate is not Fate.DONE else Qt.PenStyle.NoPen)
        painter.setBrush(theme.color(ground) if ground else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, 6, 6)
        painter.setFont(theme.font("ui_strong" if self.isChecked() else "ui"))
        painter.setPen(theme.color("accent.text" if self.isChecked() else "text.secondary"))
        painter.drawText(box.adjusted(_PADDING, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, str(self.attempt.number))
        left = _PADDING + self._number_width() + 6
        painter.setFont(theme.font("ui"))
        painter.setPen(theme.color("accent.text" if self.isChecked() else "text.tertiary"))
        words = QFontMetrics(theme.font("ui")).elidedText(
            self._words, Qt.TextElideMode.ElideRight, self.width() - left - _PADDING + 2
        )
        painter.drawText(box.adjusted(left, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, words)
        if self.hasFocus():
            painter.setPen(QPen(theme.color("focus.ring"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 5, 5)

    def _number_width(self) -> int:
        return QFontMetrics(self._theme.font("ui_strong")).horizontalAdvance(str(self.attempt.number))

    def _advance(self, words: str) -> int:
        return QFontMetrics(self._theme.font("ui")).horizontalAdvance(words)


class AttemptTabs(Section):
    """One tab for each attempt; `chosen` carries the number of the one to show."""

    chosen = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.tabs: list[AttemptTab] = []
        self._lined = False
        self.setAccessibleName(self.tr("Attempts"))

    def show_attempts(self, story: AnswerStory, shown: int) -> None:
        """Show the attempts of an answer, one of them open."""
        for tab in self.tabs:
            tab.hide()
            tab.deleteLater()
        self.tabs = [self._tab(each) for each in story.attempts]
        self.show_current(shown)

    def show_current(self, number: int) -> None:
        """Mark the tab that is open."""
        for tab in self.tabs:
            tab.setChecked(tab.attempt.number == number)

    def place(self, width: int) -> int:
        """Take this width; tabs that do not fit begin another line."""
        gutter, height = self._theme.size("gutter"), self._theme.size("control_small")
        left = gutter - _PADDING + 1
        right = width - 12 - (self._hint_width() if len(self.tabs) > 1 else 0)
        x, y = left, 6
        for tab in self.tabs:
            room = min(tab.sizeHint().width(), right - left)
            if x > left and x + room > right:
                x, y = left, y + height + 2
            tab.setGeometry(x, y, room, height)
            x += room + _GAP
        self.resize(width, y + height)
        return y + height

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint which keys choose a tab."""
        if len(self.tabs) < 2:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._theme.font("label"))
        width, height = self._hint_width() - 10, self._theme.size("tag") - 1
        y = 6.5 + (self._theme.size("control_small") - height - 1) / 2
        box = QRectF(self.width() - 12.5 - width, y, width, height)
        painter.setPen(QPen(self._theme.color("line.default"), 1))
        painter.setBrush(self._theme.color("bg.control"))
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(self._theme.color("text.tertiary"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._hint())

    def _tab(self, attempt: AttemptStory) -> AttemptTab:
        fates = {Fate.CUT: self.tr("cut"), Fate.DROPPED: self.tr("not needed")}
        answer = " ".join(clean_text(attempt.answer).split())
        tab = AttemptTab(self._theme, attempt, fates.get(attempt.fate, answer or self.tr("no answer found")), self)
        name = self.tr("Attempt {number}").format(number=attempt.number)
        told = {
            Fate.CUT: self.tr("It went round in circles or stayed empty, so it was ended"),
            Fate.DROPPED: self.tr("The others had agreed before it ended"),
        }
        tab.setAccessibleName(f"{name}: {told.get(attempt.fate, answer or tab.text())}")
        key = f" ({key_named(f'attempt_{attempt.number}').shown})" if attempt.number <= KEYS else ""
        tab.setToolTip(f"{tab.accessibleName()}{key}")
        tab.clicked.connect(lambda _checked=False: self.chosen.emit(attempt.number))
        tab.show()
        return tab

    def _hint(self) -> str:
        return self.tr("Alt 1 … {last}").format(last=min(len(self.tabs), KEYS))

    def _hint_width(self) -> int:
        return QFontMetrics(self._theme.font("label")).horizontalAdvance(self._hint()) + 22
