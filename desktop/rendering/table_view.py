"""A table: only the rows in sight are painted, so ten thousand rows cost no more than ten."""

from __future__ import annotations

import re

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QContextMenuEvent, QFont, QFontMetrics, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QAbstractItemView, QApplication, QFrame, QMenu, QWidget

from desktop.rendering.blocks import Block
from desktop.rendering.context import RenderContext
from desktop.rendering.matches import count_in
from desktop.rendering.section import Section
from desktop.rendering.table_cells import GAP, CellDelegate, CellView
from desktop.rendering.table_model import FLAGS, TableModel
from desktop.rendering.table_syntax import alignments, cells_of, fitted

_NARROWEST = 24
_WIDEST = 420
_WRAPPED_ROWS = 100
"""Rows up to which cells are wrapped to fit; a longer table scrolls sideways instead."""
_MOST_ROWS = 40
"""Rows that are shown in full height; a longer table scrolls inside itself."""


class TableView(Section):
    """One table; grows at its end while it streams."""

    def __init__(self, context: RenderContext, block: Block, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._theme, self._block = context, context.theme, block
        header = cells_of(block.pieces[0])
        columns = len(header)
        self._model = TableModel(fitted(header, columns), alignments(block.pieces[1], columns))
        self._taken = 2
        self._view = CellView(self)
        self._delegate = CellDelegate(context, self._view)
        self._natural = [0] * columns
        self._measured = 0
        self._widths: list[int] = []
        self._heights: list[int] = []
        self._placed = (-1, -1)
        self._set_up()
        self.take()

    @property
    def row_count(self) -> int:
        """The number of rows under the head."""
        return self._model.rowCount()

    @property
    def source(self) -> str:
        """The table as it was written, which is what is copied."""
        return self._block.text.rstrip("\n")

    @property
    def shown_text(self) -> str:
        """What is to be read on the screen, row by row."""
        rows = [[_without_marks(each) for each in self._model.header]]
        rows += [[self._delegate.shown(cell) for cell in row] for row in self._model.rows]
        return "\n".join("\t".join(row) for row in rows)

    @property
    def waiting(self) -> bool:
        """Whether a formula in a cell is still being drawn."""
        return self._delegate.pending

    @property
    def first_offset(self) -> int:
        """Where it begins in the whole text."""
        return self._block.start

    @property
    def marked(self) -> tuple[int, int] | None:
        """Row and column of the cell in which a search has found something; the head is row -1."""
        return self._delegate.marked

    def show_hit(self, words: str, number: int) -> int | None:
        """Mark the cell with the occurrence of the words after `number` others, scrolled into view.

        Returns where it is (pixels), None when there is none.
        """
        for row, cells in enumerate([self._model.header, *self._model.rows], start=-1):
            for column, cell in enumerate(cells):
                inside = count_in(cell, words)
                if number < inside:
                    return self._mark(row, column)
                number -= inside
        return None

    def clear_hit(self) -> None:
        """Remove the mark of `show_hit`."""
        if self._delegate.marked is not None:
            self._delegate.marked = None
            self._view.viewport().update()
            self.update()

    def _mark(self, row: int, column: int) -> int:
        self._delegate.marked = (row, column)
        index = self._model.index(max(row, 0), column)
        self._view.scrollTo(index)
        self._view.viewport().update()
        self.update()
        return self._view.y() + self._view.visualRect(index).top() if row >= 0 else 0

    def take(self) -> None:
        """Show the rows that were added to the block since the last time."""
        new = "".join(self._block.pieces[self._taken :]).splitlines()
        self._taken = len(self._block.pieces)
        if new:
            columns = self._model.columnCount()
            self._model.append([fitted(cells_of(row), columns) for row in new if row.strip()])
            self._placed = (-1, -1)

    def refresh(self, *, only_waiting: bool = False) -> bool:
        """Render the cells again."""
        if only_waiting and not self._delegate.pending:
            return False
        self._delegate.forget()
        self._measured, self._heights, self._placed = 0, [], (-1, -1)
        self._natural = [0] * len(self._natural)
        self._paint_scheme()
        self._view.viewport().update()
        self.update()
        return True

    def place(self, width: int) -> int:
        """Take this width; columns that are too wide wrap in a short table, a long one scrolls sideways."""
        key = (width, self.row_count)
        if self._placed != key:
            self._placed = key
            self._measure()
            self._fit(width)
            self.resize(width, self._settle(width))
        return self.height()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the head and the line under it, and how many rows there are when not all are in sight."""
        painter = QPainter(self)
        theme = self._theme
        font = QFont(theme.font("meta"))
        font.setWeight(QFont.Weight.Medium)
        painter.setFont(font)
        painter.setPen(theme.color("text.tertiary"))
        x = -self._view.horizontalScrollBar().value()
        header = self._header_height()
        for column, (text, width) in enumerate(zip(self._model.header, self._widths, strict=True)):
            inner = width - (0 if column == len(self._widths) - 1 else GAP)
            shown = QFontMetrics(font).elidedText(_without_marks(text), Qt.TextElideMode.ElideRight, inner)
            flags = FLAGS[self._model.aligned[column]] | Qt.AlignmentFlag.AlignVCenter
            if self.marked == (-1, column):
                painter.fillRect(QRectF(x, 0, inner, header - 1), theme.color("accent.soft"))
            painter.drawText(QRectF(x, 0, inner, header - 1), flags, shown)
            x += width
        line = QRectF(0, header - 1, min(x, self.width()), 1)
        painter.fillRect(line, theme.color("line.default"))
        if self.row_count > _MOST_ROWS:
            words = self.tr("{count} rows").format(count=f"{self.row_count:,}")
            painter.setFont(theme.font("meta"))
            box = QRectF(0, self.height() - theme.line_height("meta"), self.width(), theme.line_height("meta"))
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, words)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer to copy."""
        menu = QMenu(self)
        menu.addAction(self.tr("Copy table"), lambda: QApplication.clipboard().setText(self.source))
        menu.exec(event.globalPos())

    def _set_up(self) -> None:
        view = self._view
        view.setModel(self._model)
        view.setItemDelegate(self._delegate)
        view.setFrameShape(QFrame.Shape.NoFrame)
        view.setShowGrid(False)
        view.horizontalHeader().hide()
        view.verticalHeader().hide()
        view.verticalHeader().setMinimumSectionSize(8)
        view.horizontalHeader().setMinimumSectionSize(8)
        view.verticalHeader().setDefaultSectionSize(self._theme.line_height("answer"))
        view.setTabKeyNavigation(False)
        view.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        view.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        view.horizontalScrollBar().valueChanged.connect(self.update)
        view.setAccessibleName(self.tr("Table: {columns}").format(columns=", ".join(self._model.header)))
        self._paint_scheme()

    def _paint_scheme(self) -> None:
        self._view.setStyleSheet("QTableView { background: transparent; border: 0; }")
        palette = self._view.palette()
        palette.setColor(QPalette.ColorRole.Base, self._theme.color("bg.canvas"))
        self._view.setPalette(palette)
        self._view.viewport().setAutoFillBackground(False)

    def _header_height(self) -> int:
        return self._theme.line_height("meta") + 8

    def _measure(self) -> None:
        """Widen the columns for the rows that are new; only the first rows count, so that long tables stay quick."""
        font = QFont(self._theme.font("meta"))
        font.setWeight(QFont.Weight.Medium)
        metrics = QFontMetrics(font)
        if not self._measured:
            self._natural = [metrics.horizontalAdvance(_without_marks(each)) + 2 for each in self._model.header]
        until = min(self.row_count, _WRAPPED_ROWS)
        for row in self._model.rows[self._measured : until]:
            for column, cell in enumerate(row):
                if len(cell) < 200:
                    self._natural[column] = max(self._natural[column], self._delegate.width_of(cell) + 2)
                else:
                    self._natural[column] = _WIDEST * 2
        self._measured = until

    def _fit(self, width: int) -> None:
        gaps = GAP * (len(self._natural) - 1)
        wanted = [max(each, _NARROWEST) for each in self._natural]
        room = width - gaps
        if sum(wanted) > room and self.row_count <= _WRAPPED_ROWS and room > len(wanted) * 60:
            wanted = _shared(wanted, room)
        elif sum(wanted) > room:
            wanted = [min(each, _WIDEST) for each in wanted]
        widths = [each + GAP for each in wanted[:-1]] + wanted[-1:]
        if widths != self._widths:
            self._widths, self._heights = widths, []
            for column, each in enumerate(widths):
                self._view.setColumnWidth(column, each)

    def _settle(self, width: int) -> int:
        """Set the heights of rows and the geometry of the grid; return the whole height."""
        line = self._theme.line_height("answer")
        if self.row_count <= _WRAPPED_ROWS:
            for row in range(len(self._heights), self.row_count):
                height = self._row_height(row)
                self._heights.append(height)
                self._view.setRowHeight(row, height)
        shown = self._heights[:_MOST_ROWS] or [line] * min(self.row_count, _MOST_ROWS)
        bar = self._view.horizontalScrollBar().sizeHint().height() if sum(self._widths) > width else 0
        header, height = self._header_height(), sum(shown) + bar
        long = self.row_count > _MOST_ROWS
        policy = Qt.ScrollBarPolicy.ScrollBarAsNeeded if long else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self._view.setVerticalScrollBarPolicy(policy)
        self._view.setGeometry(0, header, width, height)
        return header + height + (self._theme.line_height("meta") + 4 if long else 0)

    def _row_height(self, row: int) -> int:
        cells = zip(self._model.rows[row], self._widths, strict=True)
        last = len(self._widths) - 1
        heights = [self._delegate.height_of(cell, w - (0 if i == last else GAP)) for i, (cell, w) in enumerate(cells)]
        return max([*heights, self._theme.line_height("answer")])

    def sizeHint(self) -> QSize:
        """As it was placed."""
        return self.size()


def _shared(wanted: list[int], room: int) -> list[int]:
    """Give narrow columns what they want and share the rest among the wide ones."""
    widths = [0] * len(wanted)
    open_columns = sorted(range(len(wanted)), key=lambda each: wanted[each])
    while open_columns:
        share = room // len(open_columns)
        column = open_columns.pop(0)
        widths[column] = min(wanted[column], max(share, _NARROWEST))
        room -= widths[column]
    return widths


def _without_marks(text: str) -> str:
    return re.sub(r"\*\*|__|`", "", text)
