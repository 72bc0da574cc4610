"""Icons of the Phosphor font, and the product's own mark."""

from __future__ import annotations

import json
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QIconEngine, QPainter, QPixmap

from models.errors import InputError

BRAND_DOTS = ((8.0, 4.0), (3.4, 12.0), (12.6, 12.0))
"""The therefore sign on a grid of 16 × 16 pixels; Inter has no such glyph."""
BRAND_RADIUS = 1.9


@cache
def _phosphor() -> tuple[QFont, dict[str, str]]:
    """Return the Phosphor font that qtawesome ships, and the glyph of each name.

    qtawesome itself is not imported: it wraps all of Qt first, a quarter of a second before the first picture.
    """
    package = find_spec("qtawesome")
    if package is None or package.origin is None:
        raise InputError("The package qtawesome is missing; run “make run” again.")
    folder = Path(package.origin).parent / "fonts"
    number = QFontDatabase.addApplicationFont(str(next(folder.glob("phosphor-[0-9]*.ttf"))))
    names = json.loads(next(folder.glob("phosphor-charmap-*.json")).read_text(encoding="utf-8"))
    font = QFont(QFontDatabase.applicationFontFamilies(number))
    return font, {name: chr(int(code, 16)) for name, code in names.items()}


class _Glyph(QIconEngine):
    """Draws one character of the icon font in any size."""

    def __init__(self, character: str, color: QColor, disabled: QColor) -> None:
        super().__init__()
        self._character, self._color, self._disabled = character, color, disabled
        self._pixmaps: dict[tuple[int, int, bool], QPixmap] = {}

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        """Paint the character in the middle of a square."""
        font = QFont(_phosphor()[0])
        font.setPixelSize(max(rect.height(), 1))
        painter.save()
        painter.setFont(font)
        painter.setPen(self._disabled if mode == QIcon.Mode.Disabled else self._color)
        painter.drawText(QRectF(rect), Qt.AlignmentFlag.AlignCenter, self._character)
        painter.restore()

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """Return the character on nothing; each size is drawn once."""
        key = (size.width(), size.height(), mode == QIcon.Mode.Disabled)
        if key not in self._pixmaps:
            pixmap = QPixmap(size)
            pixmap.fill(Qt.GlobalColor.transparent)
            painter = QPainter(pixmap)
            self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
            painter.end()
            self._pixmaps[key] = pixmap
        return QPixmap(self._pixmaps[key])

    def clone(self) -> QIconEngine:
        """Return another one of the same character."""
        return _Glyph(self._character, self._color, self._disabled)


def font_icon(name: str, color: QColor, disabled: QColor) -> QIcon:
    """Return the icon called `name` ("ph.copy") in `color`, and in `disabled` for disabled controls."""
    return QIcon(_Glyph(_phosphor()[1][name.removeprefix("ph.")], color, disabled))


def brand_icon(color: QColor, side: int) -> QIcon:
    """Return the therefore sign, sharp at one, two and three device pixels for each pixel."""
    icon = QIcon()
    for ratio in (1, 2, 3):
        pixmap = QPixmap(QSize(side, side) * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        draw_brand(painter, QRectF(0, 0, side, side), color)
        painter.end()
        icon.addPixmap(pixmap)
    return icon


def draw_brand(painter: QPainter, square: QRectF, color: QColor) -> None:
    """Draw the therefore sign into `square`."""
    unit = square.width() / 16
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    for x, y in BRAND_DOTS:
        center = QPointF(square.left() + x * unit, square.top() + y * unit)
        painter.drawEllipse(center, BRAND_RADIUS * unit, BRAND_RADIUS * unit)
    painter.restore()
