"""The button that takes a model out of the list; where that deletes its file, it asks first."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, Signal
from PySide6.QtWidgets import QApplication

from desktop.library.rows import Act, Button
from desktop.shell.parts import TextButton
from desktop.theme import Theme
from models.catalog.sizes import format_size


class AwayButton(TextButton):
    """`asked` carries the act."""

    asked = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "", self._press, kind="link")
        self._of: tuple[str, Button | None] = ("", None)
        self._size = 0
        self._sure = False
        self._since = QElapsedTimer()
        """Since when a press deletes."""
        self._name()

    def show_for(self, path: str, button: Button | None, size: int, *, in_use: bool) -> None:
        """Show the button for a model's file of so many bytes; None hides it. What was pressed once stays pressed."""
        self.setVisible(button is not None)
        self.setEnabled(not in_use)
        self.setToolTip(self.tr("It is in use; load another model first") if in_use else "")
        self._size = size
        if self._of != (path, button) or in_use:
            self._of, self._sure = (path, button), False
        self._name()

    def _press(self) -> None:
        button = self._of[1]
        if button is None:
            return
        if button.act is Act.DELETE and not self._sure:
            self._sure = True
            self._since.start()
            self._name()
        elif not self._sure or self._since.elapsed() > QApplication.doubleClickInterval():
            self._sure = False
            self.asked.emit(button.act)

    def _name(self) -> None:
        button = self._of[1]
        words = button.words if button is not None else ""
        if self._sure:
            words = self.tr("Delete {0} for good").format(format_size(self._size))
        self.setText(words)
        self.setAccessibleName(words or self.tr("Remove from the list"))
