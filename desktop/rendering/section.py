"""The one rule of layout in the transcript: a parent gives a width, the widget resizes itself and returns its height.

Qt's layouts settle heights that depend on widths over several events; here everything is settled in one call, so
nothing is ever painted in a wrong place and the scroll value can be corrected in the same frame.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget


class Section(QWidget):
    """A widget of the transcript; emits `height_changed` when it wants to be placed again."""

    height_changed = Signal()

    def place(self, width: int) -> int:
        """Take this width (pixels), and return the height needed."""
        raise NotImplementedError
