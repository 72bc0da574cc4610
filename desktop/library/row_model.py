"""The rows as a list model; what stays the same stays in place, so that a field keeps its focus."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from desktop.library.rows import CHOOSABLE, Row

Index = QModelIndex | QPersistentModelIndex
ROW_ROLE = Qt.ItemDataRole.UserRole + 1
NOWHERE = QModelIndex()


class RowModel(QAbstractListModel):
    """Rows in the order of the list."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[Row] = []

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """Return how many rows there are."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the row, or what is said of it."""
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        row = self.rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.AccessibleTextRole:
            actions = ", ".join(each.words for each in row.buttons)
            return f"{row.told}. {actions}" if actions else row.told
        if role == Qt.ItemDataRole.ToolTipRole and (row.kind in CHOOSABLE or row.hint):
            return "\n".join(filter(None, (row.title, row.under, row.words, row.hint)))
        return row.title if role == Qt.ItemDataRole.DisplayRole else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Headings and notes cannot be chosen."""
        row = index.data(ROW_ROLE)
        if isinstance(row, Row) and row.kind in CHOOSABLE:
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return Qt.ItemFlag.NoItemFlags

    def show(self, rows: Sequence[Row]) -> None:
        """Show other rows; those that stay are only painted anew."""
        before, after = [each.key for each in self.rows], [each.key for each in rows]
        parts = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
        for kind, start, end, first, last in reversed(parts):
            if kind == "equal":
                continue
            if end > start:
                self.beginRemoveRows(QModelIndex(), start, end - 1)
                del self.rows[start:end]
                self.endRemoveRows()
            if last > first:
                self.beginInsertRows(QModelIndex(), start, start + last - first - 1)
                self.rows[start:start] = rows[first:last]
                self.endInsertRows()
        changed = [number for number, row in enumerate(rows) if self.rows[number] != row]
        self.rows = list(rows)
        for number in changed:
            self.dataChanged.emit(self.index(number), self.index(number))

    def place_of(self, key: str) -> int:
        """Return where a row is, -1 when it is not there."""
        return next((number for number, row in enumerate(self.rows) if row.key == key), -1)
