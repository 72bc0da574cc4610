"""The search field with its scopes."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFont, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop.keyboard.key_map import key_named, with_key
from desktop.shell.parts import TextLabel
from desktop.theme import Theme
from models.history.records import SearchScope

DEBOUNCE_MILLISECONDS = 120
_CHIP_SIDE = 9
_GLASS = 9
"""Where the glass stands in the field, as the icons above it do (pixels)."""


class SearchField(QLineEdit):
    """Down goes to what was found, Enter opens the newest of it."""

    down_pressed = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave downwards; everything else edits."""
        if event.key() == Qt.Key.Key_Down:
            self.down_pressed.emit()
        else:
            super().keyPressEvent(event)


class SearchBox(QWidget):
    """Says what is searched for, a moment after the last key."""

    searched = Signal(str, object)
    """The text ("" when the search is left) and the scopes, a frozenset of `SearchScope`."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.field = SearchField()
        self.field.setPlaceholderText(self.tr("Search"))
        self.field.setAccessibleName(self.tr("Search questions, thoughts and answers"))
        self.field.setToolTip(
            with_key(self.tr("Search"), "search")
            + "\n"
            + self.tr("“Words in quotes” must stand together; comp* also finds computer.")
            + "\n"
            + self.tr("Filters: {0}").format(
                "model:  rated:accepted  before:2026-11  after:2026-11-02  tag:  is:archived"
            )
        )
        self.field.setClearButtonEnabled(True)
        self._glass = QLabel(self.field)  # an icon of the field's own would push the words off their edge
        self._glass.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._key = TextLabel(theme, key_named("search").caps, font="label", kind="key")
        self._key.setParent(self.field)
        self._chips = {
            SearchScope.QUESTIONS: self._chip(self.tr("Questions"), checked=True),
            SearchScope.THOUGHTS: self._chip(self.tr("Thoughts"), checked=False),
            SearchScope.ANSWERS: self._chip(self.tr("Answers"), checked=True),
        }
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DEBOUNCE_MILLISECONDS)
        self._timer.timeout.connect(self._search)
        self.field.textChanged.connect(self._on_text)
        self._lay_out()
        self._dress()
        theme.changed.connect(self._dress)

    def scopes(self) -> frozenset[SearchScope]:
        """Return the scopes that are searched."""
        return frozenset(scope for scope, chip in self._chips.items() if chip.isChecked())

    def set_scopes(self, scopes: frozenset[SearchScope]) -> None:
        """Choose the scopes and search again at once."""
        self._timer.stop()
        for scope, chip in self._chips.items():
            chip.setChecked(scope in scopes)
        self._search()

    def leave(self) -> None:
        """End the search."""
        self.field.clear()
        self._timer.stop()
        self._search()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the key hint at the right edge of the field."""
        super().resizeEvent(event)
        self._place_key()

    def _place_key(self) -> None:
        self._key.adjustSize()
        field = self.field
        self._glass.move(_GLASS, (field.height() - self._glass.height()) // 2)
        self._key.move(field.width() - self._key.width() - 9, (field.height() - self._key.height()) // 2)

    def _chip(self, text: str, *, checked: bool) -> QPushButton:
        chip = QPushButton(text)
        chip.setProperty("kind", "chip")
        chip.setCheckable(True)
        chip.setChecked(checked)
        chip.setAccessibleName(self.tr("Search in {0}").format(text))
        chip.setToolTip(self.tr("Search in {0}").format(text))
        chip.clicked.connect(self._on_chip)
        chip.toggled.connect(lambda _on: self._weigh(chip))
        return chip

    def _weigh(self, chip: QPushButton) -> None:
        """What is searched is a little heavier, as colour does not speak alone; the width is kept for that."""
        font = self._theme.font("meta")
        font.setWeight(QFont.Weight.Medium if chip.isChecked() else QFont.Weight.Normal)
        chip.setFont(font)

    def _on_chip(self) -> None:
        if not self.scopes():
            sender = self.sender()
            if isinstance(sender, QPushButton):
                sender.setChecked(True)  # a search must look somewhere
        self._search()

    def _on_text(self, text: str) -> None:
        self._key.setVisible(not text)
        self._timer.start()

    def _search(self) -> None:
        self._timer.stop()
        self.searched.emit(self.field.text().strip(), self.scopes())

    def _lay_out(self) -> None:
        chips = QHBoxLayout()
        chips.setContentsMargins(0, 0, 0, 0)
        chips.setSpacing(5)
        for chip in self._chips.values():
            chips.addWidget(chip)
        chips.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.field)
        column.addLayout(chips)

    def _dress(self) -> None:
        side = self._theme.size("icon.m")
        self._glass.setPixmap(self._theme.icon("search", "text.tertiary").pixmap(side, side))
        self._glass.resize(side, side)
        self.field.setTextMargins(side + 5, 0, 0, 0)
        for chip in self._chips.values():
            self._weigh(chip)
            chip.setFixedWidth(self._theme.advance("meta", chip.text(), strong=True) + 2 * _CHIP_SIDE)
            chip.setFixedHeight(max(self._theme.size("chip"), self._theme.line_height("meta") + 4))
        self._place_key()
