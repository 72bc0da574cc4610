"""The rows of a search: one hit each."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QCoreApplication, QModelIndex, QPersistentModelIndex, Qt

from models.history.records import SearchHit, SearchScope

HIT_ROLE = Qt.ItemDataRole.UserRole + 2
Index = QModelIndex | QPersistentModelIndex


def scope_word(scope: SearchScope) -> str:
    """Return the word for the place of a hit."""
    words = {
        SearchScope.QUESTIONS: QCoreApplication.translate("Search", "Question"),
        SearchScope.THOUGHTS: QCoreApplication.translate("Search", "Thought"),
        SearchScope.ANSWERS: QCoreApplication.translate("Search", "Answer"),
    }
    return words[scope]


class HitModel(QAbstractListModel):
    """What a search found, newest first."""

    _hits: list[SearchHit]

    def __init__(self) -> None:
        super().__init__()
        self._hits = []

    def show(self, hits: Sequence[SearchHit]) -> None:
        """Replace the hits."""
        self.beginResetModel()
        self._hits = list(hits)
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """Return the number of hits."""
        return 0 if parent is not None and parent.isValid() else len(self._hits)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a hit, or its words."""
        if not index.isValid():
            return None
        hit = self._hits[index.row()]
        if role == HIT_ROLE:
            return hit
        if role == Qt.ItemDataRole.DisplayRole:
            return hit.title
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return f"{hit.title}. {scope_word(hit.scope)}: {hit.snippet}"
        return None
