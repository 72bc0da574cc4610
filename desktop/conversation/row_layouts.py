"""How high the rows of a thought are, and their layouts: estimated until they are looked at, laid out then."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from itertools import accumulate

from PySide6.QtCore import QPointF
from PySide6.QtGui import QBrush, QFontMetrics, QTextCharFormat, QTextLayout, QTextOption

from desktop.conversation.row_text import RowText
from desktop.conversation.step_rows import StepRow
from desktop.theme import Theme

RIGHT = 12
"""Pixels that stay free at the right end of a row."""
_KEPT = 64


@dataclass(frozen=True, slots=True)
class RowLayout:
    """A row as it is laid out: its text starts `top` pixels below the row's upper edge."""

    text: RowText
    layout: QTextLayout
    top: int
    height: int

    def character_at(self, x: float, y: float, line_height: int) -> int:
        """Return which character of the row's raw text is at a point (pixels, from where the text begins)."""
        count = self.layout.lineCount()
        line = self.layout.lineAt(min(max(int((y - self.top) // line_height), 0), max(count - 1, 0)))
        return self.text.character_at(int(line.xToCursor(x))) if line.isValid() else 0


class RowLayouts:
    """The rows of one view. All measures in pixels.

    Args:
        theme: The look.
        remark_of: Says what always stands at the right end of a row; its text leaves room for it.
    """

    def __init__(self, theme: Theme, remark_of: Callable[[StepRow], str]) -> None:
        self._theme, self._remark_of = theme, remark_of
        self.rows: list[StepRow] = []
        self.width = 1
        self._heights: list[int] = []
        self._measured: list[bool] = []
        self._tops: list[int] | None = None
        self._layouts: OrderedDict[int, RowLayout] = OrderedDict()

    def replace(self, rows: list[StepRow], start: int = 0) -> None:
        """The rows from `start` on are these."""
        self.rows[start:] = rows
        self.forget(start)

    def set_width(self, width: int) -> None:
        """All rows are as wide as this from now on."""
        if width != self.width:
            self.width = max(width, 1)
            self.forget()

    def forget(self, start: int = 0) -> None:
        """The rows from this index on have changed."""
        line, least = self._theme.line_height("thought"), self._theme.size("step_row")
        room = max(self.width - self._theme.size("gutter") - RIGHT, 1)
        per_line = max(room // max(QFontMetrics(self._theme.font("thought")).averageCharWidth(), 1), 1)
        del self._heights[start:], self._measured[start:]
        for row in self.rows[start:]:
            self._heights.append(max(least, (len(row.raw) // per_line) * line + least))
            self._measured.append(False)
        for key in [each for each in self._layouts if each >= start]:
            del self._layouts[key]
        self._tops = None

    @property
    def tops(self) -> list[int]:
        """Where each row begins, and at the end the whole height."""
        if self._tops is None:
            self._tops = list(accumulate(self._heights, initial=0))
        return self._tops

    def is_measured(self, index: int) -> bool:
        """Whether the height of a row is known."""
        return self._measured[index]

    def measure(self, index: int) -> bool:
        """Lay out a row; returns whether its height was wrong."""
        if self._measured[index]:
            return False
        height = self.layout(index).height
        self._measured[index] = True
        if height == self._heights[index]:
            return False
        self._heights[index] = height
        self._tops = None
        return True

    def layout(self, index: int) -> RowLayout:
        """Return the layout of a row."""
        found = self._layouts.get(index)
        if found is None:
            found = self._layouts[index] = self._laid_out(index)
            if len(self._layouts) > _KEPT:
                self._layouts.popitem(last=False)
        self._layouts.move_to_end(index)
        return found

    def _laid_out(self, index: int) -> RowLayout:
        theme, row = self._theme, self.rows[index]
        text = RowText(row)
        layout = QTextLayout(text.text, theme.font("thought"))
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.setFormats(self._formats(text))
        layout.setCacheEnabled(True)
        room = self.width - theme.size("gutter") - RIGHT
        if remark := self._remark_of(row):
            room -= QFontMetrics(theme.font("meta")).horizontalAdvance(remark) + 2 * RIGHT
        line_height, count = theme.line_height("thought"), 0
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(room, 40))
            line.setPosition(QPointF(0, count * line_height + (line_height - line.height()) / 2))
            count += 1
        layout.endLayout()
        top = (theme.size("step_row") - line_height) // 2
        return RowLayout(text, layout, top, max(count, 1) * line_height + 2 * top)

    def _formats(self, text: RowText) -> list[QTextLayout.FormatRange]:
        found = []
        for chip in text.chips:
            mark = QTextLayout.FormatRange()
            mark.start, mark.length = chip.start, chip.end - chip.start
            style = QTextCharFormat()
            style.setFont(self._theme.font("equation"))
            style.setForeground(QBrush(self._theme.color("ok.text" if chip.holds else "bad.text")))
            mark.format = style
            found.append(mark)
            found += [self._pad(place) for place in (chip.start, chip.gap, chip.end - 1)]
        return found

    def _pad(self, place: int) -> QTextLayout.FormatRange:
        """The air in a chip is narrower than a letter."""
        mark = QTextLayout.FormatRange()
        mark.start, mark.length = place, 1
        font = self._theme.font("equation")
        font.setPixelSize(max(round(0.6 * font.pixelSize()), 1))
        style = QTextCharFormat()
        style.setFont(font)
        mark.format = style
        return mark


def row_mark(first: int, length: int, theme: Theme, *, selected: bool = False) -> QTextLayout.FormatRange:
    """Return the mark of a place that was found, or is selected, in UTF-16 units of the row."""
    mark = QTextLayout.FormatRange()
    mark.start, mark.length = first, length
    style = QTextCharFormat()
    style.setBackground(QBrush(theme.color("bg.selected" if selected else "accent.soft")))
    style.setForeground(QBrush(theme.color("text.primary" if selected else "accent.text")))
    mark.format = style
    return mark


def note_mark(first: int, length: int, theme: Theme) -> QTextLayout.FormatRange:
    """Return the line under a place that has a note, in UTF-16 units of the row."""
    mark = QTextLayout.FormatRange()
    mark.start, mark.length = first, length
    style = QTextCharFormat()
    style.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DotLine)
    style.setUnderlineColor(theme.color("warn.mark"))
    style.setFontUnderline(True)
    mark.format = style
    return mark
