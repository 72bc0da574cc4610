"""Formulas in LaTeX: drawn by ziamath as SVG, kept as images; what cannot be drawn is shown as its source."""

from __future__ import annotations

import re
import warnings
from collections import OrderedDict
from dataclasses import dataclass

from PySide6.QtCore import QByteArray, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QImage, QPainter

from desktop.rendering.background import Background

_LONGEST = 1_500
"""Characters of LaTeX that are drawn; a longer formula is shown as its source."""
_DEEPEST = 30
_WIDEST = 6_000.0
_TALLEST = 2_000.0
_KEPT = 600
_PERCENT = re.compile(r"(?<!\\)%")
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
        self._kept: OrderedDict[FormulaKey, FormulaImage | None] = OrderedDict()
        self._asked: set[FormulaKey] = set()

    def image(self, key: FormulaKey) -> FormulaImage | None:
        """Return the drawn formula, or None when it is not drawn yet (see `pending`) or cannot be drawn."""
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        if key not in self._asked:
            self._asked.add(key)
            self._background.run(lambda: draw(key), lambda result: self._keep(key, result))
        return None

    def pending(self, key: FormulaKey) -> bool:
        """Whether the formula is being drawn."""
        return key in self._asked

    @property
    def busy(self) -> bool:
        """Whether formulas are being drawn."""
        return bool(self._asked)

    def _keep(self, key: FormulaKey, result: object) -> None:
        self._asked.discard(key)
        self._kept[key] = result if isinstance(result, FormulaImage) else None
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        self.ready.emit()


def draw(key: FormulaKey) -> FormulaImage | None:
    """Draw a formula; None when the LaTeX is malformed, too long or too large. May run on any thread."""
    if not key.latex.strip() or len(key.latex) > _LONGEST or _depth(key.latex) > _DEEPEST or _FOREIGN.search(key.latex):
        return None
    try:
        return _rasterised(_svg(key), key.ratio)
    except Exception:  # noqa: BLE001
        # ziamath raises errors of many kinds on malformed LaTeX (its own, the XML parser's, KeyError, ...); all of them
        # mean the same here: the source is shown instead.
        return None


def _svg(key: FormulaKey) -> str:
    with warnings.catch_warnings():
        # ziamath reads its font in a way that Python 3.11 calls deprecated; once, when it is imported.
        warnings.simplefilter("ignore", DeprecationWarning)
        from ziamath.config import config
        from ziamath.zmath import Latex

    config.svg2 = False
    latex = key.latex.replace("\n", " ").replace("<", "\\lt ").replace(">", "\\gt ")
    latex = _PERCENT.sub(r"\\%", latex)
    formula = Latex(latex, size=key.size, color=key.color, inline=not key.display)
    svg: str = formula.svg()
    return svg


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
