"""Paints a row of a thought: its number or arrow in the gutter, the text, checked equations as chips, a remark."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen, QTextLayout

from desktop.conversation.row_layouts import RIGHT, RowLayout, row_mark
from desktop.conversation.row_text import Chip
from desktop.conversation.step_rows import RowKind, StepRow
from desktop.theme import Theme

_NUMBER = 16
"""Height of the ground of a number."""
_ICON = 12
_TEXT = {RowKind.DISCARDED: "text.tertiary", RowKind.ANSWER: "text.primary"}


@dataclass(frozen=True, slots=True)
class RowLook:
    """How a row is painted now: `box` is its place, `marks` and `selected` are in characters of its raw text."""

    box: QRectF
    remark: str = ""
    remark_role: str = "text.tertiary"
    lit: bool = False
    """Whether the pointer is on it, or it is the one that was walked to."""
    ringed: bool = False
    last: bool = False
    caret: bool = False
    marks: tuple[tuple[int, int], ...] = ()
    selected: tuple[int, int] | None = None


class RowPainter:
    """Paints with one theme."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme

    def paint(self, painter: QPainter, row: StepRow, laid_out: RowLayout, look: RowLook) -> None:
        """Paint one row."""
        box = look.box
        if look.lit:
            painter.fillRect(box, self._theme.color("bg.hover"))
        self._paint_gutter(painter, row, look)
        place = QPointF(self._theme.size("gutter"), box.top() + laid_out.top)
        for chip in laid_out.text.chips:
            self._paint_chip(painter, laid_out.layout, chip, place)
        painter.setPen(self._theme.color(_TEXT.get(row.kind, "text.secondary")))
        laid_out.layout.draw(painter, place, _marks(laid_out, look, self._theme))
        if look.caret:
            self._paint_caret(painter, laid_out.layout, place)
        if look.remark:
            self._paint_remark(painter, look)
        if look.ringed:
            painter.setPen(QPen(self._theme.color("focus.ring"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(2, 1, -2, -1), 5, 5)

    def _paint_gutter(self, painter: QPainter, row: StepRow, look: RowLook) -> None:
        theme, box = self._theme, look.box
        middle, line = theme.size("gutter") / 2, theme.size("step_row")
        top = box.top() + (line - _NUMBER) / 2
        if not look.last:
            bottom = box.bottom() + (line - _NUMBER) / 2 - 1
            first = top + _NUMBER + 1 if row.first else box.top() - (line - _NUMBER) / 2
            painter.fillRect(QRectF(middle - 0.5, first, 1, bottom - first), theme.color("line.default"))
        if row.kind is RowKind.ANSWER and row.first:
            pixmap = theme.icon("brand", "text.tertiary").pixmap(QSize(14, 14), painter.device().devicePixelRatioF())
            painter.drawPixmap(QPointF(middle - 7, top + 1), pixmap)
        if not row.first or not row.number:
            return
        if row.repaired:
            name, role = "repaired", "bad.mark" if row.false else "ok.mark"
            pixmap = theme.icon(name, role, "s").pixmap(QSize(13, 13), painter.device().devicePixelRatioF())
            painter.drawPixmap(QPointF(middle - 6.5, top + 1.5), pixmap)
            return
        self._paint_number(painter, row, QRectF(middle - 14, top, 28, _NUMBER))

    def _paint_number(self, painter: QPainter, row: StepRow, box: QRectF) -> None:
        font = self._theme.font("step_number")
        painter.setFont(font)
        words = str(row.number)
        if row.false:
            width = max(QFontMetrics(font).horizontalAdvance(words) + 9, 17)
            ground = QRectF(box.center().x() - width / 2, box.top() - 1, width, _NUMBER + 2)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("bad.soft"))
            painter.drawRoundedRect(ground, 4, 4)
        painter.setPen(self._theme.color("bad.text" if row.false else "text.tertiary"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)

    def _paint_chip(self, painter: QPainter, layout: QTextLayout, chip: Chip, place: QPointF) -> None:
        theme = self._theme
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("ok.soft" if chip.holds else "bad.soft"))
        for number in range(layout.lineCount()):
            line = layout.lineAt(number)
            first, last = max(chip.start, line.textStart()), min(chip.end, line.textStart() + line.textLength())
            if first < last:
                left, right = _x(layout, number, first), _x(layout, number, last)
                height = theme.line_height("equation") + 1
                top = line.y() + (line.height() - height) / 2
                painter.drawRoundedRect(QRectF(place.x() + left, place.y() + top, right - left, height), 4, 4)
        line = layout.lineForTextPosition(chip.sign)
        if line.isValid():
            name, role = ("equation_ok", "ok.text") if chip.holds else ("equation_bad", "bad.text")
            pixmap = theme.icon(name, role, "xs").pixmap(QSize(_ICON, _ICON), painter.device().devicePixelRatioF())
            x = place.x() + _x(layout, line.lineNumber(), chip.sign)
            painter.drawPixmap(QPointF(x, place.y() + line.y() + (line.height() - _ICON) / 2 + 0.5), pixmap)

    def _paint_caret(self, painter: QPainter, layout: QTextLayout, place: QPointF) -> None:
        line = layout.lineAt(layout.lineCount() - 1)
        if line.isValid():
            x = place.x() + line.naturalTextRect().right() + 2
            box = QRectF(x, place.y() + line.y() + (line.height() - 14) / 2, 7, 14)
            painter.fillRect(box, self._theme.color("accent.text"))

    def _paint_remark(self, painter: QPainter, look: RowLook) -> None:
        font = self._theme.font("meta")
        width = QFontMetrics(font).horizontalAdvance(look.remark)
        box = QRectF(look.box.right() - RIGHT - width, look.box.top(), width, self._theme.size("step_row"))
        if look.lit:
            painter.fillRect(box.adjusted(-8, 1, RIGHT, -1), self._theme.color("bg.hover"))
        painter.setFont(font)
        painter.setPen(self._theme.color(look.remark_role))
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, look.remark)


def _x(layout: QTextLayout, line: int, position: int) -> float:
    found: Any = layout.lineAt(line).cursorToX(position)  # with the position, though its stub says otherwise
    return float(found[0] if isinstance(found, tuple) else found)


def _marks(laid_out: RowLayout, look: RowLook, theme: Theme) -> list[QTextLayout.FormatRange]:
    spans = [(span, False) for span in look.marks]
    if look.selected is not None:
        spans.append((look.selected, True))
    found = []
    for (first, last), selected in spans:
        start = laid_out.text.place_of(first)
        found.append(row_mark(start, max(laid_out.text.place_of(last) - start, 1), theme, selected=selected))
    return found
