"""The pager of the branches of a question or an answer: ‹ Branch 2 of 2 ›."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QSize, Signal
from PySide6.QtWidgets import QMenu, QWidget

from desktop.keyboard.key_map import with_key
from desktop.rendering.buttons import TextButton
from desktop.theme import Theme


class BranchPager(QWidget):
    """Emits `asked` with the id of the branch to show."""

    asked = Signal(str)
    list_wanted = Signal(object)
    """This pager is to list its branches (`offer`)."""

    def __init__(self, theme: Theme, siblings: tuple[str, ...], current: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._siblings = theme, siblings
        self.current = current
        """The id of the branch that is shown."""
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
        self._middle = TextButton(theme, self._words, parent=self)
        self._middle.setToolTip(self.tr("Show all branches"))
        self._middle.clicked.connect(lambda: self.list_wanted.emit(self))
        self._previous.setToolTip(with_key(self.tr("Previous branch"), "previous_branch"))
        self._next.setToolTip(with_key(self.tr("Next branch"), "next_branch"))
        self.resize(self.sizeHint())

    @property
    def words(self) -> str:
        """What the pager says."""
        return self._words

    def step(self, by: int) -> bool:
        """Ask for the branch before (-1) or after (1) this one; False where there is none."""
        there = 0 <= self._index + by < len(self._siblings)
        if there:
            self.asked.emit(self._siblings[self._index + by])
        return there

    @property
    def siblings(self) -> tuple[str, ...]:
        """The ids of the branches, oldest first."""
        return self._siblings

    def offer(self, words: Sequence[tuple[str, str]]) -> None:
        """List the branches to choose from, each with its first words and its time."""
        menu = QMenu(self)
        for number, (start, moment) in enumerate(words):
            action = menu.addAction(f"{start.replace('&', '&&')}\t{moment}")
            action.setCheckable(True)
            action.setChecked(number == self._index)
            action.triggered.connect(lambda _checked=False, branch=self._siblings[number]: self.asked.emit(branch))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.mapToGlobal(QPoint(0, self.height() + 4)))

    def sizeHint(self) -> QSize:
        """Two buttons and the words between them."""
        side = self._theme.size("hit_target_min")
        return QSize(self._middle.sizeHint().width() + 2 * side, self._theme.size("control_small"))

    def resizeEvent(self, _event: object) -> None:
        """Put the buttons at both ends."""
        side = self._theme.size("hit_target_min")
        self._previous.setGeometry(0, 0, side, self.height())
        self._middle.setGeometry(side, 0, self.width() - 2 * side, self.height())
        self._next.setGeometry(self.width() - side, 0, side, self.height())
