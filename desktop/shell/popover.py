"""A small card over the page beside what opened it; it is no window, so nothing has to be placed by the system."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QWidget

AIR = 6


class Popover(QFrame):
    """Esc, a press elsewhere or focus elsewhere closes it, and the focus goes back to where it was."""

    def __init__(self, opener: QWidget) -> None:
        super().__init__(opener.window())
        self._opener = opener
        self._before: QWidget | None = None
        self.setObjectName("card")
        self.hide()

    def open(self, focus: QWidget) -> None:
        """Open above the opener, or below it where there is no room above; `focus` takes the keys."""
        window = self.window()
        self.adjustSize()
        corner = self._opener.mapTo(window, QPoint(0, 0))
        y = corner.y() - self.height() - AIR
        if y < 0:
            y = min(corner.y() + self._opener.height() + AIR, max(window.height() - self.height(), 0))
        self.move(max(min(corner.x(), window.width() - self.width() - AIR), 0), y)
        self._before = QApplication.focusWidget()
        self.show()
        self.raise_()
        focus.setFocus(Qt.FocusReason.PopupFocusReason)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.installEventFilter(self)
            application.focusChanged.connect(self._on_focus)

    def leave(self) -> None:
        """Close."""
        if self.isHidden():
            return
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.removeEventFilter(self)
            application.focusChanged.disconnect(self._on_focus)
        focus = QApplication.focusWidget()
        held = focus is not None and self.isAncestorOf(focus)
        self.hide()
        if held and self._before is not None and self._before.isVisible():
            self._before.setFocus(Qt.FocusReason.PopupFocusReason)
        self._before = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A press elsewhere closes it and does what it does."""
        if event.type() == QEvent.Type.MouseButtonPress and isinstance(watched, QWidget):
            if watched is not self and not self.isAncestorOf(watched):
                self.leave()
        elif event.type() == QEvent.Type.Resize and watched is self.window():
            self.leave()
        return False

    def event(self, event: QEvent) -> bool:
        """Esc is this card's own while it is open."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    def _on_focus(self, _before: QWidget | None, now: QWidget | None) -> None:
        if now is not None and now is not self and not self.isAncestorOf(now):
            self.leave()
