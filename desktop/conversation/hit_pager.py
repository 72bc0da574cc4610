"""Walks through the places that a search has found in one thought: ⌃ 1 of 2 ⌄."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.rendering.buttons import TextButton
from desktop.theme import Theme

_GAP = 4


class HitPager(QWidget):
    """Hidden until it has something to show; `stepped` carries -1 or 1."""

    stepped = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._words = ""
        self._previous = TextButton(theme, icon="fold", parent=self)
        self._next = TextButton(theme, icon="folded_open", parent=self)
        for button, name, by in (
            (self._previous, self.tr("Previous place"), -1),
            (self._next, self.tr("Next place"), 1),
        ):
            button.setAccessibleName(name)
            button.setToolTip(name)
            button.clicked.connect(lambda _on=False, by=by: self.stepped.emit(by))
        self.hide()

    @property
    def words(self) -> str:
        """What it says."""
        return self._words

    def show_place(self, number: int, count: int) -> None:
        """Say which of so many places is shown; of fewer than two nothing is said."""
        self._words = self.tr("{0} of {1}").format(f"{number:,}", f"{count:,}") if count > 1 else ""
        self.setAccessibleName(self._words)
        self._previous.setEnabled(number > 1)
        self._next.setEnabled(number < count)
        self.setVisible(count > 1)
        self.update()

    def sizeHint(self) -> QSize:
        """Two buttons and the words between them."""
        side = self._theme.size("hit_target_min")
        words = QFontMetrics(self._theme.font("ui")).horizontalAdvance(self._words)
        return QSize(words + 2 * (side + _GAP), self._theme.size("control_small"))

    def resizeEvent(self, _event: object) -> None:
        """Put the buttons at both ends."""
        side = self._theme.size("hit_target_min")
        self._previous.setGeometry(0, 0, side, self.height())
        self._next.setGeometry(self.width() - side, 0, side, self.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the words."""
        painter = QPainter(self)
        painter.setFont(self._theme.font("ui"))
        painter.setPen(self._theme.color("text.secondary"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._words)
