"""The command palette: a few letters find a command or a conversation; Enter runs it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListView, QVBoxLayout, QWidget

from desktop.keyboard.entry_delegate import KEYS_ROLE, EntryDelegate
from desktop.keyboard.fuzzy import fuzzy_score
from desktop.keyboard.overlay import Overlay
from desktop.shell.parts import TextLabel
from desktop.theme import Theme

WIDTH = 560
ROWS_SHOWN = 10
MOST_ROWS = 60


@dataclass(frozen=True, slots=True)
class Entry:
    """What can be chosen: its words, the keys or the kind at the right edge, and what it does."""

    words: str
    keys: str
    act: Callable[[], object]


class EntryModel(QAbstractListModel):
    """The entries that fit what is typed, best first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Entry] = []

    def show(self, entries: Sequence[Entry]) -> None:
        """Show these."""
        self.beginResetModel()
        self._rows = list(entries)
        self.endResetModel()

    def entry(self, row: int) -> Entry | None:
        """Return the entry of a row."""
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's form
        """The number of entries."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Words, keys, and what a screen reader says."""
        entry = self.entry(index.row())
        if entry is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.words
        if role == KEYS_ROLE:
            return entry.keys
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{entry.words}, {entry.keys}" if entry.keys else entry.words
        return None


class Palette(Overlay):
    """Only shows and chooses; what there is to choose comes with `offer` and `add`."""

    run = Signal(object)
    """The chosen entry (`Entry`); the palette is closed by then."""

    def __init__(self, theme: Theme, window: QWidget) -> None:
        self._theme = theme
        self.field = QLineEdit()
        self.list = QListView()
        self._model = EntryModel()
        super().__init__(window, WIDTH, self._full_height())
        self._entries: list[Entry] = []
        self.setAccessibleName(self.tr("Commands and conversations"))
        self.field.setPlaceholderText(self.tr("Type a command or the title of a conversation"))
        self.field.setAccessibleName(self.tr("Type a command or the title of a conversation"))
        self.field.installEventFilter(self)
        self.field.textChanged.connect(self._filter)
        self._lay_out()

    def offer(self, entries: Iterable[Entry]) -> None:
        """Open with these entries."""
        self._entries = list(entries)
        self.field.clear()
        self._filter()
        self.open(self.field)

    def add(self, entries: Iterable[Entry]) -> None:
        """More entries have been found; the choice stays."""
        chosen = self.list.currentIndex().row()
        self._entries.extend(entries)
        self._filter()
        if chosen > 0:
            self._choose_row(chosen)

    def words(self) -> list[str]:
        """Return what is listed."""
        return [str(self._model.index(row).data()) for row in range(self._model.rowCount())]

    def wanted_height(self) -> int:
        """As high as its rows."""
        return self._full_height()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up and Down choose while one types; Enter runs."""
        if watched is self.field and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._run(self.list.currentIndex())
                return True
            if (step := steps.get(Qt.Key(event.key()))) is not None:
                self._choose_row(self.list.currentIndex().row() + step)
                return True
        return super().eventFilter(watched, event)

    def _lay_out(self) -> None:
        self.list.setModel(self._model)
        self.list.setItemDelegate(EntryDelegate(self._theme, self.list))
        self.list.setAccessibleName(self.tr("Commands and conversations"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.clicked.connect(self._run)
        self._nothing = TextLabel(self._theme, self.tr("Nothing fits. Esc closes."), kind="tertiary")
        column = QVBoxLayout(self.card)
        column.setContentsMargins(10, 10, 10, 10)
        column.setSpacing(8)
        column.addWidget(self.field)
        column.addWidget(self._nothing)
        column.addWidget(self.list, 1)

    def _filter(self) -> None:
        query = self.field.text().strip()
        if query:
            scored = [(fuzzy_score(query, each.words), number) for number, each in enumerate(self._entries)]
            best = sorted((-score, number) for score, number in scored if score is not None)
            rows = [self._entries[number] for _score, number in best[:MOST_ROWS]]
        else:
            rows = self._entries[:MOST_ROWS]
        self._model.show(rows)
        self._nothing.setVisible(not rows)
        self.list.setVisible(bool(rows))
        self._choose_row(0)

    def _choose_row(self, row: int) -> None:
        count = self._model.rowCount()
        if count:
            index = self._model.index(max(0, min(row, count - 1)))
            self.list.setCurrentIndex(index)
            self.list.scrollTo(index)
            event = QAccessibleEvent(self.list, QAccessible.Event.Focus)
            event.setChild(index.row())
            QAccessible.updateAccessibility(event)

    def _run(self, index: QModelIndex) -> None:
        entry = self._model.entry(index.row())
        if entry is not None:
            self.leave()
            self.run.emit(entry)

    def _full_height(self) -> int:
        row = EntryDelegate.row_height(self._theme)
        return 2 * 10 + 8 + self._theme.line_height("ui") + 14 + ROWS_SHOWN * row
