"""Selecting and copying in a `LongTextView`: with the mouse, Ctrl+A, Shift and the arrows, Ctrl+C, and a menu."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QApplication, QMenu

from desktop.rendering.text_chunks import characters_of_utf16

if TYPE_CHECKING:
    from desktop.rendering.long_text import LongTextView


class TextSelection:
    """What is selected, in characters of the text: from the anchor to the cursor. The view hands itself over."""

    def __init__(self) -> None:
        self._anchor = self._cursor = 0

    @property
    def span(self) -> tuple[int, int]:
        """The first character selected, and the one after the last."""
        return min(self._anchor, self._cursor), max(self._anchor, self._cursor)

    def select(self, start: int, end: int) -> None:
        """Select these characters."""
        self._anchor, self._cursor = start, end

    def press(self, view: LongTextView, event: QMouseEvent) -> None:
        """The button goes down: select from here, or with Shift to here."""
        place = _offset_at(view, event.position().toPoint())
        self.select(self._anchor if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else place, place)

    def drag(self, view: LongTextView, event: QMouseEvent) -> None:
        """Select to here; beyond an edge the text scrolls."""
        point = event.position().toPoint()
        bar, height = view.verticalScrollBar(), view.viewport().height()
        bar.setValue(bar.value() + min(point.y(), 0) + max(point.y() - height, 0))
        self.select(self._anchor, _offset_at(view, point))

    def select_word(self, view: LongTextView, event: QMouseEvent) -> None:
        """Select the word here."""
        offset = _offset_at(view, event.position().toPoint())
        start = max(offset - _LONGEST_WORD, 0)
        around = view.chunks.text(start, min(offset + _LONGEST_WORD, view.chunks.size))
        first = last = offset - start
        while first > 0 and _of_a_word(around[first - 1]):
            first -= 1
        while last < len(around) and _of_a_word(around[last]):
            last += 1
        self.select(start + first, start + last)

    def key(self, view: LongTextView, event: QKeyEvent) -> bool:
        """Copy, select all, or extend; returns whether the key was one of these."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy(view)
        elif event.matches(QKeySequence.StandardKey.SelectAll):
            self.select(0, view.chunks.size)
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier and event.key() in _STEPS:
            self._extend(view, *_STEPS[Qt.Key(event.key())])
        else:
            return False
        view.viewport().update()
        return True

    def copy(self, view: LongTextView) -> None:
        """Put what is selected on the clipboard."""
        if self._anchor != self._cursor:
            QApplication.clipboard().setText(view.selected_text())

    def menu(self, view: LongTextView, place: QPoint) -> None:
        """Offer to copy and to select all."""
        menu = QMenu(view)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        copy = menu.addAction(QCoreApplication.translate("TextSelection", "Copy"), lambda: self.copy(view))
        copy.setEnabled(self._anchor != self._cursor)
        menu.addAction(QCoreApplication.translate("TextSelection", "Select all"), view.select_all)
        menu.popup(place)

    def _extend(self, view: LongTextView, rows: int, columns: int) -> None:
        to = min(max(self._cursor + columns, 0), view.chunks.size)
        if rows:
            place = view.position_rect(self._cursor)
            to = _offset_at(view, QPoint(0, place.center().y() + rows * place.height()))
        self.select(self._anchor, to)


def _of_a_word(character: str) -> bool:
    return character.isalnum() or character == "_"


def _offset_at(view: LongTextView, point: QPoint) -> int:
    if not view.chunks.pieces:
        return 0
    tops, line_height = view.layouts.tops, view.layouts.line_height
    y = min(max(point.y() + view.verticalScrollBar().value(), 0), tops[-1] - 1)
    index = min(max(bisect_right(tops, y) - 1, 0), len(view.chunks.pieces) - 1)
    layout = view.layouts.layout(index)
    line = layout.lineAt(min((y - tops[index]) // line_height, layout.lineCount() - 1))
    units = line.xToCursor(float(point.x())) if line.isValid() else 0
    return view.chunks.starts[index] + characters_of_utf16(view.chunks.pieces[index], int(units))


_LONGEST_WORD = 100
_STEPS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}
