"""Small parts that several places of the window use."""

from __future__ import annotations

import html
from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QToolButton, QWidget

from desktop.theme import Theme


class TextLabel(QLabel):
    """A plain text label in a font role, with a colour kind of the style sheet ("", "secondary", "tertiary", …)."""

    def __init__(
        self, theme: Theme, text: str = "", *, font: str = "ui", kind: str = "", wrap: bool = False, prose: bool = False
    ) -> None:
        """`prose`: no figure in it changes, so that its hyphens may be narrow."""
        super().__init__(text)
        self._theme = theme
        self._prose = prose
        self._role = font
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        if kind:
            self.setProperty("kind", kind)
        if kind == "key":
            self.setIndent(0)  # a label with a border would add air of its own
        self._dress()
        theme.changed.connect(self._dress)

    def set_role(self, font: str) -> None:
        """Take another font role."""
        self._role = font
        self._dress()

    def setText(self, text: str) -> None:
        """Show other words."""
        super().setText(text)
        if self._needs_figures() != self._tabular:
            self._dress_text()

    def _shown_words(self) -> str:
        return self.text()

    def _needs_figures(self) -> bool:
        return not self._prose and any(each.isdigit() for each in self._shown_words())

    def _dress_text(self) -> None:
        """Without a figure in it the text has the narrow hyphen."""
        self._tabular = self._needs_figures()
        self.setFont(self._theme.font(self._role) if self._tabular else self._theme.prose_font(self._role))

    def _dress(self) -> None:
        self._dress_text()
        if self.property("kind") == "key":
            self.setFixedHeight(self._theme.line_height(self._role) + 2)


class SpacedLabel(TextLabel):
    """A text of several lines, as far apart as its font role says; only for words of the program's own."""

    def __init__(self, theme: Theme, text: str, *, font: str = "ui", kind: str = "secondary") -> None:
        self._words = text
        super().__init__(theme, text, font=font, kind=kind, wrap=True)
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.setAccessibleName(text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take the height that the lines need at this width: layouts within layouts do not ask for it."""
        super().resizeEvent(event)
        self.setMinimumHeight(self.heightForWidth(self.width()))

    def set_words(self, words: str) -> None:
        """Show other words."""
        self._words = words
        self.setAccessibleName(words)
        self._dress()

    def _shown_words(self) -> str:
        return self._words

    def _dress(self) -> None:
        super()._dress()
        height = self._theme.line_height(self._role)
        self.setText(f'<p style="margin:0; line-height:{height}px">{html.escape(self._words)}</p>')
        self.setMinimumHeight(self.heightForWidth(self.width()))


class IconButton(QToolButton):
    """A square button with an icon; its name is its tool tip and what a screen reader says."""

    def __init__(self, theme: Theme, icon: str, name: str, *, shortcut: str = "", role: str = "text.secondary") -> None:
        super().__init__()
        self._theme = theme
        self._icon = icon
        self._role = role
        self.setProperty("kind", "icon")
        self.set_name(name, shortcut)
        self._dress()
        theme.changed.connect(self._dress)

    def set_name(self, name: str, shortcut: str = "") -> None:
        """Set the words of the button."""
        self.setAccessibleName(name)
        self.setToolTip(f"{name} ({shortcut})" if shortcut else name)

    def set_icon(self, icon: str, role: str = "text.secondary") -> None:
        """Show another icon."""
        self._icon, self._role = icon, role
        self._dress()

    def _dress(self) -> None:
        side = self._theme.size("control_small") + 2
        self.setFixedSize(side, side)
        self.setIconSize(QSize(self._theme.size("icon.m"), self._theme.size("icon.m")))
        self.setIcon(self._theme.icon(self._icon, self._role))


class TextButton(QPushButton):
    """A push button with text, a kind of the style sheet ("", "primary", "link", …) and perhaps an icon."""

    def __init__(
        self, theme: Theme, text: str, clicked: Callable[[], object] | None = None, *, kind: str = "", icon: str = ""
    ) -> None:
        super().__init__(text)
        self._theme = theme
        self._icon = icon
        self._role = "text.on_accent" if kind == "primary" else "text.secondary"
        self.setAccessibleName(text)
        self.setProperty("kind", kind)
        self._dress()
        theme.changed.connect(self._dress)
        if clicked is not None:
            self.clicked.connect(lambda _checked=False: clicked())

    def _dress(self) -> None:
        self.setFont(self._theme.font("ui_strong"))
        if self._icon:
            side = self._theme.size("icon.m")
            self.setIconSize(QSize(side + 4, side))  # the toolkit puts the words too near to it
            self.setIcon(self._theme.icon(self._icon, self._role))


def divider() -> QFrame:
    """Return a horizontal line of one pixel."""
    line = QFrame()
    line.setObjectName("line")
    line.setFixedHeight(1)
    return line


def restyle(widget: QWidget) -> None:
    """Let the style sheet look at the widget's properties again."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()
