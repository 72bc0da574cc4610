"""The way into the trash, below the conversations; there only while something is in it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QSizePolicy

from desktop.theme import Theme


class TrashButton(QPushButton):
    """Says how much is in the trash."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.count = 0
        self.setProperty("kind", "link")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setStyleSheet("text-align: left;")
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.show_count(0)
        self.hide()
        self._dress()
        theme.changed.connect(self._dress)

    def show_count(self, number: int) -> None:
        """Show the number of conversations in the trash."""
        self.count = number
        self.setText(self.tr("Trash · {0}").format(number))
        self.setAccessibleName(self.tr("Conversations in the trash: {0}").format(number))
        self.setToolTip(self.tr("Restore conversations or delete them for good"))

    def _dress(self) -> None:
        self.setFont(self._theme.font("meta"))
        self.setIcon(self._theme.icon("delete", "text.tertiary"))
        self.setFixedHeight(max(self._theme.size("list_row"), self._theme.line_height("meta") + 8))
