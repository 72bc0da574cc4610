"""The field in which the title of a conversation is typed, in the title's place."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

LONGEST = 200


class TitleField(QLineEdit):
    """Enter keeps the title and so does leaving the field, Esc does not; hidden while nothing is edited."""

    ended = Signal(str)
    """The title to keep, "" to leave it as it was."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._before: QWidget | None = None
        self.setMaxLength(LONGEST)
        self.setAccessibleName(self.tr("Title of the conversation"))
        self.hide()

    def edit(self, title: str) -> None:
        """Show the title and let it be changed."""
        self._before = QApplication.focusWidget()
        self.setText(title)
        self.show()
        self.setFocus()
        self.selectAll()

    def event(self, event: QEvent) -> bool:
        """Esc is the field's own while a title is typed."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep or leave; everything else edits."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._end(self.text())
        elif event.key() == Qt.Key.Key_Escape:
            self._end("")
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Going elsewhere keeps what was typed; a menu of the field is not elsewhere."""
        super().focusOutEvent(event)
        if QApplication.activePopupWidget() is None and not self.isHidden():
            self._before = None
            self._end(self.text())

    def _end(self, title: str) -> None:
        before, self._before = self._before, None
        self.hide()
        if before is not None and before.isVisible():
            before.setFocus()
        self.ended.emit(" ".join(title.split()))
