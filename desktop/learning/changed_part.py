"""The changed answers of the newest round, all of them or only what was fixed or broken."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.learning.tables import Rows, RowTable, changed_rows
from desktop.shell.parts import TextLabel
from desktop.theme import Theme

if TYPE_CHECKING:
    from models.learning.rounds.overview import ChangedAnswer, LearningOverview


class ChangedPart(QWidget):
    """A title, three chips and the table."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._changed: Sequence[ChangedAnswer] = ()
        self._by_likelihood = False
        self._title = TextLabel(theme, font="ui_strong")
        self._rows = Rows(theme, (self.tr("Held-out question"), self.tr("Before"), self.tr("After"), self.tr("Change")))
        self.table = RowTable(theme, self._rows, self.tr("Changed answers"))
        self.chips = QButtonGroup(self)
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(self._title)
        head.addSpacing(6)
        for number, name in enumerate((self.tr("All"), self.tr("fixed"), self.tr("broke"))):
            chip = QPushButton(name)
            chip.setCheckable(True)
            chip.setProperty("kind", "chip")
            self.chips.addButton(chip, number)
            head.addWidget(chip)
        head.addStretch(1)
        self.chips.button(0).setChecked(True)
        self.chips.idToggled.connect(lambda _number, on: self._show() if on else None)
        theme.changed.connect(self._dress)
        self._dress()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.table)

    def show_overview(self, overview: LearningOverview) -> None:
        """Show what the newest decided round changed."""
        newest = overview.newest
        self._changed = overview.changed
        report = newest.report if newest is not None else None
        self._by_likelihood = report is not None and report.likelihood is not None
        if newest is not None:
            before = next((each.name for each in overview.adapters if each.id == newest.round.adapter_before), "")
            words = self.tr("Changed answers, {0} to {1}")
            self._title.setText(words.format(before or self.tr("base model"), f"v{newest.round.number}"))
        self._show()

    def _dress(self) -> None:
        for chip in self.chips.buttons():
            chip.setFont(self._theme.font("ui"))
            chip.setFixedHeight(self._theme.size("chip"))

    def _show(self) -> None:
        names = self._names()
        fixed = sum(each.fixed for each in self._changed)
        counts = (len(self._changed), fixed, len(self._changed) - fixed)
        for number, (name, count) in enumerate(zip((self.tr("All"), *names), counts, strict=True)):
            words = f"{name[:1].upper()}{name[1:]} {count}"
            self.chips.button(number).setText(words)
            self.chips.button(number).setAccessibleName(words)
        wanted = self.chips.checkedId()
        shown = [each for each in self._changed if wanted == 0 or each.fixed is (wanted == 1)]
        self._rows.show_rows(changed_rows(shown, *names))

    def _names(self) -> tuple[str, str]:
        if self._by_likelihood:
            return self.tr("likelier"), self.tr("less likely")
        return self.tr("fixed"), self.tr("broke")
