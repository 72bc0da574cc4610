"""The queue as a list model: a row for each answer that has been read, more of them when the end comes into view."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from desktop.review.wording import row_words
from models.history.review.records import ReviewItem

Index = QModelIndex | QPersistentModelIndex
ITEM_ROLE = Qt.ItemDataRole.UserRole + 1
MARK_ROLE = Qt.ItemDataRole.UserRole + 2
VEILED_ROLE = Qt.ItemDataRole.UserRole + 3
NOWHERE = QModelIndex()


class QueueModel(QAbstractListModel):
    """Rows in the order of the queue; `more_wanted` asks for those that follow."""

    more_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.items: list[ReviewItem] = []
        self._marks: dict[int, str] = {}
        self._asked = self._more = False
        self._veiled: int | None = None

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """Return how many answers have been read."""
        return 0 if parent.isValid() else len(self.items)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the answer, its verdict of a moment ago, or what a screen reader says of it."""
        if not index.isValid() or index.row() >= len(self.items):
            return None
        item = self.items[index.row()]
        if role == ITEM_ROLE:
            return item
        if role == MARK_ROLE:
            return self._marks.get(item.position, "")
        if role == VEILED_ROLE:
            return item.position == self._veiled
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return item.question if item.position == self._veiled else row_words(item)
        return item.question if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole) else None

    def canFetchMore(self, parent: Index) -> bool:
        """Whether the queue goes on."""
        return not parent.isValid() and self._more

    def fetchMore(self, _parent: Index) -> None:
        """Ask for what follows, once."""
        if not self._asked:
            self._asked = True
            self.more_wanted.emit()

    def show(self, items: Sequence[ReviewItem], *, more: bool) -> None:
        """Show the beginning of a queue; `more` says whether it goes on."""
        self.beginResetModel()
        self.items, self._more, self._asked, self._marks = list(items), more, False, {}
        self.endResetModel()

    def add(self, items: Sequence[ReviewItem], *, more: bool) -> None:
        """Show what follows."""
        self._more, self._asked = more, False
        if items:
            self.beginInsertRows(QModelIndex(), len(self.items), len(self.items) + len(items) - 1)
            self.items.extend(items)
            self.endInsertRows()

    def insert(self, row: int, item: ReviewItem) -> None:
        """Bring an answer back to its place."""
        self.beginInsertRows(QModelIndex(), row, row)
        self.items.insert(row, item)
        self.endInsertRows()

    def remove(self, positions: Iterable[int]) -> None:
        """These answers have left the queue."""
        for position in positions:
            row = self.row_of(position)
            if row >= 0:
                self.beginRemoveRows(QModelIndex(), row, row)
                del self.items[row]
                self.endRemoveRows()

    def mark(self, position: int, verdict: str) -> None:
        """Say which verdict an answer was given; it stays until it is left."""
        self._marks[position] = verdict
        self._repaint(position)

    def veil(self, position: int, *, on: bool) -> None:
        """Hide what a row tells of its answer, while two attempts at it are compared without names."""
        self._veiled = position if on else None
        self._repaint(position)

    def row_of(self, position: int) -> int:
        """Return the row of an answer, -1 when it is not among those that have been read."""
        return next((row for row, each in enumerate(self.items) if each.position == position), -1)

    def _repaint(self, position: int) -> None:
        row = self.row_of(position)
        if row >= 0:
            index = self.index(row, 0)
            self.dataChanged.emit(index, index)
