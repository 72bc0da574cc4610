"""Paragraphs, headings and lists: several blocks in one text document, of which only the last is re-rendered."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt, QUrl, Signal
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QTextCursor
from PySide6.QtWidgets import QWidget

from desktop.rendering.blocks import Block, BlockKind
from desktop.rendering.context import RenderContext
from desktop.rendering.document_builder import FORMULA_OBJECT, LATEX, QUOTE_DEPTH, RULE, DocumentBuilder, FormulaObject
from desktop.rendering.leaf import is_plain, with_marks_closed
from desktop.rendering.matches import nth_match
from desktop.rendering.text_chunks import utf16_units
from desktop.rendering.text_view import TextView, mark_found, offer_focus


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
        self._ends: list[int] = []
        self._waiting: set[int] = set()
        self._tail_waits = False
        self._has_marks = False
        self.anchorClicked.connect(self._on_anchor)

    @property
    def waiting(self) -> bool:
        """Whether a formula of a committed block is still being drawn."""
        return bool(self._waiting)

    @property
    def blank(self) -> bool:
        """Whether it shows nothing."""
        return not self._blocks and not self._tail

    @property
    def first_offset(self) -> int:
        """Where its text begins in the whole text."""
        first = self.first_block()
        return first.start if first else 0

    def first_block(self) -> Block | None:
        """Return the first block that is shown."""
        return next(iter([*self._blocks, *self._tail]), None)

    def show_hit(self, words: str, number: int) -> int | None:
        """Mark the occurrence of the words after `number` others; returns where it is (pixels), None when not found."""
        text, places = self._searchable()
        found = nth_match(text, words, number)
        if found is None:
            return None
        cursor = QTextCursor(self.document())
        cursor.setPosition(places(found[0]))
        cursor.setPosition(max(places(found[1]), cursor.position() + 1), QTextCursor.MoveMode.KeepAnchor)
        mark_found(self, cursor, self._theme)
        start = QTextCursor(self.document())
        start.setPosition(cursor.selectionStart())
        return self.cursorRect(start).top()

    def clear_hit(self) -> None:
        """Remove the mark of `show_hit`."""
        self.setExtraSelections([])

    def _searchable(self) -> tuple[str, Callable[[int], int]]:
        """Return the text with the LaTeX of its formulas, and what gives a character's place in the document."""
        shown = self.document().toPlainText()
        pieces: list[str] = []
        starts: list[int] = []
        written: list[int] = []
        size, last = 0, 0
        for match in re.finditer("\ufffc", shown):
            for piece, at in (
                (shown[last : match.start()], last),
                (self._latex_at(shown, match.start()), match.start()),
            ):
                starts.append(size)
                written.append(at)
                pieces.append(piece)
                size += len(piece)
            last = match.end()
        starts.append(size)
        written.append(last)
        text = "".join([*pieces, shown[last:]])

        def place(character: int) -> int:
            index = bisect_right(starts, character) - 1
            inside = 0 if index % 2 else character - starts[index]  # a formula is one character of the document
            return utf16_units(shown, written[index] + inside)

        return text, place

    def _latex_at(self, shown: str, index: int) -> str:
        probe = QTextCursor(self.document())
        probe.setPosition(utf16_units(shown, index) + 1)
        return probe.charFormat().stringProperty(LATEX)

    def commit(self, block: Block) -> None:
        """Show a block that will not change any more, in place of the tail."""
        self._drop_tail()
        if self._write(block):
            self._waiting.add(len(self._blocks))
        if self._objects.images:
            self.setAccessibleDescription(self._searchable()[0])  # a screen reader sees no picture of a formula
        self._blocks.append(block)
        self._ends.append(self._end().position())

    def set_tail(self, blocks: list[Block]) -> None:
        """Show blocks that are still being written after those that are committed."""
        if not blocks and not self._tail:
            return
        if self._grown_by_plain_text(blocks):
            return
        self._drop_tail()
        self._tail = blocks
        for block in blocks:
            closed = block.kind in (BlockKind.HEADING, BlockKind.RULE)
            self._tail_waits = self._write(block, None if closed else with_marks_closed(block.text)) or self._tail_waits

    def _grown_by_plain_text(self, blocks: list[Block]) -> bool:
        """Append to the tail what was added to it when that is text without any marks, as it mostly is."""
        if len(blocks) != 1 or len(self._tail) != 1:
            return False
        before, now = self._tail[0], blocks[0]
        if before.kind is not now.kind or (before.inset, before.quote, before.info) != (now.inset, now.quote, now.info):
            return False
        old, new = before.text.rstrip(), now.text.rstrip()
        if not old or not new.startswith(old) or not is_plain(new[len(old) :]) or with_marks_closed(old) != old:
            return False
        cursor = self._end()
        cursor.insertText(new[len(old) :], cursor.blockCharFormat())
        self._tail = blocks
        self.invalidate()
        return True

    def refresh(self, *, only_waiting: bool = False) -> bool:
        """Render everything again (a new theme), or from the first block on that waited for a formula.

        Returns whether anything was done.
        """
        if only_waiting and not self._waiting and not self._tail_waits:
            return False
        kept = min(self._waiting, default=len(self._blocks)) if only_waiting else 0
        blocks, tail = self._blocks[kept:], self._tail
        self._drop_tail()
        self._cut_off(kept)
        if not only_waiting:
            self.apply_palette()
        for block in blocks:
            self.commit(block)
        self.set_tail(tail)
        self.invalidate()
        return True

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tab comes to the first link, with Shift to the last."""
        super().focusInEvent(event)
        reasons = {Qt.FocusReason.TabFocusReason: True, Qt.FocusReason.BacktabFocusReason: False}
        if event.reason() in reasons and not self.textCursor().hasSelection():
            self.focusNextPrevChild(reasons[event.reason()])

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

    def _write(self, block: Block, source: str | None = None) -> bool:
        """Append a block; returns whether a formula in it is still being drawn."""
        self._has_marks = self._has_marks or bool(block.quote) or block.kind is BlockKind.RULE
        cursor = self._end()
        first = cursor.position() == 0 and not self._blocks and block is (self._tail or [block])[0]
        builder = DocumentBuilder(self._context, self._objects, self.devicePixelRatioF())
        cursor.beginEditBlock()
        builder.write(cursor, block, first=first, source=source)
        cursor.endEditBlock()
        if builder.linked:
            offer_focus(self, self._theme, True)
        self.invalidate()
        return builder.pending

    def _drop_tail(self) -> None:
        if self._tail:
            self._tail, self._tail_waits = [], False
            self._remove_from(self._ends[-1] if self._ends else 0)

    def _cut_off(self, kept: int) -> None:
        """Forget all blocks from this index on."""
        del self._blocks[kept:], self._ends[kept:]
        self._waiting = {each for each in self._waiting if each < kept}
        if not kept:
            self._objects.images.clear()
            self.document().clear()
        else:
            self._remove_from(self._ends[-1])

    def _remove_from(self, position: int) -> None:
        cursor = self._end()
        cursor.setPosition(position, QTextCursor.MoveMode.KeepAnchor)
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
