"""A card that lies over the page until it is left; it is no window, so nothing has to be placed by the system."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QFrame, QWidget

TOP = 72
EDGE = 24


class Overlay(QWidget):
    """Covers its window; a press beside the card, Esc, or focus elsewhere leaves it.

    Args:
        window: What it lies over.
        width: The widest that the card may be, in pixels.
        height: The highest that the card may be, in pixels.
    """

    left = Signal()
    """It is closed; the focus is back where it was."""

    def __init__(self, window: QWidget, width: int, height: int) -> None:
        super().__init__(window)
        self._most = (width, height)
        self._before: QWidget | None = None
        self.card = QFrame(self)
        self.card.setObjectName("card")
        self.hide()
        window.installEventFilter(self)

    @property
    def is_open(self) -> bool:
        """Whether it lies over the page."""
        return not self.isHidden()

    def open(self, focus: QWidget) -> None:
        """Lie over the page; `focus` is the part that takes the keys."""
        if not self.is_open:
            self._before = QApplication.focusWidget()
            QApplication.instance().focusChanged.connect(self._on_focus)  # type: ignore[union-attr]  # never None here
        self._settle()
        self.show()
        self.raise_()
        focus.setFocus(Qt.FocusReason.PopupFocusReason)

    def leave(self) -> None:
        """Go, and give the focus back."""
        if not self.is_open:
            return
        QApplication.instance().focusChanged.disconnect(self._on_focus)  # type: ignore[union-attr]  # never None here
        before, self._before = self._before, None
        held = self.isAncestorOf(focus) if (focus := QApplication.focusWidget()) is not None else True
        self.hide()
        if held and before is not None and before.isVisible():
            before.setFocus(Qt.FocusReason.PopupFocusReason)
        self.left.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press beside the card leaves it."""
        if not self.card.geometry().contains(event.position().toPoint()):
            self.leave()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the window's size."""
        if watched is self.parent() and event.type() == QEvent.Type.Resize and self.is_open:
            self._settle()
        return super().eventFilter(watched, event)

    def wanted_height(self) -> int:
        """Return how high the card's content is; the card is never higher than its room."""
        return self._most[1]

    def _settle(self) -> None:
        room = self.window().rect()
        self.setGeometry(room)
        width = min(self._most[0], room.width() - 2 * EDGE)
        top = min(TOP, max((room.height() - self.wanted_height()) // 2, EDGE))
        height = min(self.wanted_height(), room.height() - top - EDGE)
        self.card.setGeometry(QRect((room.width() - width) // 2, top, width, height))

    def _on_focus(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is not None and new is not self and not self.isAncestorOf(new) and new.window() is self.window():
            self.leave()
