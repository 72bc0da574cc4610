"""Paragraphs, headings and lists: several blocks in one text document, of which only the last is re-rendered."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QUrl, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QTextCursor
from PySide6.QtWidgets import QWidget

from desktop.rendering.blocks import Block, BlockKind
from desktop.rendering.context import RenderContext
from desktop.rendering.document_builder import FORMULA_OBJECT, LATEX, QUOTE_DEPTH, RULE, DocumentBuilder, FormulaObject
from desktop.rendering.leaf import with_marks_closed
from desktop.rendering.text_view import TextView

_MOST_BLOCKS = 24
_MOST_CHARACTERS = 5_000


class ProseView(TextView):
    """A few leaf blocks. `link_clicked` carries an address that the reader clicked (http or https)."""

    link_clicked = Signal(str)

    def __init__(self, context: RenderContext, parent: QWidget | None = None) -> None:
        super().__init__(context.theme, parent)
        self._context = context
        self._objects = FormulaObject(self)
        self.document().documentLayout().registerHandler(FORMULA_OBJECT, self._objects)
        self._blocks: list[Block] = []
        self._tail: list[Block] = []
        self._characters = 0
        self._committed_end = 0
        self._waits_for_formulas = False
        self._has_marks = False
        self.anchorClicked.connect(self._on_anchor)

    @property
    def full(self) -> bool:
        """Whether further blocks belong into a new view."""
        return len(self._blocks) >= _MOST_BLOCKS or self._characters >= _MOST_CHARACTERS

    @property
    def blank(self) -> bool:
        """Whether it shows nothing."""
        return not self._blocks and not self._tail

    def first_block(self) -> Block | None:
        """Return the first block that is shown."""
        return next(iter([*self._blocks, *self._tail]), None)

    def commit(self, block: Block) -> None:
        """Show a block that will not change any more, in place of the tail."""
        self._drop_tail()
        self._write(block)
        self._blocks.append(block)
        self._characters += block.size
        self._committed_end = self._end().position()

    def set_tail(self, blocks: list[Block]) -> None:
        """Show blocks that are still being written after those that are committed."""
        if not blocks and not self._tail:
            return
        self._drop_tail()
        self._tail = blocks
        for block in blocks:
            closed = block.kind in (BlockKind.HEADING, BlockKind.RULE)
            self._write(block, None if closed else with_marks_closed(block.text))

    def refresh(self, *, only_waiting: bool = False) -> bool:
        """Render everything again (a new theme, formulas that have been drawn); returns whether anything was done."""
        if only_waiting and not self._waits_for_formulas:
            return False
        blocks, tail = self._blocks, self._tail
        self._blocks, self._tail, self._characters, self._committed_end = [], [], 0, 0
        self._waits_for_formulas = False
        self._objects.images.clear()
        self.document().clear()
        self.apply_palette()
        for block in blocks:
            self.commit(block)
        self.set_tail(tail)
        self.invalidate()
        return True

    def selected_text(self, cursor: QTextCursor) -> str:
        """Copy formulas as LaTeX and items with their marker."""
        text = cursor.selectedText().replace("\u2029", "\n").replace("\u2028", "\n")
        return self._with_latex(cursor, text) if "\ufffc" in text else text

    def _measured(self) -> int:
        """The depth of formulas in the last line counts; Qt leaves out the last margin."""
        return super()._measured() + int(self.document().lastBlock().blockFormat().bottomMargin())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the bars of quotations and the rules, then the text."""
        if self._has_marks:
            self._paint_marks()
        super().paintEvent(event)

    def _paint_marks(self) -> None:
        painter = QPainter(self.viewport())
        block, layout = self.document().begin(), self.document().documentLayout()
        unit = round(self._theme.line_height("answer") * 0.67)
        while block.isValid():
            style = block.blockFormat()
            rect = layout.blockBoundingRect(block)
            for depth in range(style.intProperty(QUOTE_DEPTH)):
                bar = QRectF(depth * unit, rect.top(), 3, rect.height())
                painter.fillRect(bar, self._theme.color("line.default"))
            if style.boolProperty(RULE):
                line = QRectF(0, round(rect.center().y()), self.width(), 1)
                painter.fillRect(line, self._theme.color("line.default"))
            block = block.next()

    def _write(self, block: Block, source: str | None = None) -> None:
        self._has_marks = self._has_marks or bool(block.quote) or block.kind is BlockKind.RULE
        cursor = self._end()
        first = cursor.position() == 0 and not self._blocks and block is (self._tail or [block])[0]
        builder = DocumentBuilder(self._context, self._objects, self.devicePixelRatioF())
        cursor.beginEditBlock()
        builder.write(cursor, block, first=first, source=source)
        cursor.endEditBlock()
        self._waits_for_formulas = self._waits_for_formulas or builder.pending
        self.invalidate()

    def _drop_tail(self) -> None:
        if not self._tail:
            return
        self._tail = []
        cursor = self._end()
        cursor.setPosition(self._committed_end, QTextCursor.MoveMode.KeepAnchor)
        cursor.removeSelectedText()
        self.invalidate()

    def _end(self) -> QTextCursor:
        cursor = QTextCursor(self.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        return cursor

    def _with_latex(self, cursor: QTextCursor, text: str) -> str:
        pieces = list(text)
        probe = QTextCursor(self.document())
        for index, character in enumerate(pieces):
            if character == "\ufffc":
                probe.setPosition(cursor.selectionStart() + index + 1)
                latex = probe.charFormat().stringProperty(LATEX)
                pieces[index] = f"${latex}$"
        return "".join(pieces)

    def _on_anchor(self, url: QUrl) -> None:
        if url.scheme() in ("http", "https"):
            self.link_clicked.emit(url.toString(QUrl.ComponentFormattingOption.FullyEncoded))
