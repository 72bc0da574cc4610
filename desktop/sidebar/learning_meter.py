"""How many answers were rated of those after which learning begins by itself: a line and a bar under the model."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from desktop.theme import Theme

_SIDE = 20
_THICK = 4


class LearningMeter(QAbstractButton):
    """Opens the Learning page; out of sight once there are enough."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.show_share(0, 0)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme.changed.connect(self.updateGeometry)

    def show_share(self, rated: int, needed: int) -> None:
        """Show that `rated` of `needed` ratings are there; nothing where `needed` is 0."""
        self.setVisible(rated < needed)
        self._share = min(rated / max(needed, 1), 1.0)
        self.setText(self.tr("Learning: {0} of {1} rated").format(rated, needed))
        self.setToolTip(self.tr("Ratings until the model learns from them by itself"))
        self.update()

    def sizeHint(self) -> QSize:
        """A line of text and the bar."""
        return QSize(120, self._theme.line_height("meta") + _THICK + 20)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint words, bar and focus."""
        painter, theme = QPainter(self), self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font("meta"))
        painter.setPen(theme.color("text.primary" if self.underMouse() else "text.secondary"))
        width, line = self.width() - 2 * _SIDE, theme.line_height("meta")
        painter.drawText(QRectF(_SIDE, 2, width, line), Qt.AlignmentFlag.AlignVCenter, self.text())
        painter.setPen(Qt.PenStyle.NoPen)
        bar = QRectF(_SIDE, line + 8, width, _THICK)
        painter.setBrush(theme.color("line.default"))
        painter.drawRoundedRect(bar, _THICK / 2, _THICK / 2)
        painter.setBrush(theme.color("accent.text" if theme.dark else "accent.fill"))
        painter.drawRoundedRect(QRectF(bar.left(), bar.top(), bar.width() * self._share, _THICK), 2, 2)
        if self.hasFocus():
            painter.setPen(QPen(theme.color("focus.ring"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(9, 1, -9, -3), 6, 6)
