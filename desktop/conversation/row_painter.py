"""Paints a row of a thought: its number or arrow in the gutter, the text, checked equations as chips, a remark."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen, QTextLayout

from desktop.conversation.row_layouts import RIGHT, RowLayout, note_mark, row_mark
from desktop.conversation.row_text import Chip
from desktop.conversation.step_marks import LOOKS
from desktop.conversation.step_rows import RowKind, StepRow
from desktop.theme import Theme
from models.history.ratings.records import StepMark

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
    judged: StepMark | None = None
    faded: bool = False
    """Whether it comes after the first wrong step."""
    noted: tuple[tuple[int, int], ...] = ()


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
        role = "text.tertiary" if look.faded else _TEXT.get(row.kind, "text.secondary")
        painter.setPen(self._theme.color(role))
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
        middle, line, number = theme.size("gutter") / 2, theme.size("step_row"), theme.line_height("step_number")
        top = box.top() + (line - number) / 2
        if not look.last:
            bottom = box.bottom() + (line - number) / 2 - 1
            first = top + number + 1 if row.first else box.top() - (line - number) / 2
            spine = QRect(int(middle), round(first), 1, round(bottom - first))  # on whole pixels it is sharp
            painter.fillRect(spine, theme.color("line.default"))
        if row.kind is RowKind.ANSWER and row.first:
            self._paint_icon(painter, "brand", "text.tertiary", theme.size("icon.m") - 2, middle, top + number / 2)
        if not row.first or not row.number:
            return
        if row.repaired:
            role = "bad.mark" if row.false else "ok.mark"
            self._paint_icon(painter, "repaired", role, theme.size("icon.m"), middle, top + number / 2)
            return
        if look.judged is None:
            self._paint_number(painter, row, QRectF(0, top, 2 * middle, number))
            return
        self._paint_number(painter, row, QRectF(1, top, middle, number))
        name, role = LOOKS[look.judged]
        side = theme.size("icon.xs")  # a larger one would touch the text
        self._paint_icon(painter, name, role, side, middle + side / 2, top + number / 2)

    def _paint_icon(self, painter: QPainter, name: str, role: str, side: int, x: float, y: float) -> None:
        """Paint an icon with its middle at a point."""
        pixmap = self._theme.icon(name, role).pixmap(QSize(side, side), painter.device().devicePixelRatioF())
        painter.drawPixmap(QPointF(x - side / 2, y - side / 2), pixmap)

    def _paint_number(self, painter: QPainter, row: StepRow, box: QRectF) -> None:
        font = self._theme.font("step_number")
        painter.setFont(font)
        words = str(row.number)
        if row.false:
            width = max(QFontMetrics(font).horizontalAdvance(words) + 9, 17)
            ground = QRectF(box.center().x() - width / 2, box.top() - 1, width, box.height() + 2)
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
            side = theme.font("equation").pixelSize()  # as wide as the room that the text leaves
            x = place.x() + _x(layout, line.lineNumber(), chip.sign) + side / 2
            self._paint_icon(painter, name, role, side, x, place.y() + line.y() + line.height() / 2 + 0.5)

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
    found = [
        note_mark(start := laid_out.text.place_of(first), max(laid_out.text.place_of(last) - start, 1), theme)
        for first, last in look.noted
    ]
    for (first, last), selected in spans:
        start = laid_out.text.place_of(first)
        found.append(row_mark(start, max(laid_out.text.place_of(last) - start, 1), theme, selected=selected))
    return found
