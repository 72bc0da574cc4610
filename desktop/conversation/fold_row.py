"""The second fold control, at the bottom of an unfolded panel."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from desktop.theme import Theme

_CELL = 8


class FoldRow(QAbstractButton):
    """``Fold thoughts [T]`` on the left, a remark on the right."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._right = ""
        self._legend = False
        self.setText(self.tr("Fold thoughts"))
        self.setAccessibleName(self.text())
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def set_right(self, words: str) -> None:
        """Say this on the right."""
        if words != self._right:
            self._right = words
            self.setToolTip(words)
            self.update()

    @property
    def right(self) -> str:
        """What it says on the right."""
        return self._right

    def show_legend(self, shown: bool) -> None:
        """Say on the right what the tints of doubtful tokens mean, instead of anything else."""
        self._legend = shown
        self.setAccessibleDescription(self.tr("Tinted tokens: the stronger, the less sure") if shown else "")
        self.update()

    def sizeHint(self) -> QSize:
        """As high as the design says."""
        return QSize(self._theme.size("column"), self._theme.size("panel_fold_row"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the line above, caret, words, key and remark."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, gutter = self._theme, self._theme.size("gutter")
        painter.fillRect(QRectF(1, 0, self.width() - 2, 1), theme.color("line.subtle"))
        side = theme.size("icon.m")
        icon = theme.icon("fold", "text.tertiary").pixmap(QSize(side, side), self.devicePixelRatioF())
        painter.drawPixmap((gutter - side) // 2 + 1, (self.height() - side) // 2, icon)
        font = theme.font("meta")
        painter.setFont(font)
        painter.setPen(theme.color("text.primary" if self.underMouse() else "text.tertiary"))
        box = QRectF(gutter, 0, self.width() - gutter - 12, self.height())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, self.text())
        x = gutter + QFontMetrics(font).horizontalAdvance(self.text()) + 10
        painter.setPen(theme.color("text.tertiary"))
        if self._legend:
            self._paint_legend(painter)
        else:
            room = int(box.right()) - x - 40
            right = QFontMetrics(font).elidedText(self._right, Qt.TextElideMode.ElideRight, room)
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, right)
        painter.setFont(theme.font("label"))
        side = theme.grown(18)
        key = QRectF(x + 0.5, (self.height() - side) / 2 + 0.5, side - 1, side - 1)
        painter.setPen(QPen(theme.color("line.default"), 1))
        painter.setBrush(theme.color("bg.control"))
        painter.drawRoundedRect(key, 4, 4)
        painter.setPen(theme.color("text.tertiary"))
        painter.drawText(key, Qt.AlignmentFlag.AlignCenter, "T")
        if self.hasFocus():
            painter.setPen(QPen(theme.color("focus.ring"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)

    def _paint_legend(self, painter: QPainter) -> None:
        """Paint ``sure ▢▢▢▢▢ unsure``."""
        theme, metrics = self._theme, QFontMetrics(self._theme.font("meta"))
        sure, unsure = self.tr("sure"), self.tr("unsure")
        x = self.width() - 12 - metrics.horizontalAdvance(unsure)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(x, 0, self.width(), self.height()), middle, unsure)
        x -= 8 + 5 * _CELL
        box = QRectF(x + 0.5, (self.height() - 12) / 2 + 0.5, 5 * _CELL - 1, 11)
        for number, role in enumerate(("bg.panel", "conf.1", "conf.2", "conf.3", "conf.4")):
            painter.fillRect(QRectF(box.left() + number * _CELL, box.top(), _CELL, box.height()), theme.color(role))
        painter.setPen(QPen(theme.color("line.default"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, 2, 2)
        painter.setPen(theme.color("text.tertiary"))
        x -= 8 + metrics.horizontalAdvance(sure)
        painter.drawText(QRectF(x, 0, self.width(), self.height()), middle, sure)
