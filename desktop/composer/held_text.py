"""A long text that was pasted: held beside the field, which would take seconds to lay it out."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout

from desktop.shell.parts import IconButton, TextLabel
from desktop.theme import Theme

HELD_FROM = 10_000
"""Characters: a line without spaces costs the field time with the square of its length, here less than a frame."""
FIRST_WORDS = 60


class HeldText(QFrame):
    """Says how long the text is and how it begins; it is sent below what is typed."""

    removed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._text = ""
        self._size = TextLabel(theme, font="meta", kind="secondary")
        self._start = TextLabel(theme, font="meta", kind="tertiary")
        self._start.setMinimumWidth(0)
        remove = IconButton(theme, "reject", self.tr("Remove the pasted text"))
        remove.clicked.connect(self.removed)
        row = QHBoxLayout(self)
        row.setContentsMargins(6, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._size)
        row.addWidget(self._start, 1)
        row.addWidget(remove, 0, Qt.AlignmentFlag.AlignRight)
        self.hide()

    @property
    def text(self) -> str:
        """What is held, "" for nothing."""
        return self._text

    def hold(self, text: str) -> None:
        """Hold this text; "" holds nothing."""
        self._text = text
        words = self.tr("Pasted text, {0} characters").format(f"{len(text):,}")
        start = " ".join(text[: 4 * FIRST_WORDS].split())
        self._size.setText(words)
        self._start.setText(start[:FIRST_WORDS] + "…" if len(start) > FIRST_WORDS else start)
        self.setAccessibleName(words)
        self.setVisible(bool(text))


def joined(typed: str, held: str) -> str:
    """Return the question of what was typed and what is held below it."""
    return f"{typed}\n\n{held}" if typed.strip() and held else held or typed
