"""The rows of the sidebar: headings and conversations."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum

from PySide6.QtCore import QCoreApplication, QModelIndex, QObject, QPersistentModelIndex, QStringListModel, Qt, Signal

from desktop.shell.moments import moment_words
from desktop.sidebar.sections import heading_of, sections, under_days
from models.history.records import ConversationSummary

SUMMARY_ROLE = Qt.ItemDataRole.UserRole + 1
SIGN_ROLE = Qt.ItemDataRole.UserRole + 3
OPEN_ROLE = Qt.ItemDataRole.UserRole + 4
Index = QModelIndex | QPersistentModelIndex


MOST_KEPT = 1000
"""How many conversations are listed at least before a long list forgets its end."""


class Sign(StrEnum):
    """What is told at the end of a row."""

    NONE = ""
    RUNNING = "running"
    UNREAD = "unread"
    ACCEPTED = "accepted"
    CORRECTED = "corrected"
    REJECTED = "rejected"


def sign_words(sign: Sign) -> str:
    """Return what a sign says, for tool tips and screen readers; "" for none."""
    words = {
        Sign.RUNNING: QCoreApplication.translate("Sidebar", "The answer is being written"),
        Sign.UNREAD: QCoreApplication.translate("Sidebar", "New answer, not read yet"),
        Sign.ACCEPTED: QCoreApplication.translate("Sidebar", "Accepted"),
        Sign.CORRECTED: QCoreApplication.translate("Sidebar", "Corrected"),
        Sign.REJECTED: QCoreApplication.translate("Sidebar", "Rejected"),
    }
    return words.get(sign, "")


def _today() -> date:
    return datetime.now().astimezone().date()


def _moment(summary: ConversationSummary) -> tuple[float, str]:
    """The key by which the history sorts, the greatest first."""
    return summary.updated_at, summary.id


class HistoryModel(QStringListModel):
    """Conversations by recency; asks for older ones when the list is scrolled to its end.

    The base class only counts the rows: a view asks for that so often that tens of thousands would stop it in Python.
    """

    older_wanted = Signal(object)
    """The keyset position (updated_at, id) after which more are wanted."""
    renamed = Signal(str, str)
    """A conversation's id and the title that was typed in its row."""

    def __init__(self, parent: QObject | None = None, *, today: Callable[[], date] = _today) -> None:
        super().__init__(parent)
        self._today = today
        self._pinned: list[ConversationSummary] = []
        self._recent: list[ConversationSummary] = []
        self._rows: list[str | ConversationSummary] = []
        self._row_of: dict[str, int] = {}
        self._open = ""
        self._running: frozenset[str] = frozenset()
        self._unread: frozenset[str] = frozenset()
        self._last = (0.0, "")
        """How far down the history has been read: (updated_at, id) of the last one."""
        self._more = False
        self._asked = False

    def show(self, pinned: Sequence[ConversationSummary], recent: Sequence[ConversationSummary], *, more: bool) -> None:
        """Replace all rows; `more` says that older conversations can be asked for."""
        self._pinned, self._recent, self._more, self._asked = list(pinned), list(recent), more, False
        self._last = _moment(recent[-1]) if recent else (0.0, "")
        self._arrange()

    def append(self, older: Sequence[ConversationSummary], *, more: bool) -> None:
        """Add older conversations at the end."""
        self._more, self._asked = more, False
        if older:
            self._last = _moment(older[-1])
        new = [each for each in older if each.id not in self._row_of]
        begins = heading_of(self._recent[-1].updated_at, self._today())[1] if self._row_of and self._recent else None
        rows = list(under_days(new, self._today(), float("inf") if begins is None else begins))
        self._recent += new
        first = len(self._rows)
        self._rows += rows
        self._row_of |= {row.id: first + n for n, row in enumerate(rows) if isinstance(row, ConversationSummary)}
        if rows:
            self.insertRows(first, len(rows))

    def take_changes(self, changed: Mapping[str, ConversationSummary | None], *, needed: int = 0) -> None:
        """Bring the rows of some conversations up to date; None for one that is listed no more.

        Where rows move, those beyond the first `needed` are forgotten in a long list, and read again when scrolled to.
        """
        if all(map(self._replace, changed.values())):
            return
        self._pinned = [each for each in self._pinned if each.id not in changed]
        self._recent = [each for each in self._recent if each.id not in changed]
        if len(self._recent) > (most := max(needed, MOST_KEPT)):
            del self._recent[most:]
            self._last, self._more, self._asked = _moment(self._recent[-1]), True, False
        oldest = self._last if self._more else (0.0, "")
        for summary in filter(None, changed.values()):
            if summary.pinned:
                self._pinned.append(summary)
            if _moment(summary) > oldest:  # an older one comes when the list is scrolled down to it
                self._recent.append(summary)
        self._pinned.sort(key=_moment, reverse=True)
        self._recent.sort(key=_moment, reverse=True)
        self._arrange()

    def set_open(self, conversation_id: str) -> None:
        """Mark the conversation that is on the page ("" for none)."""
        before, self._open = self._open, conversation_id
        self._tell_changed({before, conversation_id})

    def set_signs(self, running: frozenset[str], unread: frozenset[str]) -> None:
        """Mark conversations in which an answer is being written, and those with one that nobody has seen."""
        changed = (self._running ^ running) | (self._unread ^ unread)
        self._running, self._unread = running, unread
        self._tell_changed(changed)

    @property
    def listed(self) -> int:
        """How many conversations are listed by recency."""
        return len(self._recent)

    def row_of(self, conversation_id: str) -> int:
        """Return the row of a conversation, -1 if it is not listed."""
        return self._row_of.get(conversation_id, -1)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the text of a row, or what it tells about its conversation (None for a heading)."""
        row = self._rows[index.row()] if index.isValid() else None
        if isinstance(row, ConversationSummary):
            return self._data_of(row, role)
        return row if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole) else None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Take a title typed in a row; the history tells whether it holds."""
        summary = self.data(index, SUMMARY_ROLE)
        title = " ".join(str(value).split())
        if not isinstance(summary, ConversationSummary) or not title or title == summary.title:
            return False
        self.renamed.emit(summary.id, title)
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Headings cannot be chosen."""
        if index.isValid() and isinstance(self._rows[index.row()], str):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEditable

    def canFetchMore(self, parent: Index) -> bool:
        """Say whether there are older conversations."""
        return not parent.isValid() and self._more and not self._asked

    def fetchMore(self, parent: Index) -> None:
        """Ask for older conversations; they come with `append`."""
        self._asked = True
        self.older_wanted.emit(self._last)

    def _data_of(self, summary: ConversationSummary, role: int) -> object:
        sign = self._sign_of(summary)
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.EditRole:
                return summary.title
            case Qt.ItemDataRole.AccessibleTextRole:
                return ". ".join(filter(None, (summary.title, sign_words(sign))))
            case Qt.ItemDataRole.ToolTipRole:
                return "\n".join(filter(None, (summary.title, moment_words(summary.updated_at), sign_words(sign))))
            case _:
                own = {SUMMARY_ROLE: summary, SIGN_ROLE: sign, OPEN_ROLE: summary.id == self._open}
                return own.get(role)

    def _sign_of(self, summary: ConversationSummary) -> Sign:
        if summary.id in self._running:
            return Sign.RUNNING
        return Sign.UNREAD if summary.id in self._unread else Sign(summary.verdict)

    def _arrange(self) -> None:
        """Put the rows in order; where the order is as before, only what they say is told."""
        rows = list(sections(self._pinned, self._recent, self._today()))
        if len(rows) == len(self._rows) and all(map(_same_place, rows, self._rows)):
            self._rows = rows
            if rows:
                self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
            return
        self._rows = rows
        self._row_of = {row.id: n for n, row in enumerate(rows) if isinstance(row, ConversationSummary)}
        self.setStringList([""] * len(rows))

    def _replace(self, summary: ConversationSummary | None) -> bool:
        """Put a conversation in its own place again; False when that is another one now."""
        row = self.row_of(summary.id) if summary is not None else -1
        before = self._rows[row] if row >= 0 else None
        if summary is None or not isinstance(before, ConversationSummary):
            return False
        if (before.updated_at, before.pinned) != (summary.updated_at, summary.pinned):
            return False
        self._pinned = [summary if each.id == summary.id else each for each in self._pinned]
        place = bisect_left(self._recent, -summary.updated_at, key=lambda each: -each.updated_at)
        for n in range(place, len(self._recent)):
            if self._recent[n].id == summary.id:
                self._recent[n] = summary
            if self._recent[n].updated_at < summary.updated_at:
                break
        self._rows[row] = summary
        self.dataChanged.emit(self.index(row), self.index(row))
        return True

    def _tell_changed(self, conversation_ids: frozenset[str] | set[str]) -> None:
        for row in filter(lambda row: row >= 0, map(self.row_of, conversation_ids)):
            self.dataChanged.emit(self.index(row), self.index(row))


def _same_place(one: str | ConversationSummary, other: str | ConversationSummary) -> bool:
    if isinstance(one, str) or isinstance(other, str):
        return one == other
    return one.id == other.id
