"""The part of the settings that lists the backups, restores from them, and says how long the trash keeps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QDateTime, QLocale, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.settings.fields import ChoiceField, labelled
from desktop.shell.parts import TextButton, TextLabel
from desktop.theme import Theme

MOST_SEEN = 8
"""How many backups are seen without scrolling; half of the next one shows that there are more."""


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup in the list."""

    path: Path
    made_at: float
    size: int


class BackupsSection(QWidget):
    """Restoring can be taken back: what was there before becomes a backup itself."""

    backup_asked = Signal()
    restore_asked = Signal(object)
    """The path of a backup."""
    trash_days_chosen = Signal(int)
    emptying_agreed = Signal(int)
    """What has been in the trash for so many days is to be deleted; the user has agreed."""
    emptying_refused = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        never = (self.tr("When you empty it"), 0)
        self.trash_field = ChoiceField([never, (self.tr("After 30 days"), 30)], self._choose_days)
        self.backup_button = TextButton(theme, self.tr("Back up now"), self.backup_asked.emit)
        self.status = TextLabel(theme, kind="secondary", font="meta", wrap=True)
        self.undo_button = TextButton(theme, self.tr("Undo"))
        self.restore_buttons: list[TextButton] = []
        self._undo: Path | None = None
        self._days = 0
        self._restoring = False
        self.undo_button.clicked.connect(lambda: self.restore_asked.emit(self._undo))
        self._rows = QVBoxLayout()
        self._rows.setContentsMargins(0, 0, 8, 0)
        self._rows.setSpacing(2)
        self._content = QWidget()
        self._list = QScrollArea()
        self._lay_out()
        self.tell("")
        self.allow(restoring=False, saving=False)
        theme.changed.connect(self._fit_list)

    def allow(self, *, restoring: bool, saving: bool) -> None:
        """Say what can be done: put a backup back, and what only an open history allows."""
        self._restoring = restoring
        for each in (self.undo_button, *self.restore_buttons):
            each.setEnabled(restoring)
        for field in (self.backup_button, self.trash_field):
            field.setEnabled(saving)

    def ask_to_empty(self, days: int, count: int, adapters: Sequence[str]) -> None:
        """Ask whether the conversations that have been in the trash for so many days may go, and go on going."""
        self._days = days
        words = self.tr(
            "{0} conversations have been in the trash for {1} days or longer. Delete them for good now? "
            "This cannot be undone."
        ).format(QLocale().toString(count), days)
        if count == 1:
            words = self.tr(
                "1 conversation has been in the trash for {0} days or longer. Delete it for good now? "
                "This cannot be undone."
            ).format(days)
        if adapters:
            words += " " + self.tr("{0} learned from it and keeps it.").format(", ".join(adapters))
        self.question.setText(words)
        self._asking.show()
        self.keep_button.setFocus()

    def show_backups(self, backups: Sequence[Backup]) -> None:
        """List the backups, the newest first."""
        while (item := self._rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.restore_buttons = []
        for each in backups:
            self._rows.addWidget(self._row(each))
        if not backups:
            self._rows.addWidget(TextLabel(self._theme, self.tr("There is no backup yet."), kind="tertiary"))
        QTimer.singleShot(0, self, self._fit_list)  # when the layout knows its new rows

    def tell(self, words: str, undo: Path | None = None) -> None:
        """Say what was done; with `undo`, the backup that takes it back."""
        self._undo = undo
        self.status.setText(words)
        self.status.setVisible(bool(words))
        self.undo_button.setVisible(undo is not None)

    def _choose_days(self, days: object) -> None:
        assert isinstance(days, int)
        self._asking.hide()
        self.trash_days_chosen.emit(days)

    def _row(self, backup: Backup) -> QWidget:
        locale = QLocale()
        when = locale.toString(QDateTime.fromSecsSinceEpoch(int(backup.made_at)), QLocale.FormatType.ShortFormat)
        size = locale.formattedDataSize(backup.size, 1, QLocale.DataSizeFormat.DataSizeSIFormat)
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(TextLabel(self._theme, when))
        line.addWidget(TextLabel(self._theme, size, kind="tertiary", font="meta"))
        line.addStretch(1)
        button = TextButton(self._theme, self.tr("Restore"), lambda: self.restore_asked.emit(backup.path), kind="small")
        button.setAccessibleName(self.tr("Restore the backup of {0}").format(when))
        button.setToolTip(self.tr("The history becomes what it was then; the present one is backed up first"))
        button.setEnabled(self._restoring)
        self.restore_buttons.append(button)
        line.addWidget(button)
        return row

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        words = self.tr(
            "Deleted for good: with ratings, their snapshots and training examples. Backups keep it for up to a year."
        )
        column.addWidget(labelled(self._theme, self.tr("Empty the trash"), words, self.trash_field))
        column.addWidget(self._make_question())
        words = self.tr(
            "One is made each day; the newest of each day, week and month stays, for up to a year. What you delete for "
            "good stays in them until then."
        )
        column.addWidget(labelled(self._theme, self.tr("Backups"), words, self.backup_button))
        told = QHBoxLayout()
        told.addWidget(self.status, 1)
        told.addWidget(self.undo_button)
        column.addLayout(told)
        self._content.setObjectName("canvas")
        self._content.setLayout(self._rows)
        self._list.setWidget(self._content)
        self._list.setWidgetResizable(True)
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column.addWidget(self._list)

    def _make_question(self) -> QWidget:
        self._asking = QWidget()
        self.question = TextLabel(self._theme, kind="bad", wrap=True)
        self.keep_button = TextButton(self._theme, self.tr("Keep"), self._refuse, kind="small")
        self.agree_button = TextButton(self._theme, self.tr("Delete for good"), self._agree, kind="small")
        row = QHBoxLayout()
        row.addWidget(self.keep_button)
        row.addWidget(self.agree_button)
        row.addStretch(1)
        column = QVBoxLayout(self._asking)
        column.setContentsMargins(0, 0, 0, 8)
        column.addWidget(self.question)
        column.addLayout(row)
        self._asking.hide()
        return self._asking

    def _agree(self) -> None:
        self._asking.hide()
        self.trash_field.setFocus()
        self.emptying_agreed.emit(self._days)

    def _refuse(self) -> None:
        self._asking.hide()
        self.trash_field.setFocus()
        self.emptying_refused.emit()

    def _fit_list(self) -> None:
        """As high as its rows, up to the most that are seen at once."""
        rows = max(len(self.restore_buttons), 1)
        height = self._content.sizeHint().height()
        self._list.setFixedHeight(min(height, round(height * (MOST_SEEN + 0.5) / rows)))
