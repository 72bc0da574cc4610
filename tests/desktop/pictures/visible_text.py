"""Finds text on the screen that does not fit into its room."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QLabel, QLineEdit, QWidget

SLACK = 1
"""Pixels that rounding may take."""


def clipped_texts(window: QWidget) -> list[str]:
    """Return a sentence for each visible label, button and field whose text is cut without saying so.

    Text that was shortened with an ellipsis is allowed where a tool tip or the accessible name tells all of it.
    """
    found = []
    for widget in window.findChildren(QWidget):
        if widget.isVisible() and not widget.visibleRegion().isEmpty():
            found += [f"{type(widget).__name__} “{_words(widget)[:60]}”: {what}" for what in _faults(widget)]
    return found


def _words(widget: QWidget) -> str:
    return widget.text() if isinstance(widget, QLabel | QAbstractButton) else widget.accessibleName()


def _faults(widget: QWidget) -> Iterator[str]:
    if isinstance(widget, QLabel) and widget.text():
        yield from _label_faults(widget)
    elif isinstance(widget, QAbstractButton) and widget.text():
        layout = widget.layout()
        needed = widget.minimumSizeHint() if layout is None else layout.minimumSize()
        if needed.width() > widget.width() + SLACK or widget.fontMetrics().height() > widget.height():
            yield f"needs {needed.width()} × {needed.height()}, has {widget.width()} × {widget.height()}"
    elif isinstance(widget, QLineEdit) and widget.placeholderText() and not widget.text():
        needed_width = widget.fontMetrics().horizontalAdvance(widget.placeholderText())
        if needed_width > widget.width() - 12:
            yield f"its hint needs {needed_width}, has {widget.width() - 12}"
    if _has_words(widget) and (beyond := _beyond_parent(widget)):
        yield beyond


def _has_words(widget: QWidget) -> bool:
    return isinstance(widget, QLabel | QAbstractButton) and bool(widget.text())


def _label_faults(label: QLabel) -> Iterator[str]:
    room: QRect = label.contentsRect()
    if label.wordWrap():
        needed = label.heightForWidth(label.width())
        if needed > label.height() + SLACK:
            yield f"needs {needed} in height, has {label.height()}"
        return
    needed_width = label.fontMetrics().boundingRect(label.text()).width()
    if needed_width > room.width() + SLACK:
        yield f"needs {needed_width}, has {room.width()}"
    if label.fontMetrics().height() > label.height() + SLACK:
        yield f"is {label.fontMetrics().height()} high, has {label.height()}"
    if "…" in label.text()[-3:] and not _told_elsewhere(label):
        yield "is shortened, and nothing tells the whole"


def _told_elsewhere(label: QLabel) -> bool:
    start = label.text().partition("…")[0].strip()
    parents = (label, label.parentWidget())
    return any(
        start in told for each in parents if each is not None for told in (each.toolTip(), each.accessibleName())
    )


def _beyond_parent(widget: QWidget) -> str:
    """Say how far a widget reaches beyond a parent that would cut it; scrolling ones are meant to."""
    rect, parent = widget.geometry(), widget.parentWidget()
    while parent is not None and not parent.isWindow():
        if isinstance(parent.parentWidget(), QAbstractScrollArea):
            return ""
        if not parent.rect().adjusted(-SLACK, -SLACK, SLACK, SLACK).contains(rect):
            return f"reaches beyond {type(parent).__name__}: {rect.getRect()} in {parent.rect().getRect()}"
        rect, parent = rect.translated(parent.pos()), parent.parentWidget()
    return ""
