"""The figures of an answer in a small card that opens over the text and moves nothing."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from desktop.conversation.statistics import Row, as_text
from desktop.rendering.buttons import CopyButton
from desktop.shell.parts import TextLabel
from desktop.shell.popover import Popover
from desktop.theme import Theme

PADDING = 14
GAP = 24
VALUE_WIDTH = 300


class StatisticsCard(Popover):
    """Names on the left, values on the right; Esc or a press elsewhere closes it."""

    def __init__(self, theme: Theme, rows: list[Row], opener: QWidget) -> None:
        super().__init__(opener)
        self.setAccessibleName(self.tr("Figures"))
        self.text = as_text(rows)
        grid = QGridLayout()
        grid.setHorizontalSpacing(GAP)
        grid.setVerticalSpacing(4)
        for number, (name, value) in enumerate(rows):
            words = TextLabel(theme, value, font="meta", wrap=len(value) > 40)
            words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            words.setAccessibleName(f"{name}: {value}")
            if words.wordWrap():
                words.setFixedWidth(VALUE_WIDTH)
            grid.addWidget(TextLabel(theme, name, font="meta", kind="tertiary"), number, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(words, number, 1)
        copy = CopyButton(theme, self.tr("Copy figures"), copied=self.tr("Copied"), parent=self)
        copy.clicked.connect(lambda: copy.copy(self.text))
        column = QVBoxLayout(self)
        column.setContentsMargins(PADDING, PADDING, PADDING, PADDING - 4)
        column.setSpacing(8)
        column.addLayout(grid)
        column.addWidget(copy, 0, Qt.AlignmentFlag.AlignLeft)
        self._copy = copy

    def show_figures(self) -> None:
        """Open beside the button; the first thing to do is to copy."""
        self.open(self._copy)

    def leave(self) -> None:
        """Close for good."""
        if not self.isHidden():
            super().leave()
            self.deleteLater()
