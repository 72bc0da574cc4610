"""The figures of a decision in a row: each with its words below, told to screen readers as one sentence."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.shell.parts import TextLabel, restyle
from desktop.theme import Theme

_MOST = 3


@dataclass(frozen=True, slots=True)
class Figure:
    """A number and its words; `kind` is a colour of the style sheet."""

    number: str
    words: str
    kind: str = ""


class FiguresRow(QWidget):
    """Up to three figures."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.words = ""
        self._labels: list[tuple[TextLabel, TextLabel]] = []
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(14)
        for _ in range(_MOST):
            pair = (TextLabel(theme, font="figure"), TextLabel(theme, font="meta", kind="secondary", wrap=True))
            column = QVBoxLayout()
            column.setSpacing(0)
            for each in pair:
                column.addWidget(each)
            column.addStretch(1)
            row.addLayout(column, 1)
            self._labels.append(pair)

    def show_figures(self, figures: list[Figure], words: str) -> None:
        """Show figures; `words` say the same in one sentence."""
        self.words = words
        self.setAccessibleName(words)
        for place, (number, below) in enumerate(self._labels):
            shown = figures[place] if place < len(figures) else Figure("", "")
            number.setText(shown.number)
            number.setProperty("kind", shown.kind)
            restyle(number)
            below.setText(shown.words)
