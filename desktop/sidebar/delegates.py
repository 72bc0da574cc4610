"""How the rows of the sidebar are painted."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop.sidebar.history_model import SUMMARY_ROLE
from desktop.sidebar.hit_model import HIT_ROLE, scope_word
from desktop.theme import Theme
from models.history.records import ConversationSummary, SearchHit

Index = QModelIndex | QPersistentModelIndex
PADDING = 8
VERDICT_ICONS = {
    "accepted": ("accept", "ok.mark"),
    "corrected": ("correct", "ok.mark"),
    "rejected": ("reject", "bad.mark"),
}


class _RowDelegate(QStyledItemDelegate):
    """A rounded row that shows the pointer, the selection and the keyboard's focus."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self.theme = theme

    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        """Paint the background of a row."""
        theme = self.theme
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        radius = theme.size("radius.control")
        if selected or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("bg.selected" if selected else "bg.hover"))
            painter.drawRoundedRect(option.rect, radius, radius)
        if option.state & QStyle.StateFlag.State_HasFocus and option.state & QStyle.StateFlag.State_KeyboardFocusChange:
            painter.setPen(QPen(theme.color("focus.ring"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(option.rect.adjusted(1, 1, -1, -1), radius - 1, radius - 1)

    def write(self, painter: QPainter, place: QRect, text: str, font: str, role: str) -> None:
        """Write one line, cut with an ellipsis."""
        painter.setFont(self.theme.font(font))
        painter.setPen(self.theme.color(role))
        cut = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, cut)


class HistoryDelegate(_RowDelegate):
    """Headings, and conversations with their verdict."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Every row is as high as the design says, or as large text needs."""
        return QSize(0, max(self.theme.size("list_row"), self.theme.line_height("ui") + 4))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint a row."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        place = option.rect.adjusted(PADDING, 0, -PADDING, 0)
        summary = index.data(SUMMARY_ROLE)
        if isinstance(summary, ConversationSummary):
            self.paint_row(painter, option)
            selected = bool(option.state & QStyle.StateFlag.State_Selected)
            if summary.verdict in VERDICT_ICONS:
                self._paint_verdict(painter, place, summary.verdict)
            font, role = ("ui_strong", "text.primary") if selected else ("ui", "text.secondary")
            self.write(painter, place.adjusted(0, 0, -22, 0), summary.title, font, role)
        else:
            self.write(painter, place, str(index.data()), "label", "text.tertiary")
        painter.restore()

    def _paint_verdict(self, painter: QPainter, place: QRect, verdict: str) -> None:
        side = self.theme.size("icon.s")
        name, role = VERDICT_ICONS[verdict]
        icon = self.theme.icon(name, role)
        icon.paint(painter, QRect(place.right() - side + 1, place.center().y() - side // 2, side, side))


class HitDelegate(_RowDelegate):
    """A hit in two lines: the conversation, and the place with the match marked."""

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
        self.paint_row(painter, option)
        place = option.rect.adjusted(PADDING, PADDING // 2, -PADDING, -PADDING // 2)
        first = QRect(place.left(), place.top(), place.width(), self.theme.line_height("ui"))
        second = QRect(place.left(), first.bottom() + 1, place.width(), self.theme.line_height("meta"))
        label = scope_word(hit.scope)
        painter.setFont(self.theme.font("label"))
        label_width = painter.fontMetrics().horizontalAdvance(label)
        self.write(painter, first.adjusted(0, 0, -label_width - PADDING, 0), hit.title, "ui", "text.primary")
        self.write(painter, first.adjusted(first.width() - label_width, 0, 2, 0), label, "label", "text.tertiary")
        self._paint_snippet(painter, second, hit)
        painter.restore()

    def _paint_snippet(self, painter: QPainter, place: QRect, hit: SearchHit) -> None:
        """Write the text around the match, with the match in view and on a tinted ground."""
        font = self.theme.font("meta")
        metrics = QFontMetricsF(font)
        text = hit.snippet.replace("\n", " ")
        match = text[hit.snippet_offset : hit.snippet_offset + hit.length]
        before = text[: hit.snippet_offset]
        room = place.width() * 0.4
        if metrics.horizontalAdvance(before) > room:
            before = metrics.elidedText(before, Qt.TextElideMode.ElideLeft, room)
        after = text[hit.snippet_offset + hit.length :]
        left = place.left() + round(metrics.horizontalAdvance(before))
        width = min(round(metrics.horizontalAdvance(match)), max(place.right() - left, 0))
        painter.fillRect(QRect(left, place.top() + 1, width, place.height() - 2), self.theme.color("accent.soft"))
        self.write(painter, place, before + match + after, "meta", "text.secondary")
