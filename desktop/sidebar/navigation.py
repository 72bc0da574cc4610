"""The rows that lead to the pages beside the questions."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop.shell.parts import TextLabel
from desktop.theme import Theme


class NavigationRow(QPushButton):
    """Icon, name, and at the right a few words such as a count; checked while its page is shown."""

    def __init__(self, theme: Theme, icon: str, name: str, keys: str) -> None:
        super().__init__()
        self._theme, self._icon_name, self._name = theme, icon, name
        self.setProperty("kind", "navigation")
        self.setCheckable(True)
        self.setAutoExclusive(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setToolTip(f"{name} ({keys})")
        self._icon, self._words = QLabel(), TextLabel(theme, name)
        self._count = TextLabel(theme, font="meta", kind="tertiary")
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 8, 0)
        row.setSpacing(8)
        row.addWidget(self._icon)
        row.addWidget(self._words, 1)
        row.addWidget(self._count)
        for part in (self._icon, self._words, self._count):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.show_count("")
        self.toggled.connect(self._dress)
        theme.changed.connect(self._dress)
        self._dress()

    def show_count(self, count: str) -> None:
        """Show a few words at the right, "" for none."""
        self._count.setText(count)
        self.setAccessibleName(f"{self._name}, {count}" if count else self._name)

    def _dress(self) -> None:
        role = "accent.text" if self.isChecked() else "text.secondary"
        side = self._theme.size("icon.m")
        self._icon.setPixmap(self._theme.icon(self._icon_name, role).pixmap(side, side))
        ink = self._theme.color("text.primary" if self.isChecked() else "text.secondary")
        self._words.setStyleSheet(f"color: {ink.name()}")
        self._words.set_role("ui_strong" if self.isChecked() else "ui")
        self.setFixedHeight(max(self._theme.size("nav_row"), self._theme.line_height("ui") + 8))


class Navigation(QWidget):
    """The rows, one below the other; a page that is not there has none."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._rows: dict[str, NavigationRow] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.hide()

    def add(self, page: str, icon: str, name: str, keys: str, open_page: Callable[[], object]) -> NavigationRow:
        """Add the row of a page."""
        row = self._rows[page] = NavigationRow(self._theme, icon, name, keys)
        row.clicked.connect(lambda _checked=False: self._open(page, open_page))
        self._column.addWidget(row)
        self.setVisible(True)
        return row

    def mark(self, page: str) -> None:
        """Mark the row of the page that is shown, "" for none of them."""
        for name, row in self._rows.items():
            row.setChecked(name == page)

    def _open(self, page: str, open_page: Callable[[], object]) -> None:
        self.mark(page)
        open_page()
