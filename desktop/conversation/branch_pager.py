"""The pager of the branches of a question or an answer: ‹ Branch 2 of 2 ›."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.rendering.buttons import TextButton
from desktop.theme import Theme


class BranchPager(QWidget):
    """Emits `asked` with the id of the branch to show."""

    asked = Signal(str)

    def __init__(self, theme: Theme, siblings: tuple[str, ...], current: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._siblings = theme, siblings
        self._index = siblings.index(current) if current in siblings else 0
        self._words = self.tr("Branch {number} of {count}").format(number=self._index + 1, count=len(siblings))
        self.setAccessibleName(self._words)
        self._previous = TextButton(theme, icon="previous_branch", parent=self)
        self._next = TextButton(theme, icon="next_branch", parent=self)
        self._previous.setAccessibleName(self.tr("Previous branch"))
        self._next.setAccessibleName(self.tr("Next branch"))
        self._previous.setEnabled(self._index > 0)
        self._next.setEnabled(self._index < len(siblings) - 1)
        self._previous.clicked.connect(lambda: self.step(-1))
        self._next.clicked.connect(lambda: self.step(1))
        self.resize(self.sizeHint())

    @property
    def words(self) -> str:
        """What the pager says."""
        return self._words

    def step(self, by: int) -> None:
        """Ask for the branch before (-1) or after (1) this one, if there is one."""
        if 0 <= self._index + by < len(self._siblings):
            self.asked.emit(self._siblings[self._index + by])

    def sizeHint(self) -> QSize:
        """Two buttons and the words between them."""
        width = QFontMetrics(self._theme.font("meta")).horizontalAdvance(self._words)
        side = self._theme.size("hit_target_min")
        return QSize(width + 2 * side + 4, self._theme.size("control_small"))

    def resizeEvent(self, _event: object) -> None:
        """Put the buttons at both ends."""
        side = self._theme.size("hit_target_min")
        self._previous.setGeometry(0, 0, side, self.height())
        self._next.setGeometry(self.width() - side, 0, side, self.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the words."""
        painter = QPainter(self)
        painter.setFont(self._theme.font("meta"))
        painter.setPen(self._theme.color("text.tertiary"))
        painter.drawText(QRectF(self.rect()), Qt.AlignmentFlag.AlignCenter, self._words)
