"""The lines of a long text: estimated until they are looked at, laid out then."""

from __future__ import annotations

from collections import OrderedDict
from itertools import accumulate

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QTextLayout, QTextOption

from desktop.rendering.text_chunks import TextChunks

_KEPT = 48


class ChunkLayouts:
    """How high the chunks are in a width, and their layouts. All measures in pixels."""

    def __init__(self, chunks: TextChunks, font: QFont, line_height: int) -> None:
        self._chunks, self._font, self.line_height = chunks, font, line_height
        self._character = max(QFontMetrics(font).averageCharWidth(), 1)
        self.width = 1
        self._lines: list[int] = []
        self._measured: list[bool] = []
        self._tops: list[int] | None = None
        self._layouts: OrderedDict[int, QTextLayout] = OrderedDict()

    def set_width(self, width: int) -> None:
        """Everything is as wide as this from now on."""
        if width != self.width:
            self.width = max(width, 1)
            self.forget_from(0)

    def forget_from(self, index: int) -> None:
        """The chunks from this index on have changed."""
        del self._lines[index:], self._measured[index:]
        per_line = max(self.width // self._character, 1)
        for piece in self._chunks.pieces[index:]:
            self._lines.append(piece.count("\n") + len(piece) // per_line + 1)
            self._measured.append(False)
        for key in [each for each in self._layouts if each >= index]:
            del self._layouts[key]
        self._tops = None

    @property
    def tops(self) -> list[int]:
        """Where each chunk begins, and at the end the whole height."""
        if self._tops is None:
            self._tops = [each * self.line_height for each in accumulate(self._lines, initial=0)]
        return self._tops

    def is_measured(self, index: int) -> bool:
        """Whether the height of a chunk is known."""
        return self._measured[index]

    def measure(self, index: int) -> int:
        """Lay out a chunk; returns by how many pixels its height was wrong."""
        if self._measured[index]:
            return 0
        before, self._lines[index] = self._lines[index], max(self.layout(index).lineCount(), 1)
        self._measured[index] = True
        if self._lines[index] != before:
            self._tops = None
        return (self._lines[index] - before) * self.line_height

    def layout(self, index: int) -> QTextLayout:
        """Return the layout of a chunk; its lines stand at multiples of the line height."""
        found = self._layouts.get(index)
        if found is None:
            found = self._layouts[index] = self._laid_out(self._chunks.pieces[index])
            if len(self._layouts) > _KEPT:
                self._layouts.popitem(last=False)
        self._layouts.move_to_end(index)
        return found

    def _laid_out(self, piece: str) -> QTextLayout:
        layout = QTextLayout(piece.removesuffix("\n").replace("\n", "\u2028"), self._font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        layout.setTextOption(option)
        layout.setCacheEnabled(True)
        layout.beginLayout()
        count = 0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(self.width)
            line.setPosition(QPointF(0, count * self.line_height + (self.line_height - line.height()) / 2))
            count += 1
        layout.endLayout()
        return layout
