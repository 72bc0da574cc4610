"""The line at the foot of the review page: its keys, as many as there is room for."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from desktop.keyboard.key_map import key_named
from desktop.theme import Theme

_SIDE, _GAP, _BETWEEN = 16, 6, 14


class KeyHints(QWidget):
    """Caps and words, painted."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._hints = (
            (("review_next_step", "review_previous_step"), self.tr("step")),
            (("review_step_good",), self.tr("good")), (("review_step_bad",), self.tr("bad")),
            (("review_step_first_wrong",), self.tr("first wrong")), (("review_accept",), self.tr("accept")),
            (("review_reject",), self.tr("reject")), (("review_correct",), self.tr("correct")),
            (("review_skip",), self.tr("skip")), (("review_save",), self.tr("save")),
            (("undo_rating",), self.tr("undo")), (("keys",), self.tr("all keys")),
        )  # fmt: skip
        told = (f"{key_named(key).shown} {words}" for keys, words in self._hints for key in keys[:1])
        self.setAccessibleName(", ".join(told))
        theme.changed.connect(self._dress)
        self._dress()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint what fits; the last one always does, since it leads to the others."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), self._theme.color("bg.panel"))
        painter.fillRect(0, 0, self.width(), 1, self._theme.color("line.subtle"))
        last = self._width(self._hints[-1])
        x = float(_SIDE)
        for hint in self._hints[:-1]:
            if x + self._width(hint) + _BETWEEN + last + _SIDE > self.width():
                break
            x = self._paint(painter, x, hint) + _BETWEEN
        self._paint(painter, x, self._hints[-1])

    def _paint(self, painter: QPainter, x: float, hint: tuple[tuple[str, ...], str]) -> float:
        keys, words = hint
        high = self._theme.grown(18)
        for key in keys:
            caps, width = _caps(key), self._cap_width(key)
            box = QRectF(x + 0.5, (self.height() - high) / 2 + 0.5, width - 1, high - 1)
            painter.setFont(self._theme.font("label"))
            painter.setPen(QPen(self._theme.color("line.default"), 1))
            painter.setBrush(self._theme.color("bg.control"))
            painter.drawRoundedRect(box, 4, 4)
            painter.setPen(self._theme.color("text.tertiary"))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, caps)
            x += width + 4
        painter.setFont(self._theme.font("meta"))
        painter.setPen(self._theme.color("text.secondary"))
        width = QFontMetrics(self._theme.font("meta")).horizontalAdvance(words)
        painter.drawText(QRectF(x + 2, 0, width + 2, self.height()), Qt.AlignmentFlag.AlignVCenter, words)
        return x + 2 + width

    def _width(self, hint: tuple[tuple[str, ...], str]) -> int:
        keys, words = hint
        caps = sum(self._cap_width(each) + 4 for each in keys)
        return caps + 2 + QFontMetrics(self._theme.font("meta")).horizontalAdvance(words)

    def _cap_width(self, key: str) -> int:
        width = QFontMetrics(self._theme.font("label")).horizontalAdvance(_caps(key)) + 10
        return max(width, self._theme.grown(18))

    def _dress(self) -> None:
        self.setFixedHeight(max(self._theme.size("control") + 4, self._theme.line_height("meta") + 14))
        self.update()


def _caps(key: str) -> str:
    return "↵" if key == "review_save" else key_named(key).caps
