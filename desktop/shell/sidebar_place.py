"""Where the sidebar is: beside the page, hidden, or slid over the page of a narrow window."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

HIDES_BELOW = 1040


class _Veil(QWidget):
    """Lies over the page beside the sidebar; a press on it is meant to end the sidebar."""

    pressed = Signal()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the press."""
        event.accept()
        self.pressed.emit()


class SidebarPlace(QObject):
    """Places the sidebar in `frame`, whose `row` holds it beside the page."""

    moved = Signal(bool)
    """Whether the sidebar can be seen."""

    def __init__(self, frame: QWidget, row: QHBoxLayout, sidebar: QWidget) -> None:
        super().__init__(frame)
        self._frame, self._row, self._sidebar = frame, row, sidebar
        self.wanted: bool | None = None
        """Whether the user wants it beside the page; None leaves it to the width."""
        self._before: QWidget | None = None
        self._veil = _Veil(frame)
        self._veil.hide()
        self._veil.pressed.connect(self.leave)
        self._floats = False
        frame.installEventFilter(self)

    @property
    def floats(self) -> bool:
        """Whether it lies over the page."""
        return self._floats

    def toggle(self) -> None:
        """Show or hide it, over the page where the window is narrow."""
        if self._floats:
            self.leave()
        elif self._narrow():
            self._float()
        else:
            self.wanted = self._sidebar.isHidden()
            self.settle()

    def leave(self) -> bool:
        """Take it from above the page; False when it is not there."""
        if not self._floats:
            return False
        self._floats = False
        focus, before = QApplication.focusWidget(), self._before
        self._before = None
        inside = focus is not None and self._sidebar.isAncestorOf(focus)
        self.settle()
        if inside and before is not None and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def settle(self) -> None:
        """Take the place that fits the width."""
        if self._floats and self._narrow():
            self._cover()
            return
        self._floats = False
        self._veil.hide()
        if self._row.indexOf(self._sidebar) < 0:
            self._row.insertWidget(0, self._sidebar)
        shown = not self._narrow() and self.wanted is not False
        self._sidebar.setVisible(shown)
        self.moved.emit(shown)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the width of the window."""
        if watched is self._frame and event.type() == QEvent.Type.Resize:
            self.settle()
        return super().eventFilter(watched, event)

    def _narrow(self) -> bool:
        return self._frame.width() < HIDES_BELOW

    def _float(self) -> None:
        self._floats = True
        self._before = QApplication.focusWidget()
        self._row.removeWidget(self._sidebar)
        self._cover()
        self._veil.show()
        self._sidebar.show()
        self._sidebar.setFocus(Qt.FocusReason.OtherFocusReason)
        self.moved.emit(True)

    def _cover(self) -> None:
        self._veil.setGeometry(self._frame.rect())
        self._veil.raise_()
        self._sidebar.setGeometry(0, 0, self._sidebar.width(), self._frame.height())
        self._sidebar.raise_()
