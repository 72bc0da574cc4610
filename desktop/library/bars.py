"""Bars that tell amounts: memory by what it is for, too much of it, and progress."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.library.rows import Bar, BarKind
from desktop.theme import Theme

MEMORY_ROLES = ("mem.weights", "mem.context", "mem.work")
STRIPE, STRIPE_GAP = 5, 2


def paint_bar(painter: QPainter, theme: Theme, place: QRectF, bar: Bar) -> None:
    """Paint a bar; a share that is there is at least one pixel wide."""
    painter.save()
    painter.setPen(Qt.PenStyle.NoPen)
    if bar.kind is BarKind.TOO_LARGE:
        painter.setBrush(theme.color("bad.mark"))
        left = place.left()
        while left < place.right():
            painter.drawRect(QRectF(left, place.top(), min(STRIPE, place.right() - left), place.height()))
            left += STRIPE + STRIPE_GAP
        painter.restore()
        return
    radius = theme.size("radius.bar")
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(theme.color("line.default"))
    painter.drawRoundedRect(place, radius, radius)
    roles = MEMORY_ROLES if bar.kind is BarKind.MEMORY else (("accent.text" if theme.dark else "accent.fill"),)
    _paint_parts(painter, theme, place, bar.shares, roles)
    painter.restore()


def _paint_parts(painter: QPainter, theme: Theme, place: QRectF, shares: Sequence[float], roles: Sequence[str]) -> None:
    left = place.left()
    for share, role in zip(shares, roles, strict=False):
        if share <= 0 or left >= place.right():
            continue
        width = min(max(share * place.width(), 2.0), place.right() - left)
        painter.setBrush(theme.color(role))
        painter.drawRect(QRectF(left, place.top(), max(width - (1 if len(roles) > 1 else 0), 1.0), place.height()))
        left += width


class MemoryBar(QWidget):
    """One device's memory; the words stand beside it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._bar = Bar(BarKind.MEMORY, ())
        self.setFixedHeight(14)
        self.setMinimumWidth(60)
        theme.changed.connect(self.update)

    def show_bar(self, bar: Bar) -> None:
        """Show other shares."""
        self._bar = bar
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the bar."""
        painter = QPainter(self)
        paint_bar(painter, self._theme, QRectF(self.rect()), self._bar)


class Swatch(QWidget):
    """A small square in the colour of a part."""

    def __init__(self, theme: Theme, role: str) -> None:
        super().__init__()
        self._theme, self._role = theme, role
        self.setFixedSize(8, 8)
        theme.changed.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the square."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color(self._role))
        painter.drawRoundedRect(QRectF(self.rect()), 2, 2)
