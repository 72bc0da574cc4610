"""The column of turns and the scroll value: all geometry of the transcript is settled in `TurnColumn.lay_out`.

It keeps in place what the reader looks at: the end while it is in view, otherwise the first part on the screen.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QScrollArea, QWidget

from desktop.conversation.canvas import Canvas
from desktop.conversation.slots import Slot
from desktop.conversation.turn import TurnWidget
from desktop.theme import Theme

TOP = 24
_BOTTOM = 12
_SIDE = 16
_AT_END = 8
_NARROWEST = 200


class TurnColumn(QObject):
    """The slots below each other on the canvas of a scroll area. `laid_out` is emitted when anything may have moved."""

    laid_out = Signal()
    scrolled_by_reader = Signal()

    def __init__(self, theme: Theme, area: QScrollArea, canvas: Canvas) -> None:
        super().__init__(area)
        self._theme, self._area, self._canvas = theme, area, canvas
        self._bar = area.verticalScrollBar()
        self._own_scroll = 0
        self._held: Slot | None = None
        self.slots: list[Slot] = []
        self.following = True
        """Whether the view follows the end."""
        self._bar.valueChanged.connect(self._on_scrolled)

    @property
    def width(self) -> int:
        """The width of the column in pixels."""
        return self._column()[1]

    @property
    def at_end(self) -> bool:
        """Whether the end is in view."""
        return self._bar.value() >= self._bar.maximum() - _AT_END

    @property
    def top_of_view(self) -> int:
        """Where on the canvas the view begins (pixels)."""
        return self._bar.value()

    @property
    def height_of_view(self) -> int:
        """How high the view is (pixels)."""
        return self._area.viewport().height()

    @property
    def widgets(self) -> list[TurnWidget]:
        """The turns that are more than a placeholder."""
        return [slot.widget for slot in self.slots if slot.widget is not None]

    def lay_out(self, anchor: QWidget | None = None) -> None:
        """Place all turns and correct the scroll value, so that the anchor (or the end) stays where it is."""
        kept = anchor or (None if self.following else self._held_part() or self.first_in_view())
        before = self._on_screen(kept) if kept is not None else 0
        left, width = self._column()
        y = TOP
        for slot in self.slots:
            slot.y = y
            if slot.widget is None:
                slot.height = slot.expected_height(width, self._theme)
            else:
                slot.widget.move(left, y)
                self._tell_view(slot)
                if slot.placed_width == width or self._in_view(slot):
                    self.place(slot)
            y += slot.height
        self._own_scroll += 1
        self._canvas.resize(self._area.viewport().width(), max(y + _BOTTOM, self.height_of_view))
        if kept is not None:
            self._bar.setValue(self._bar.value() + self._on_screen(kept) - before)
        elif self.following:
            self._bar.setValue(self._bar.maximum())
        self._own_scroll -= 1
        self.laid_out.emit()

    def place(self, slot: Slot) -> None:
        """Lay out the widget of a turn; one that is not complete keeps the height that it had when it was."""
        if slot.widget is None:
            return
        width = self.width
        slot.height = slot.widget.place(width)
        slot.placed_width = width
        if slot.live is not None:
            return
        if slot.complete:
            slot.heights[width] = slot.height
        else:
            slot.height = max(slot.height, slot.heights.get(width, 0))

    def near(self, screens: float) -> list[Slot]:
        """Return the turns up to so many screens above and below the view, the nearest to its middle first."""
        height = max(self.height_of_view, 1)
        top = self.top_of_view - screens * height
        bottom = self.top_of_view + (1 + screens) * height
        middle = (top + bottom) / 2
        near = [each for each in self.slots if each.y < bottom and each.y + each.height > top]
        return sorted(near, key=lambda each: max(each.y - middle, middle - each.y - each.height, 0))

    def scroll_to(self, y: int) -> None:
        """Scroll without that counting as the reader's doing."""
        self._own_scroll += 1
        self._bar.setValue(y)
        self._own_scroll -= 1

    def hold(self, slot: Slot) -> None:
        """Keep the top of this turn in its place until `release`, though what is above it may not be rendered yet."""
        self._held = slot

    def release(self) -> None:
        """All near the view is rendered, or the reader scrolls: any part in view can be kept in its place."""
        self._held = None

    def y_of(self, part: QWidget) -> int:
        """Return where a part of a turn lies on the canvas."""
        return part.mapTo(self._canvas, QPoint(0, 0)).y()

    def slot_of(self, question_id: str) -> Slot | None:
        """Return the turn of a question."""
        return next((each for each in self.slots if question_id and each.question_id == question_id), None)

    def slot_at_top(self) -> Slot | None:
        """Return the turn at the upper edge of the view."""
        top = self.top_of_view
        return next((each for each in self.slots if each.y + each.height > top), None)

    def first_in_view(self) -> QWidget | None:
        """Return the first part of which something is on the screen."""
        top = self.top_of_view
        for slot in self.slots:
            if slot.y + slot.height <= top or slot.widget is None:
                continue
            for part in slot.widget.anchors():
                if self.y_of(part) + part.height() > top:
                    return part
        return None

    def _held_part(self) -> QWidget | None:
        return self._held.widget.question if self._held is not None and self._held.widget is not None else None

    def _column(self) -> tuple[int, int]:
        """Return where the column starts and how wide it is."""
        room = self._area.width()  # with the scroll bar's, so that the column stands in the middle of the page
        width = min(self._theme.size("column"), room - 2 * _SIDE)
        return (room - width) // 2, max(width, _NARROWEST)

    def _in_view(self, slot: Slot) -> bool:
        """Whether the turn is on the screen or will be (a turn elsewhere is laid out later, when it comes near)."""
        top, height = self.top_of_view, self.height_of_view
        return slot.live is not None or (slot.y < top + height and slot.y + slot.height > top)

    def _tell_view(self, slot: Slot) -> None:
        """Tell the turn what of it is on the screen; when something near it is to be rendered it is not complete."""
        top = self.top_of_view - slot.y
        if slot.widget is not None and not slot.widget.set_view(top, top + max(self.height_of_view, 1)):
            slot.complete = False

    def _on_screen(self, part: QWidget) -> int:
        return self.y_of(part) - self.top_of_view

    def _on_scrolled(self) -> None:
        for slot in self.slots:
            self._tell_view(slot)
        if not self._own_scroll:
            self.following = self.at_end
            self.release()
            self.scrolled_by_reader.emit()
        self.laid_out.emit()
