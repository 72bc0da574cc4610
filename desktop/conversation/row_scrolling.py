"""Which rows of a thought are in view: they are measured when they come near, and what was measured stays in place."""

from __future__ import annotations

from bisect import bisect_right

from PySide6.QtCore import QObject, QPoint, QPointF, QRect, Qt, Signal
from PySide6.QtWidgets import QAbstractScrollArea

from desktop.conversation.row_layouts import RowLayouts
from desktop.theme import Theme

_WHOLE_ROWS, _WHOLE_CHARACTERS = 40, 6_000
"""Up to this size the thought is shown in its full height."""
_TALLEST = 560
"""Height, in pixels, of a longer thought; it scrolls inside itself."""
_MOST_ROUNDS = 8


class RowScrolling(QObject):
    """The rows of `layouts` under the vertical scroll bar of `area`. Places are pixels of its viewport."""

    settled = Signal()
    """Rows may have moved on the viewport."""

    def __init__(self, theme: Theme, area: QAbstractScrollArea, layouts: RowLayouts) -> None:
        super().__init__(area)
        self._theme, self._area, self._layouts = theme, area, layouts
        self._bar = area.verticalScrollBar()
        self._bar.valueChanged.connect(self.settle)

    @property
    def visible(self) -> range:
        """The rows of which something is in view."""
        tops, top = self._layouts.tops, self._bar.value()
        first = max(bisect_right(tops, top) - 1, 0)
        return range(first, min(bisect_right(tops, top + self._height), len(self._layouts.rows)))

    @property
    def scrolls(self) -> bool:
        """Whether not all rows are in view at once."""
        return self._bar.maximum() > 0

    @property
    def at_end(self) -> bool:
        """Whether the end is in view."""
        return self._bar.value() >= self._bar.maximum() - self._theme.size("step_row")

    def can_go(self, *, up: bool) -> bool:
        """Whether there is more above or below."""
        return self.scrolls and (self._bar.value() > 0 if up else self._bar.value() < self._bar.maximum())

    def top(self, index: int) -> int:
        """Return where a row begins; that of the index after the last row is the end."""
        return self._layouts.tops[index] - self._bar.value()

    def box(self, index: int) -> QRect:
        """Return where a row is."""
        return QRect(1, self.top(index), self._area.viewport().width() - 2, self._layouts.layout(index).height)

    def row_at(self, y: float) -> int:
        """Return the row at a height of the viewport, -1 for none."""
        place = bisect_right(self._layouts.tops, y + self._bar.value()) - 1
        return place if 0 <= place < len(self._layouts.rows) else -1

    def character_at(self, point: QPointF | QPoint) -> tuple[int, int]:
        """Return the row nearest to a point, and the character of its raw text there."""
        rows, tops = self._layouts.rows, self._layouts.tops
        if not rows:
            return 0, 0
        y = min(max(point.y() + self._bar.value(), 0), tops[-1] - 1)
        index = min(max(bisect_right(tops, y) - 1, 0), len(rows) - 1)
        x = point.x() - self._theme.size("gutter")
        line = self._theme.line_height("thought")
        return index, self._layouts.layout(index).character_at(x, y - tops[index], line)

    def fit(self, fixed_height: int) -> int:
        """Return how high the view is to be; of what is higher than that, the bar shows the place.

        Args:
            fixed_height: The height of a thought that is being written, 0 for one that has ended.
        """
        rows = self._layouts.rows
        whole = len(rows) <= _WHOLE_ROWS and sum(len(row.raw) for row in rows) <= _WHOLE_CHARACTERS
        height = fixed_height or _TALLEST
        if whole and not fixed_height:
            self._measure_all()
            height = max(self._layouts.tops[-1], self._theme.size("step_row"))
        scrolls = not whole and not fixed_height
        policy = Qt.ScrollBarPolicy.ScrollBarAsNeeded if scrolls else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self._area.setVerticalScrollBarPolicy(policy)
        return height

    def settle(self) -> None:
        """Measure what is in view; what was measured before stays in its place on the screen."""
        bar, layouts = self._bar, self._layouts
        for _ in range(_MOST_ROUNDS):
            seen = self.visible
            anchor = next((index for index in seen if layouts.is_measured(index)), seen.start)
            anchor = min(anchor, len(layouts.rows))
            before = layouts.tops[anchor] - bar.value()
            wrong = [layouts.measure(index) for index in seen]
            bar.blockSignals(True)  # this very method listens
            bar.setRange(0, max(layouts.tops[-1] - self._height, 0))
            bar.setValue(layouts.tops[anchor] - before)
            bar.blockSignals(False)
            if not any(wrong):
                break
        bar.setPageStep(self._height)
        bar.setSingleStep(self._theme.size("step_row"))
        self.settled.emit()

    def scroll_by(self, pixels: int) -> None:
        """Scroll by so many pixels."""
        self._bar.setValue(self._bar.value() + pixels)

    def scroll_to_start(self) -> None:
        """Show the first rows."""
        self._bar.setValue(0)

    def scroll_to_end(self) -> None:
        """Show the last rows."""
        for _ in range(2):  # what comes into view is measured first
            self._bar.setValue(self._bar.maximum())

    def bring(self, index: int) -> None:
        """Scroll as little as brings a row into view."""
        self._layouts.measure(index)
        tops = self._layouts.tops
        if self.scrolls:
            self._bar.setValue(min(max(self._bar.value(), tops[index + 1] - self._height), tops[index]))

    def show(self, index: int) -> int:
        """Scroll so that a row stands in the upper third; returns where it begins then."""
        self._measure_all()
        for _ in range(_MOST_ROUNDS):  # what comes into view is measured then, and moves what is below it
            self.settle()
            before = self._bar.value()
            self._bar.setValue(self._layouts.tops[index] - self._height // 3)
            if self._bar.value() == before:
                break
        return self.top(index)

    @property
    def _height(self) -> int:
        return self._area.viewport().height()

    def _measure_all(self) -> None:
        if len(self._layouts.rows) <= _WHOLE_ROWS:
            for index in range(len(self._layouts.rows)):
                self._layouts.measure(index)
