"""Formulas in LaTeX: drawn as SVG by a process of their own, kept as images; otherwise shown as their source."""

from __future__ import annotations

import re
from collections import OrderedDict
from dataclasses import dataclass

from PySide6.QtCore import QByteArray, QObject, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QPainter

from desktop.rendering.background import Background
from desktop.rendering.formula_process import FormulaProcess

_LONGEST = 1_500
"""Characters of LaTeX that are drawn; a longer formula is shown as its source."""
_DEEPEST = 30
_WIDEST = 6_000.0
_TALLEST = 2_000.0
_KEPT_BYTES = 12_000_000
_READY_MILLISECONDS = 15
_FOREIGN = re.compile("[\u0590-\u08ff\u0900-\u1fff\u2e80-\ufaff\uff00-\uffef\U0001f000-\U0003ffff]")
"""Scripts that the font of formulas does not have."""


@dataclass(frozen=True, slots=True)
class FormulaKey:
    """What a drawn formula depends on: `size` in logical pixels, `color` as ``#rrggbb``, `ratio` of device pixels."""

    latex: str
    size: float
    color: str
    ratio: float
    display: bool


@dataclass(frozen=True, slots=True)
class FormulaImage:
    """A drawn formula; measures in logical pixels: `ascent` above the baseline, `depth` below it."""

    image: QImage
    width: float
    ascent: float
    depth: float

    @property
    def height(self) -> float:
        """The whole height."""
        return self.ascent + self.depth


class Formulas(QObject):
    """Draws formulas in the background and keeps them. `ready` is emitted when asked-for formulas have been drawn."""

    ready = Signal()

    def __init__(self, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._background = background
        self._process = FormulaProcess()
        self._kept: OrderedDict[FormulaKey, FormulaImage | None] = OrderedDict()
        self._kept_bytes = 0
        self._asked: set[FormulaKey] = set()
        self._tell = QTimer(self)
        self._tell.setSingleShot(True)
        self._tell.setInterval(_READY_MILLISECONDS)
        self._tell.timeout.connect(self.ready)

    def image(self, key: FormulaKey) -> FormulaImage | None:
        """Return the drawn formula, or None when it is not drawn yet (see `pending`) or cannot be drawn."""
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        if key not in self._asked:
            if not drawable(key.latex):
                return self._keep(key, None)
            self._asked.add(key)
            self._background.run(lambda: draw(key, self._process), lambda result: self._on_drawn(key, result))
        return None

    def pending(self, key: FormulaKey) -> bool:
        """Whether the formula is being drawn."""
        return key in self._asked

    @property
    def busy(self) -> bool:
        """Whether formulas are being drawn, or have been and are not told yet."""
        return bool(self._asked) or self._tell.isActive()

    def close(self) -> None:
        """End the process that draws."""
        self._tell.stop()
        self._process.close()

    def _on_drawn(self, key: FormulaKey, result: object) -> None:
        self._asked.discard(key)
        self._keep(key, result if isinstance(result, FormulaImage) else None)
        if not self._tell.isActive():
            self._tell.start()

    def _keep(self, key: FormulaKey, image: FormulaImage | None) -> FormulaImage | None:
        self._kept[key] = image
        self._kept_bytes += _bytes(image)
        while self._kept_bytes > _KEPT_BYTES and len(self._kept) > 1:
            self._kept_bytes -= _bytes(self._kept.popitem(last=False)[1])
        return image


def drawable(latex: str) -> bool:
    """Whether it is worth trying: not empty, too long, nested too deeply or in scripts that the font lacks."""
    fits = bool(latex.strip()) and len(latex) <= _LONGEST and _depth(latex) <= _DEEPEST
    return fits and not _FOREIGN.search(latex)


def draw(key: FormulaKey, process: FormulaProcess) -> FormulaImage | None:
    """Draw a formula; None when the LaTeX is malformed or the picture too large. May run on any one thread."""
    svg = process.svg(key.latex, key.size, key.color, display=key.display)
    return _rasterised(svg, key.ratio) if svg else None


def _bytes(image: FormulaImage | None) -> int:
    """Return about how much memory an entry takes; a formula that could not be drawn takes its source."""
    return image.image.sizeInBytes() + 500 if image is not None else 500


def _rasterised(svg: str, ratio: float) -> FormulaImage | None:
    from PySide6.QtSvg import QSvgRenderer

    renderer = QSvgRenderer(QByteArray(svg.encode()))
    box = renderer.viewBoxF()
    if not renderer.isValid() or not 0 < box.width() < _WIDEST or not 0 < box.height() < _TALLEST:
        return None
    image = QImage(
        round(box.width() * ratio + 0.5), round(box.height() * ratio + 0.5), QImage.Format.Format_ARGB32_Premultiplied
    )
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer.render(painter, QRectF(0, 0, box.width() * ratio, box.height() * ratio))
    painter.end()
    image.setDevicePixelRatio(ratio)
    return FormulaImage(image, box.width(), -box.top(), box.bottom())


def _depth(latex: str) -> int:
    depth = deepest = 0
    for character in latex:
        depth += (character == "{") - (character == "}")
        deepest = max(deepest, depth)
    return deepest
