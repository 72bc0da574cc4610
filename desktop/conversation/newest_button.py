"""The button that leads back to the end of the conversation."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.rendering.buttons import TextButton
from desktop.theme import Theme


class NewestButton(TextButton):
    """Floats over the lower edge of the transcript while its end is out of sight."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, "", icon="folded_open", framed=True, parent=parent)
        self.setText(self.tr("Newest"))
        self.setAccessibleName(self.tr("Go to the newest text"))
        self.hide()

    def settle(self, width: int, height: int) -> None:
        """Stand at the right end of the text, where lines seldom reach, 12 pixels above the lower edge."""
        hint = self.sizeHint()
        right = (width + min(self._theme.size("column"), width)) // 2
        self.setGeometry(right - hint.width(), height - hint.height() - 12, hint.width(), hint.height())
