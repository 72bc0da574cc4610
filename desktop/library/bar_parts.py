"""Parts of the list that are widgets: the headings of sections, and the field that searches the Hub."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from desktop.shell.parts import TextButton, TextLabel
from desktop.theme import Theme

MOST_LETTERS = 200


class Heading(QWidget):
    """The name of a section, a few words on it, and its buttons at the right."""

    def __init__(self, theme: Theme, title: str, note: str = "", *buttons: QWidget) -> None:
        super().__init__()
        self._theme = theme
        self._words = note
        self._note = TextLabel(theme, note, font="meta", kind="secondary")
        self._note.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 14, 0, 4)
        self._row.setSpacing(8)
        self._row.addWidget(TextLabel(theme, title, font="title"))
        self._row.addWidget(self._note, 1)
        for each in buttons:
            self._row.addWidget(each)
        self.setAccessibleName(f"{title}, {note}" if note else title)
        self._title = title

    def show_note(self, note: str) -> None:
        """Show other words beside the title."""
        self._words = note
        self.setAccessibleName(f"{self._title}, {note}" if note else self._title)
        self._cut()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The words are cut where their room ends."""
        super().resizeEvent(event)
        self._row.activate()
        self._cut()

    def _cut(self) -> None:
        metrics = self._note.fontMetrics()
        self._note.setText(metrics.elidedText(self._words, Qt.TextElideMode.ElideRight, self._note.width()))


class SearchBar(QWidget):
    """A field and a button; only the button (or Enter in the field) asks the Hub. `below` stands under them."""

    asked = Signal(str)
    cleared = Signal()

    def __init__(self, theme: Theme, below: QWidget) -> None:
        super().__init__()
        self.field = QLineEdit()
        self.field.setPlaceholderText(self.tr("Name of a model, such as qwen3"))
        self.field.setAccessibleName(self.tr("Search Hugging Face for models"))
        self.field.setMaxLength(MOST_LETTERS)
        self.field.setClearButtonEnabled(True)
        self.field.returnPressed.connect(self._ask)
        self.field.textChanged.connect(self._on_text)
        self.button = TextButton(theme, self.tr("Search Hugging Face"), self._ask, icon="search")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.field, 1)
        row.addWidget(self.button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 8)
        column.addLayout(row)
        column.addWidget(below)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in the field is meant for the search, not for the list around it."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.button.hasFocus():
                self.button.click()
            event.accept()
        else:
            super().keyPressEvent(event)

    def _ask(self) -> None:
        words = self.field.text().strip()
        if words:
            self.asked.emit(words)
        else:
            self.field.setFocus()

    def _on_text(self, text: str) -> None:
        if not text.strip():
            self.cleared.emit()
