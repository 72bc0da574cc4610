"""The bar under the header in which one looks for words in the open conversation."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QWidget

from desktop.keyboard.key_map import key_named
from desktop.shell.parts import IconButton, TextLabel
from desktop.theme import Theme

DEBOUNCE_MILLISECONDS = 120
FIELD_WIDTH = 280


class FindField(QLineEdit):
    """Enter and F3 go on, with Shift back, Esc leaves."""

    stepped = Signal(int)
    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk or leave; everything else edits."""
        back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F3):
            self.stepped.emit(-1 if back else 1)
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class FindBar(QFrame):
    """Field, count, and the ways to the next place, the one before, and out."""

    searched = Signal(str)
    stepped = Signal(int)
    left = Signal()
    told = Signal(str)
    """Which of how many places is shown."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName("notice")
        self.field = FindField()
        self.field.setPlaceholderText(self.tr("Find in this conversation"))
        self.field.setAccessibleName(self.tr("Find in this conversation"))
        self.field.setMinimumWidth(FIELD_WIDTH)
        self._count = TextLabel(theme, font="meta", kind="secondary")
        previous = IconButton(theme, "fold", self.tr("Previous place"), shortcut=key_named("find_previous").shown)
        following = IconButton(theme, "folded_open", self.tr("Next place"), shortcut=key_named("find_next").shown)
        close = IconButton(theme, "reject", self.tr("Close the bar"), shortcut=self.tr("Esc"))
        self._steps = (previous, following)
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 6, 12, 6)
        row.setSpacing(8)
        for part in (self.field, previous, following, self._count):  # the count's width moves nothing there
            row.addWidget(part)
        row.addStretch(1)
        row.addWidget(close)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DEBOUNCE_MILLISECONDS)
        self._timer.timeout.connect(self._search)
        self.field.textChanged.connect(self._wait)
        self.field.stepped.connect(self._step)
        self.field.left.connect(self.left)
        previous.clicked.connect(lambda: self._step(-1))
        following.clicked.connect(lambda: self._step(1))
        close.clicked.connect(self.left)
        self.show_count(0, 0)
        self.hide()

    def open(self) -> None:
        """Show the bar and let one type."""
        self.show()
        self.field.setFocus()
        self.field.selectAll()

    def show_words(self, words: str) -> None:
        """Show the bar with words that have been found already."""
        self.field.blockSignals(True)
        self.field.setText(words)
        self.field.blockSignals(False)
        self.show()

    def end(self) -> None:
        """Hide the bar; the words stay for the next time."""
        self._timer.stop()
        self.hide()

    def show_count(self, place: int, places: int, *, aloud: bool = True) -> None:
        """Show ``3 of 12``; what is looked for and not there is said in words. `aloud`: a screen reader is told."""
        if places:
            words = self.tr("{place} of {places}").format(place=f"{place:,}", places=f"{places:,}")
        else:
            words = self.tr("Not found") if self.field.text().strip() else ""
        if aloud and words and words != self._count.text():
            self.told.emit(words)
        self._count.setText(words)
        self.field.setAccessibleDescription(words)
        for button in self._steps:
            button.setEnabled(places > 0)

    def _wait(self, _words: str) -> None:
        self._timer.start()

    def _step(self, direction: int) -> None:
        if self._timer.isActive():
            self._search()
        else:
            self.stepped.emit(direction)

    def _search(self) -> None:
        self._timer.stop()
        self.searched.emit(self.field.text())
