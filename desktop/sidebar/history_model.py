"""The rows of the sidebar: headings and conversations."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from desktop.sidebar.sections import sections
from models.history.records import ConversationSummary

SUMMARY_ROLE = Qt.ItemDataRole.UserRole + 1
Index = QModelIndex | QPersistentModelIndex


def _today() -> date:
    return datetime.now().astimezone().date()


class HistoryModel(QAbstractListModel):
    """Conversations by recency; asks for older ones when the list is scrolled to its end."""

    older_wanted = Signal(object)
    """The keyset position (updated_at, id) after which more are wanted."""

    def __init__(self, parent: QObject | None = None, *, today: Callable[[], date] = _today) -> None:
        super().__init__(parent)
        self._today = today
        self._pinned: list[ConversationSummary] = []
        self._recent: list[ConversationSummary] = []
        self._rows: list[str | ConversationSummary] = []
        self._more = False
        self._asked = False

    def show(self, pinned: Sequence[ConversationSummary], recent: Sequence[ConversationSummary], *, more: bool) -> None:
        """Replace all rows; `more` says that older conversations can be asked for."""
        self.beginResetModel()
        self._pinned, self._recent, self._more, self._asked = list(pinned), list(recent), more, False
        self._rows = list(sections(self._pinned, self._recent, self._today()))
        self.endResetModel()

    def append(self, older: Sequence[ConversationSummary], *, more: bool) -> None:
        """Add older conversations at the end."""
        known = {summary.id for summary in self._recent}
        recent = self._recent + [summary for summary in older if summary.id not in known]
        rows = list(sections(self._pinned, recent, self._today()))
        self._more, self._asked = more, False
        if len(rows) > len(self._rows):
            self.beginInsertRows(QModelIndex(), len(self._rows), len(rows) - 1)
            self._recent, self._rows = recent, rows
            self.endInsertRows()

    @property
    def shown(self) -> int:
        """How many conversations are listed by recency."""
        return len(self._recent)

    def row_of(self, conversation_id: str) -> int:
        """Return the row of a conversation, -1 if it is not listed."""
        rows = enumerate(self._rows)
        return next((n for n, row in rows if isinstance(row, ConversationSummary) and row.id == conversation_id), -1)

    def rowCount(self, parent: Index | None = None) -> int:
        """Return the number of rows."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the text of a row, or its conversation (None for a heading)."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return row if isinstance(row, str) else row.title
        if role == Qt.ItemDataRole.ToolTipRole and isinstance(row, ConversationSummary):
            return row.title
        if role == SUMMARY_ROLE:
            return row if isinstance(row, ConversationSummary) else None
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Headings cannot be chosen."""
        if index.isValid() and isinstance(self._rows[index.row()], str):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def canFetchMore(self, parent: Index) -> bool:
        """Say whether there are older conversations."""
        return not parent.isValid() and self._more and not self._asked

    def fetchMore(self, parent: Index) -> None:
        """Ask for older conversations; they come with `append`."""
        if self._recent:
            self._asked = True
            last = self._recent[-1]
            self.older_wanted.emit((last.updated_at, last.id))
