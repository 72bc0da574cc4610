"""How an answer that waits is painted: its question in up to two lines, what it says, and why it is worth judging."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from desktop.review.queue_model import ITEM_ROLE, MARK_ROLE, VEILED_ROLE
from desktop.review.wording import reason_tag, short_answer, votes_words
from desktop.sidebar.row_delegate import RowDelegate
from desktop.theme import Theme
from models.history.review.records import ReviewItem, ReviewReason

Index = QModelIndex | QPersistentModelIndex
SIDE, AIR, BAR = 16, 10, 3
_LONGEST_QUESTION = 240
_MOST_KNOWN = 2_000
_TAGS = {
    ReviewReason.FAILED_CHECK: ("bad.text", "bad.soft"),
    ReviewReason.SPLIT_VOTES: ("warn.text", "warn.soft"),
    ReviewReason.LOW_CONFIDENCE: ("warn.text", "warn.soft"),
}
_MARKS = {
    "accepted": ("accept", "ok.mark"),
    "rejected": ("reject", "bad.mark"),
    "corrected": ("correct", "accent.text"),
}


class QueueDelegate(RowDelegate):
    """The row that is open has a bar at its left edge."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(theme, parent)
        self._known: dict[tuple[str, int, int], list[str]] = {}

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """One or two lines of the question, a line of what was answered, and air."""
        item = index.data(ITEM_ROLE)
        if not isinstance(item, ReviewItem):
            return QSize(0, 0)
        lines = len(self._lines(item.question, option.rect.width() - 2 * SIDE))
        return QSize(0, lines * self.theme.line_height("ui") + self._second() + 2 * AIR)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint a row."""
        item = index.data(ITEM_ROLE)
        if not isinstance(item, ReviewItem):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = option.rect
        self._paint_box(painter, option)
        line = self.theme.line_height("ui")
        top = box.top() + AIR
        for words in self._lines(item.question, box.width() - 2 * SIDE):
            self.write(
                painter, QRect(box.left() + SIDE, top, box.width() - 2 * SIDE, line), words, "ui", "text.primary"
            )
            top += line
        below = QRect(box.left() + SIDE, top, box.width() - 2 * SIDE, self._second())
        mark = str(index.data(MARK_ROLE) or "")
        if index.data(VEILED_ROLE):
            self.write(painter, below, self.tr("hidden while you compare"), "meta", "text.tertiary")
        else:
            right = self._paint_mark(painter, below, mark) if mark else self._paint_tag(painter, below, item.reasons[0])
            self._paint_answer(painter, below.adjusted(0, 0, right - below.right() - 8, 0), item)
        painter.restore()

    def _paint_box(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        theme, box = self.theme, option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, theme.color("bg.selected"))
            painter.fillRect(QRect(box.left(), box.top(), BAR, box.height()), theme.color("accent.text"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(box, theme.color("bg.hover"))
        painter.fillRect(QRect(box.left(), box.bottom(), box.width(), 1), theme.color("line.subtle"))
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(theme.color("focus.ring"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(box.adjusted(1, 1, -2, -2))

    def _paint_answer(self, painter: QPainter, place: QRect, item: ReviewItem) -> None:
        """``16 · 3 of 5 agree``, the answer in stronger ink; where the room is short it is the answer that is cut."""
        answer, votes = short_answer(item.final_answer), votes_words(item)
        meta = QFontMetrics(self.theme.font("meta"))
        strong = self.theme.font("ui_strong")
        rest = f"{'  ·  ' if answer else ''}{votes}"
        room = max(place.width() - meta.horizontalAdvance(rest), 40)
        shown = QFontMetrics(strong).elidedText(answer, Qt.TextElideMode.ElideRight, room)
        self.write(painter, place, shown, "ui_strong", "text.primary")
        used = QFontMetrics(strong).horizontalAdvance(shown)
        self.write(painter, place.adjusted(used, 0, 0, 0), rest, "meta", "text.secondary")

    def _paint_tag(self, painter: QPainter, place: QRect, reason: ReviewReason) -> int:
        """Paint the reason at the right end; returns where it begins."""
        words = reason_tag(reason)
        if not words:
            return place.right()
        text, ground = _TAGS[reason]
        font = self.theme.font("label")
        font.setWeight(font.Weight.DemiBold)
        width, height = QFontMetrics(font).horizontalAdvance(words) + 12, self.theme.size("tag")
        box = QRectF(place.right() - width + 1, place.top() + (place.height() - height) / 2, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.color(ground))
        painter.drawRoundedRect(box, 4, 4)
        painter.setFont(font)
        painter.setPen(self.theme.color(text))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)
        return round(box.left())

    def _paint_mark(self, painter: QPainter, place: QRect, verdict: str) -> int:
        """Paint the verdict at the right end; returns where it begins."""
        icon, role = _MARKS[verdict]
        side = self.theme.size("icon.m")
        pixmap = self.theme.icon(icon, role).pixmap(QSize(side, side), painter.device().devicePixelRatioF())
        left = place.right() - side + 1
        painter.drawPixmap(QPointF(left, place.top() + (place.height() - side) / 2), pixmap)
        return left

    def _second(self) -> int:
        return max(self.theme.line_height("meta"), self.theme.size("tag")) + 2

    def _lines(self, question: str, room: int) -> list[str]:
        """Return a question in at most two lines; the list asks for each of its rows whenever one leaves it."""
        key = (question[:_LONGEST_QUESTION], room, self.theme.font("ui").pixelSize())
        if key not in self._known:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            self._known[key] = self._laid_out(question, room)
        return self._known[key]

    def _laid_out(self, question: str, room: int) -> list[str]:
        text = " ".join(question[:_LONGEST_QUESTION].split())
        layout = QTextLayout(text, self.theme.font("ui"))
        layout.setTextOption(QTextOption())
        layout.beginLayout()
        line = layout.createLine()
        line.setLineWidth(max(room, 1))
        first = line.textLength()
        layout.endLayout()
        rest = text[first:].strip()
        return [text[:first].strip(), rest] if rest else [text]
