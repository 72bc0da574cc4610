"""A question, as the heading of its turn."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.rendering.section import Section
from desktop.rendering.text_views import view_of_text
from desktop.theme import Theme


class QuestionView(Section):
    """The text of a question, on the left edge of all text."""

    def __init__(self, theme: Theme, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._text = view_of_text(text.strip("\n"), theme, role="question", color="text.primary", parent=self)
        self._text.setAccessibleName(self.tr("Question"))
        self._lead = len(text) - len(text.lstrip("\n"))

    @property
    def text(self) -> str:
        """The question."""
        return self._text.text()

    def refresh(self) -> None:
        """Take the colours of the theme."""
        self._text.apply_theme()

    def show_hit(self, offset: int, length: int) -> int:
        """Mark a place and return its vertical position."""
        return self._text.show_hit(max(offset - self._lead, 0), length)

    def clear_hit(self) -> None:
        """Remove the mark."""
        self._text.clear_hit()

    def place(self, width: int) -> int:
        """Take this width."""
        gutter = self._theme.size("gutter")
        height = self._text.place(width - gutter)
        self._text.move(gutter, 0)
        self.resize(width, height)
        return height
