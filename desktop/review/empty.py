"""What the review page says when no answer waits."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from desktop.shell.parts import TextButton, TextLabel
from desktop.theme import Theme


class EmptyQueue(QWidget):
    """`all_asked`: the queue shall not be narrowed any more."""

    all_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._icon = QLabel()
        self._words = TextLabel(theme, font="title", wrap=True)
        self._more = TextLabel(theme, font="ui", kind="secondary", wrap=True)
        self.all_button = TextButton(theme, self.tr("Show all"), self.all_asked.emit)
        self.all_button.setToolTip(self.tr("Show the whole queue"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        column = QVBoxLayout(self)
        column.setSpacing(10)
        column.addStretch(2)
        for label in (self._words, self._more):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._words)
        column.addWidget(self._more)
        column.addWidget(self.all_button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        theme.changed.connect(self._dress)
        self._dress()
        self.show_state(narrowed=False, reviewed=0, reading=True)

    def show_state(self, *, narrowed: bool, reviewed: int, reading: bool = False) -> None:
        """Say why nothing is shown: it is still read, nothing matches the filters, or nothing waits."""
        if reading:
            words, more = self.tr("Reading the queue"), ""
        elif narrowed:
            words, more = self.tr("No answer that waits is like that."), ""
        else:
            words = self.tr("Nothing to review. New answers appear here.")
            more = self._reviewed_today(reviewed)
        self._words.setText(words)
        self._more.setText(more)
        self._more.setVisible(bool(more))
        self.all_button.setVisible(narrowed and not reading)
        self.setAccessibleName(f"{words} {more}".strip())

    def _reviewed_today(self, count: int) -> str:
        if count == 1:
            return self.tr("You have reviewed one answer today.")
        return self.tr("You have reviewed {count} answers today.").format(count=count) if count else ""

    def _dress(self) -> None:
        side = self._theme.size("icon.m") * 2
        self._icon.setPixmap(self._theme.icon("review", "text.tertiary").pixmap(side, side))
