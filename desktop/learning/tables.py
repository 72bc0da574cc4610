"""The tables of the Learning page: changed answers, rounds so far, what the newest round learned from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QHeaderView, QTableView

from desktop.learning.wording import outcome_name, probability
from desktop.theme import Theme

if TYPE_CHECKING:
    from models.learning.rounds.deciding import RoundReport
    from models.learning.rounds.overview import ChangedAnswer, ToldRound

Index = QModelIndex | QPersistentModelIndex
_NO_INDEX = QModelIndex()


@dataclass(frozen=True, slots=True)
class RoundWords:
    """The words of the table of rounds; `likelier` takes how many of how many."""

    null: str
    likelier: str
    rejected: str
    passed: str


class Rows(QAbstractTableModel):
    """Rows of texts, some with a colour role."""

    def __init__(self, theme: Theme, headings: Sequence[str]) -> None:
        super().__init__()
        self._theme, self._headings = theme, list(headings)
        self._rows: list[list[tuple[str, str]]] = []

    def show_rows(self, rows: list[list[tuple[str, str]]]) -> None:
        """Show other rows: a text and a colour role for each cell."""
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        """As many as were shown."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NO_INDEX) -> int:
        """As many as there are headings."""
        return 0 if parent.isValid() else len(self._headings)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | QColor | None:
        """The text and the colour of a cell."""
        text, color = self._rows[index.row()][index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return text
        return self._theme.color(color) if role == Qt.ItemDataRole.ForegroundRole else None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | None:
        """The headings."""
        is_heading = orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole
        return self._headings[section] if is_heading else None


class RowTable(QTableView):
    """A table for reading; it is as high as its rows, up to `most`."""

    def __init__(self, theme: Theme, rows: Rows, name: str, *, most: int = 10) -> None:
        super().__init__()
        self._theme, self._most = theme, most
        self.setModel(rows)
        self.setAccessibleName(name)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        corner = self.findChild(QAbstractButton)
        if corner is not None:  # Qt's own, between the headings; nobody sees it
            corner.setAccessibleName(name)
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        rows.modelReset.connect(self._fit)
        theme.changed.connect(self._dress)
        self._dress()

    def _dress(self) -> None:
        self.setFont(self._theme.font("ui"))
        self.horizontalHeader().setFont(self._theme.font("meta"))
        self.verticalHeader().setDefaultSectionSize(self._theme.size("list_row"))
        self._fit()

    def _fit(self) -> None:
        rows = min(max(self.model().rowCount(), 1), self._most)
        header = self.horizontalHeader().sizeHint().height()
        self.setFixedHeight(header + rows * self._theme.size("list_row") + 4)


def changed_rows(changed: Sequence[ChangedAnswer], fixed: str, broke: str) -> list[list[tuple[str, str]]]:
    """Return the rows of the changed answers."""
    return [
        [
            (" ".join(each.question.split()), "text.primary"),
            (each.before or "–", "bad.text" if each.fixed else "ok.text"),
            (each.after or "–", "ok.text" if each.fixed else "bad.text"),
            (fixed if each.fixed else broke, "ok.text" if each.fixed else "bad.text"),
        ]
        for each in changed
    ]


def round_rows(rounds: Sequence[ToldRound], words: RoundWords) -> list[list[tuple[str, str]]]:
    """Return the rows of the rounds so far, each with its null control below it."""
    rows: list[list[tuple[str, str]]] = []
    for each in rounds:
        color = {"adopted": "ok.text", "failed": "bad.text"}.get(each.round.state.value, "text.secondary")
        outcome, name = (outcome_name(each.round), color), (f"v{each.round.number}", "text.primary")
        if each.report is None:
            rows.append([name, ("–", "text.secondary"), ("–", "text.secondary"), outcome])
            continue
        (figures, p), (control, null_p) = _figures(each.report, words)
        rows.append([name, (figures, "text.primary"), (probability(p), "text.primary"), outcome])
        passed = null_p <= each.report.decision.alpha
        verdict = (words.passed, "bad.text") if passed else (words.rejected, "text.secondary")
        rows.append(
            [(words.null, "text.secondary"), (control, "text.secondary"), (probability(null_p), "text.secondary"),
             verdict]
        )  # fmt: skip
    return rows


def _figures(report: RoundReport, words: RoundWords) -> tuple[tuple[str, float], tuple[str, float]]:
    """What the candidate and the null control changed, each with its p."""
    if (found := report.likelihood) is not None:
        both = (found.gain, found.null)
        told = [(words.likelier.format(len(each.likelier), each.n), each.p) for each in both]
    else:
        told = [
            (f"{len(each.fixed)} / {len(each.broken)}", each.p)
            for each in (report.decision.change, report.decision.null)
        ]
    return told[0], told[1]
