"""Accuracy on held-out questions over the rounds, with 95 % intervals, the base and the null control beside it."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.learning.wording import percent
from desktop.theme import Theme

LEFT, TOP, BOTTOM, RIGHT = 52, 18, 44, 12
HEIGHT = 250
DOT = 4.5


@dataclass(frozen=True, slots=True)
class ChartPoint:
    """One contender: share right with its interval; `kind` is base, adopted, kept or null."""

    name: str
    note: str
    value: float
    low: float
    high: float
    kind: str


class AccuracyChart(QWidget):
    """Painted in the theme's colours; every point is told in the accessible description."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._points: list[ChartPoint] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Accuracy on held-out questions"))
        theme.changed.connect(self.update)

    @property
    def has_points(self) -> bool:
        """Whether there is anything to show."""
        return bool(self._points)

    def show_points(self, points: list[ChartPoint]) -> None:
        """Show the contenders from left to right."""
        self._points = points
        self.setAccessibleDescription(
            "; ".join(
                f"{each.name}: {percent(each.value)} ({percent(each.low)}–{percent(each.high)})" for each in points
            )
        )
        self.update()

    def sizeHint(self) -> QSize:
        """As in the drawing."""
        return QSize(600, self._theme.grown(HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint grid, line, intervals, points and names."""
        if not self._points:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        low, high = self._range()
        self._paint_grid(painter, low, high)
        places = [self._place(number, each.value, low, high) for number, each in enumerate(self._points)]
        self._paint_line(painter, places)
        for number, (point, place) in enumerate(zip(self._points, places, strict=True)):
            ends = [self._place(number, each, low, high).y() for each in (point.low, point.high)]
            self._paint_point(painter, point, place, ends[0], ends[1])
        painter.end()

    def _range(self) -> tuple[float, float]:
        low = math.floor(10 * min(each.low for each in self._points)) / 10
        high = math.ceil(10 * max(each.high for each in self._points)) / 10
        return max(low, 0.0), min(max(high, low + 0.1), 1.0)

    def _place(self, number: int, value: float, low: float, high: float) -> QPointF:
        width = self.width() - LEFT - RIGHT
        height = self.height() - TOP - BOTTOM
        across = LEFT + width * (number + 0.5) / len(self._points)
        return QPointF(across, TOP + height * (1 - (value - low) / (high - low)))

    def _paint_grid(self, painter: QPainter, low: float, high: float) -> None:
        painter.setFont(self._theme.font("meta"))
        step = 0.1 if high - low <= 0.6 else 0.2
        for line in range(int((high - low) / step + 1.001)):
            value = low + step * line
            y = self._place(0, value, low, high).y()
            painter.setPen(QPen(self._theme.color("chart.grid"), 1))
            painter.drawLine(QPointF(LEFT, y), QPointF(self.width() - RIGHT, y))
            painter.setPen(self._theme.color("text.secondary"))
            room = QRectF(0, y - 10, LEFT - 8, 20)
            painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, f"{100 * value:.0f} %")

    def _paint_line(self, painter: QPainter, places: list[QPointF]) -> None:
        """What was in use: it rises only where a candidate was adopted."""
        painter.setPen(QPen(self._theme.color("chart.adopted"), 1.5))
        level: QPointF | None = None
        for point, place in zip(self._points, places, strict=True):
            if point.kind not in ("base", "adopted"):
                continue
            if level is not None:
                middle = place.x() - (self.width() - LEFT - RIGHT) / len(self._points) / 2
                painter.drawLine(level, QPointF(middle, level.y()))
                painter.drawLine(QPointF(middle, level.y()), QPointF(middle, place.y()))
                painter.drawLine(QPointF(middle, place.y()), place)
            level = place

    def _paint_point(self, painter: QPainter, point: ChartPoint, place: QPointF, low: float, high: float) -> None:
        color = self._color(point.kind)
        style = Qt.PenStyle.DotLine if point.kind == "null" else Qt.PenStyle.SolidLine
        painter.setPen(QPen(color, 1.5, style))
        painter.drawLine(QPointF(place.x(), low), QPointF(place.x(), high))
        for y in (low, high):
            painter.drawLine(QPointF(place.x() - 5, y), QPointF(place.x() + 5, y))
        painter.setPen(QPen(color, 1.5))
        hollow = point.kind in ("kept", "null")
        painter.setBrush(self._theme.color("bg.canvas") if hollow else color)
        painter.drawEllipse(place, DOT, DOT)
        painter.setFont(self._theme.font("ui_strong"))
        painter.setPen(self._theme.color("text.primary"))
        painter.drawText(QPointF(place.x() + 10, place.y() - 6), percent(point.value))
        self._paint_name(painter, point, place.x())

    def _paint_name(self, painter: QPainter, point: ChartPoint, x: float) -> None:
        width = (self.width() - LEFT - RIGHT) / len(self._points)
        room = QRectF(x - width / 2, self.height() - BOTTOM + 6, width, 18)
        painter.setFont(self._theme.font("ui"))
        center = Qt.AlignmentFlag.AlignCenter
        painter.drawText(room, center, point.name)
        painter.setFont(self._theme.font("meta"))
        painter.setPen(self._theme.color("text.secondary"))
        painter.drawText(room.translated(0, 17), center, point.note)

    def _color(self, kind: str) -> QColor:
        return self._theme.color({"adopted": "chart.adopted", "kept": "chart.kept"}.get(kind, "chart.base"))
