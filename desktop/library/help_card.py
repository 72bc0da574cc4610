"""Words below a row that need more than one line, perhaps with buttons: what the Hub refused, and what helps."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.library.rows import Act, Row
from desktop.shell.parts import TextButton, TextLabel
from desktop.theme import Theme


class HelpCard(QWidget):
    """`asked` carries the key of its row and the act of the button."""

    asked = Signal(str, object)

    def __init__(self, theme: Theme, row: Row) -> None:
        super().__init__()
        self.buttons: dict[Act, TextButton] = {}
        kind = "bad" if row.ink == "bad.text" else "secondary"
        self.words = TextLabel(theme, row.title, font="meta", kind=kind, wrap=True)
        line = QHBoxLayout()
        line.setSpacing(6)
        for each in row.buttons:
            press = partial(self.asked.emit, row.key, each.act)
            button = self.buttons[each.act] = TextButton(theme, each.words, press, kind="small")
            line.addWidget(button)
        line.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(24 if row.buttons else 8, 4, 8, 8)
        column.setSpacing(6)
        column.addWidget(self.words)
        self.words.setVisible(bool(row.title))
        column.addLayout(line)
        self.setAccessibleName(row.title)
