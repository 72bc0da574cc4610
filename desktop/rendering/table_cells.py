"""The cells of a table: painted directly when plain, through a small document when they hold Markdown."""

from __future__ import annotations

import re
from functools import lru_cache

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QTextBlockFormat,
    QTextCursor,
    QTextDocument,
    QTextOption,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from desktop.rendering.blocks import Block, BlockKind
from desktop.rendering.context import RenderContext
from desktop.rendering.document_builder import FORMULA_OBJECT, DocumentBuilder, FormulaObject
from desktop.rendering.table_model import AnyIndex
from desktop.theme import TABULAR_FIGURES

GAP = 28
"""Pixels between columns."""
_LONGEST = 2_000
"""Characters of a cell that are shown; the rest is copied, but would take long to lay out."""
_RICH = re.compile(r"[\\`*_~$<&\[]|://")


class CellDelegate(QStyledItemDelegate):
    """Paints a cell: plain text directly, cells with Markdown through a small document."""

    def __init__(self, context: RenderContext, parent: QTableView) -> None:
        super().__init__(parent)
        self._context = context
        self._objects = FormulaObject(self)
        self.pending = False
        self.marked: tuple[int, int] | None = None
        """Row and column of the cell in which a search has found something."""
        self._document = lru_cache(maxsize=400)(self._make_document)
        self._take_font()

    def forget(self) -> None:
        """Render cells anew: another theme, or formulas that have been drawn."""
        self._document.cache_clear()
        self.pending = False
        self._take_font()

    def width_of(self, text: str) -> int:
        """Return the width of a cell on one line (pixels)."""
        if _RICH.search(text):
            return int(self._document(text, -1, Qt.AlignmentFlag.AlignLeft).idealWidth()) + 1
        return self._metrics.horizontalAdvance(text)

    def height_of(self, text: str, width: int) -> int:
        """Return the height of a cell in this width."""
        if not _RICH.search(text) and self.width_of(text) <= width:
            return self._context.theme.line_height("answer")
        return int(self._document(text, width, Qt.AlignmentFlag.AlignLeft).size().height())

    def shown(self, text: str) -> str:
        """Return what is to be read of a cell on the screen."""
        return self._document(text, -1, Qt.AlignmentFlag.AlignLeft).toPlainText()

    def _take_font(self) -> None:
        """Cells are 14 pixels beside an answer of 15."""
        self._font = QFont(self._context.theme.font("answer"))
        self._font.setFeature(TABULAR_FIGURES, 1)
        self._font.setPixelSize(max(self._font.pixelSize() - 1, 8))
        self._metrics = QFontMetrics(self._font)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Paint one cell."""
        theme = self._context.theme
        box: QRectF = QRectF(option.rect)
        state: QStyle.StateFlag = option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, theme.color("bg.selected"))
        elif self.marked == (index.row(), index.column()):
            painter.fillRect(box, theme.color("accent.soft"))
        text = str(index.data())
        last = index.column() == index.model().columnCount() - 1
        box.setWidth(box.width() - (0 if last else GAP))
        flags = Qt.AlignmentFlag(index.data(Qt.ItemDataRole.TextAlignmentRole))
        if not _RICH.search(text) and self.width_of(text) <= box.width():
            painter.setFont(self._font)
            painter.setPen(theme.color("text.primary"))
            box.setHeight(theme.line_height("answer"))
            painter.drawText(box, flags, text)
            return
        document = self._document(text, int(box.width()), flags & Qt.AlignmentFlag.AlignHorizontal_Mask)
        painter.save()
        painter.setClipRect(box)
        painter.translate(box.left(), box.top() - 2)
        paint_context = QAbstractTextDocumentLayout.PaintContext()
        document.documentLayout().draw(painter, paint_context)
        painter.restore()

    def _make_document(self, text: str, width: int, align: Qt.AlignmentFlag) -> QTextDocument:
        document = QTextDocument(self)
        document.setDocumentMargin(0)
        document.setUndoRedoEnabled(False)
        document.documentLayout().registerHandler(FORMULA_OBJECT, self._objects)
        builder = DocumentBuilder(self._context, self._objects, self._ratio(), smaller=1)
        builder.write(QTextCursor(document), Block(BlockKind.PARAGRAPH, pieces=[_shortened(text)]), first=True)
        self.pending = self.pending or builder.pending
        cursor = QTextCursor(document)
        cursor.select(QTextCursor.SelectionType.Document)
        style = QTextBlockFormat()
        style.setAlignment(align)
        cursor.mergeBlockFormat(style)
        option = QTextOption(align)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        document.setDefaultTextOption(option)
        document.setTextWidth(width)
        return document

    def _ratio(self) -> float:
        parent = self.parent()
        return parent.devicePixelRatioF() if isinstance(parent, QWidget) else 1.0


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else text[:_LONGEST].rstrip() + "…"


class CellView(QTableView):
    """The grid under the head."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll inside when there is something to scroll, otherwise leave it to the transcript."""
        bar = self.verticalScrollBar()
        sideways = abs(event.angleDelta().x()) > abs(event.angleDelta().y())
        up = event.angleDelta().y() > 0
        inside = bar.maximum() > 0 and (bar.value() > 0 if up else bar.value() < bar.maximum())
        if sideways or inside:
            super().wheelEvent(event)
        else:
            event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+C copies the selected cells."""
        if event.matches(QKeySequence.StandardKey.Copy):
            QApplication.clipboard().setText(self.selected_text())
        else:
            super().keyPressEvent(event)

    def selected_text(self) -> str:
        """Return the selected cells: columns parted by tabs, rows by line feeds."""
        rows: dict[int, list[tuple[int, str]]] = {}
        for index in self.selectionModel().selectedIndexes():
            rows.setdefault(index.row(), []).append((index.column(), str(index.data())))
        return "\n".join("\t".join(text for _, text in sorted(cells)) for _, cells in sorted(rows.items()))
