"""How a place that a search found is painted."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from desktop.sidebar.hit_model import HIT_ROLE, scope_word
from desktop.sidebar.row_delegate import PADDING, RowDelegate
from models.history.records import SearchHit

Index = QModelIndex | QPersistentModelIndex
ROOM_BEFORE = 0.35
"""How much of the line the words before a match may take, so that the match is in view."""


def around_match(hit: SearchHit, metrics: QFontMetricsF, room: float) -> tuple[str, str, str]:
    """Return what is shown before, of and after the match, cut with ellipses to `room` pixels."""
    text = hit.snippet.replace("\n", " ")
    end = hit.snippet_offset + hit.length
    start = ("…" if hit.offset > hit.snippet_offset else "") + text[: hit.snippet_offset]
    match = metrics.elidedText(text[hit.snippet_offset : end], Qt.TextElideMode.ElideRight, room)
    left = room - metrics.horizontalAdvance(match)
    before = metrics.elidedText(start, Qt.TextElideMode.ElideLeft, min(room * ROOM_BEFORE, left))
    left -= metrics.horizontalAdvance(before)
    return before, match, metrics.elidedText(text[end:], Qt.TextElideMode.ElideRight, left)


class HitDelegate(RowDelegate):
    """A hit in two lines: the conversation and which part of it, and the place with the match marked."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Two lines and some air."""
        return QSize(0, self.theme.line_height("ui") + self.theme.line_height("meta") + PADDING)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint a row."""
        hit = index.data(HIT_ROLE)
        if not isinstance(hit, SearchHit):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint_ground(painter, option, marked=False)
        place = option.rect.adjusted(PADDING, PADDING // 2, -PADDING, -PADDING // 2)
        first = QRect(place.left(), place.top(), place.width(), self.theme.line_height("ui"))
        second = QRect(place.left(), first.bottom() + 1, place.width(), self.theme.line_height("meta"))
        label = scope_word(hit.scope)
        painter.setFont(self.theme.font("label"))
        label_width = painter.fontMetrics().horizontalAdvance(label) + 1
        self.write(painter, first.adjusted(0, 0, -label_width - PADDING, 0), hit.title, "ui", "text.primary")
        self.write(painter, first.adjusted(first.width() - label_width, 0, 1, 0), label, "label", "text.tertiary")
        self._paint_snippet(painter, second, hit)
        painter.restore()

    def _paint_snippet(self, painter: QPainter, place: QRect, hit: SearchHit) -> None:
        """Write the text around the match, the match in stronger ink on a tinted ground."""
        metrics = QFontMetricsF(self.theme.font("meta"))
        parts = around_match(hit, metrics, place.width())
        left = float(place.left())
        for number, part in enumerate(parts):
            width = metrics.horizontalAdvance(part)
            marked = number == 1
            if marked:
                ground = QRectF(left - 1, place.top() + 1, width + 2, place.height() - 2)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(self.theme.color("accent.soft"))
                painter.drawRoundedRect(ground, 2, 2)
            painter.setFont(self.theme.font("meta"))
            painter.setPen(self.theme.color("text.primary" if marked else "text.secondary"))
            where = QRectF(left, place.top(), width + 2, place.height())
            painter.drawText(where, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, part)
            left += width
