"""The part of the settings that lists the backups, restores from them, and says how long the trash keeps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QDateTime, QLocale, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.settings.fields import ChoiceField, labelled
from desktop.shell.parts import TextButton, TextLabel
from desktop.theme import Theme


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
        self.undo_button.clicked.connect(lambda: self.restore_asked.emit(self._undo))
        self._rows = QVBoxLayout()
        self._rows.setSpacing(2)
        self._lay_out()
        self.tell("")

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

    def tell(self, words: str, undo: Path | None = None) -> None:
        """Say what was done; with `undo`, the backup that takes it back."""
        self._undo = undo
        self.status.setText(words)
        self.status.setVisible(bool(words))
        self.undo_button.setVisible(undo is not None)

    def _choose_days(self, days: object) -> None:
        assert isinstance(days, int)
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
        self.restore_buttons.append(button)
        line.addWidget(button)
        return row

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        words = self.tr("Deleted for good: with ratings, their snapshots and training examples.")
        column.addWidget(labelled(self._theme, self.tr("Empty the trash"), words, self.trash_field))
        words = self.tr("One is made each day; the newest of each day, week and month stays.")
        column.addWidget(labelled(self._theme, self.tr("Backups"), words, self.backup_button))
        told = QHBoxLayout()
        told.addWidget(self.status, 1)
        told.addWidget(self.undo_button)
        column.addLayout(told)
        column.addLayout(self._rows)
