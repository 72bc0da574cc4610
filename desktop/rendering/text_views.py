"""Which view a plain text gets: a text document while it is short, painted lines when it is long."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.rendering.long_text import WHOLE_UP_TO, LongTextView
from desktop.rendering.plain_text import PlainTextView
from desktop.theme import Theme


def view_of_text(text: str, theme: Theme, *, role: str, color: str, parent: QWidget) -> PlainTextView | LongTextView:
    """Return a view that shows this text."""
    kind = PlainTextView if len(text) <= WHOLE_UP_TO else LongTextView
    view = kind(theme, role=role, color=color, parent=parent)
    view.set_text(text)
    return view
