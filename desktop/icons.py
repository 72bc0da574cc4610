"""Icons of the Phosphor font, and the product's own mark."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, cast

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap

BRAND_DOTS = ((8.0, 4.0), (3.4, 12.0), (12.6, 12.0))
"""The therefore sign on a grid of 16 × 16 pixels; Inter has no such glyph."""
BRAND_RADIUS = 1.9


@cache
def _phosphor() -> Any:
    """Return qtawesome's icon font with Phosphor alone; its ready-made one reads a dozen fonts, a third of a second."""
    from qtawesome import iconic_font

    folder = Path(iconic_font.__file__).parent / "fonts"
    font = next(folder.glob("phosphor-[0-9]*.ttf"))
    names = next(folder.glob("phosphor-charmap-*.json"))
    return iconic_font.IconicFont(("ph", font.name, names.name))


def font_icon(name: str, color: QColor, disabled: QColor) -> QIcon:
    """Return the icon called `name` ("ph.copy") in `color`, and in `disabled` for disabled controls."""
    return cast("QIcon", _phosphor().icon(name, color=color, color_disabled=disabled))


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
