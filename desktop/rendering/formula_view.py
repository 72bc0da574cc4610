"""A formula on its own line; its LaTeX is what is copied and read aloud. A malformed one is shown as its source."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QContextMenuEvent, QFontMetrics, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from desktop.rendering.blocks import Block
from desktop.rendering.context import RenderContext
from desktop.rendering.formula import FormulaImage
from desktop.rendering.section import Section

_SPACE = 4
_SMALLEST = 0.5


class FormulaView(Section):
    """One display formula."""

    def __init__(self, context: RenderContext, block: Block, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._theme, self._block = context, context.theme, block
        self.latex = block.text.strip()
        self._image: FormulaImage | None = None
        self._pending = self._marked = False
        self._source_lines: list[str] = []
        self.setAccessibleName(self.tr("Formula"))
        self.setAccessibleDescription(self.latex)
        self.setToolTip(self.latex if len(self.latex) < 400 else "")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._load()

    @property
    def drawn(self) -> bool:
        """Whether it is shown as a formula (otherwise as its source)."""
        return self._image is not None

    @property
    def waiting(self) -> bool:
        """Whether it is still being drawn."""
        return self._pending

    @property
    def first_offset(self) -> int:
        """Where it begins in the whole text."""
        return self._block.start

    @property
    def marked(self) -> bool:
        """Whether a search has found something in it."""
        return self._marked

    def show_hit(self, _words: str, _number: int) -> int | None:
        """Mark the formula; returns where it is (pixels)."""
        self._marked = True
        self.update()
        return 0

    def clear_hit(self) -> None:
        """Remove the mark of `show_hit`."""
        if self._marked:
            self._marked = False
            self.update()

    def refresh(self, *, only_waiting: bool = False) -> bool:
        """Ask for the drawn formula again: in another colour, or because it has been drawn now."""
        if only_waiting and not self._pending:
            return False
        self._load()
        self.update()
        return True

    def place(self, width: int) -> int:
        """Take this width; a formula that is too wide is made smaller, down to a half."""
        image = self._image
        if image is not None and image.width * _SMALLEST <= width:
            height = round(image.height * self._scale(width)) + 2 * _SPACE
        else:
            self._source_lines = self._wrapped(width)
            height = len(self._source_lines) * self._theme.line_height("code") + 2 * _SPACE
        self.resize(width, height)
        return height

    def copy(self) -> None:
        """Put the LaTeX on the clipboard."""
        QApplication.clipboard().setText(self.latex)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the formula, or its source."""
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.SmoothPixmapTransform | QPainter.RenderHint.Antialiasing)
        if self._marked:
            painter.fillRect(self.rect(), self._theme.color("accent.soft"))
        image = self._image
        if image is not None and image.width * _SMALLEST <= self.width():
            scale = self._scale(self.width())
            if scale == 1.0:
                painter.drawImage(QPointF(0, _SPACE), image.image)
            else:
                painter.drawImage(QRectF(0, _SPACE, image.width * scale, image.height * scale), image.image)
        else:
            self._paint_source(painter)
        if self.hasFocus():
            painter.setPen(QPen(self._theme.color("focus.ring"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+C copies the LaTeX."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer to copy the LaTeX."""
        menu = QMenu(self)
        menu.addAction(self.tr("Copy LaTeX"), self.copy)
        menu.exec(event.globalPos())

    def _load(self) -> None:
        self._image, self._pending = self._context.formula(self.latex, display=True, ratio=self.devicePixelRatioF())

    def _scale(self, width: int) -> float:
        return min(1.0, width / self._image.width) if self._image else 1.0

    def _paint_source(self, painter: QPainter) -> None:
        painter.setFont(self._theme.font("code"))
        painter.setPen(self._theme.color("text.tertiary" if self._pending else "text.primary"))
        line = self._theme.line_height("code")
        for index, text in enumerate(self._source_lines):
            box = QRectF(0, _SPACE + index * line, self.width(), line)
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, text)

    def _wrapped(self, width: int) -> list[str]:
        per_line = max(width // max(QFontMetrics(self._theme.font("code")).horizontalAdvance("0"), 1), 8)
        lines: list[str] = []
        for line in f"$${self.latex}$$".split("\n"):
            lines.extend(line[start : start + per_line] for start in range(0, max(len(line), 1), per_line))
        return lines
