"""A block of code: its language, a Copy button, and the code in colours; grows at its end while it streams."""

from __future__ import annotations

import time

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFontMetrics,
    QPainter,
    QPaintEvent,
    QPen,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QWheelEvent,
)
from PySide6.QtWidgets import QTextEdit, QWidget

from desktop.rendering.blocks import Block
from desktop.rendering.buttons import CopyButton
from desktop.rendering.context import RenderContext
from desktop.rendering.highlight import Highlighter, language_name
from desktop.rendering.matches import count_in, nth_match
from desktop.rendering.section import Section
from desktop.rendering.text_chunks import utf16_units
from desktop.rendering.text_view import TextView, cursor_to_start, mark_found, offer_focus, text_without_breaks
from desktop.theme import Theme

_HEADER = 30
"""Height of the row with the language (pixels), at the usual size of text."""
_PADDING = 12
_BOTTOM = 8
_MOST_LINES = 400
"""Lines that are shown in full height; a longer listing scrolls inside itself."""
_LONGEST_LINE = 2_000
_RECOLOUR_SECONDS = 0.3
_COLOUR_WHILE_LIVE = 20_000


class CodeText(TextView):
    """The code itself: no wrapping, scrolls sideways, and up and down when it is very long."""

    def __init__(self, context: RenderContext, parent: QWidget | None = None) -> None:
        super().__init__(context.theme, parent)
        self.setLineWrapMode(QTextEdit.LineWrapMode.NoWrap)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.broken: set[int] = set()
        """The numbers of the text blocks that were broken off a very long line, only in the picture."""

    def selected_text(self, cursor: QTextCursor) -> str:
        """Copy long lines as they were written."""
        return text_without_breaks(cursor, lambda block: block.blockNumber() in self.broken)

    def show_hit(self, words: str, number: int, theme: Theme) -> int | None:
        """Mark the occurrence after `number` others, scrolled into view; returns its place in the block (pixels)."""
        shown = self.toPlainText()
        found = nth_match(shown, words, number)
        if found is None:
            return None
        first, last = (utf16_units(shown, each) for each in found)
        cursor = QTextCursor(self.document())
        cursor.setPosition(first)
        self.setTextCursor(cursor)
        self.ensureCursorVisible()
        y = self.cursorRect(cursor).top() + self.y()
        cursor.setPosition(last, QTextCursor.MoveMode.KeepAnchor)
        mark_found(self, cursor, theme)
        return y

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll sideways, or inside when it is longer than what is shown; otherwise the transcript scrolls."""
        bar = self.verticalScrollBar()
        sideways = abs(event.angleDelta().x()) > abs(event.angleDelta().y())
        up = event.angleDelta().y() > 0
        inside = bar.maximum() > 0 and (bar.value() > 0 if up else bar.value() < bar.maximum())
        if sideways or inside:
            QTextEdit.wheelEvent(self, event)
        else:
            event.ignore()


class CodeView(Section):
    """One code block."""

    def __init__(self, context: RenderContext, block: Block, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._theme, self._block = context, context.theme, block
        self._taken = 0
        self._lines = 1
        self._line_run = 0
        self._widest = 0
        self._coloured_at = 0.0
        self._text = CodeText(context, self)
        self._copy = CopyButton(self._theme, self.tr("Copy"), copied=self.tr("Copied"), parent=self)
        self._copy.clicked.connect(lambda: self._copy.copy(self._block.text.rstrip("\n")))
        self._highlighter = Highlighter(self._text.document(), self._theme, block.info)
        self._name = language_name(block.info) or self.tr("Code")
        self._text.setAccessibleName(self.tr("Code: {language}").format(language=self._name))
        self._set_formats()
        self.take()

    @property
    def code(self) -> str:
        """The code, as Copy copies it."""
        return self._block.text.rstrip("\n")

    @property
    def document_text(self) -> str:
        """What is shown."""
        return self._text.toPlainText()

    @property
    def copy_button(self) -> CopyButton:
        """The button that copies the code."""
        return self._copy

    @property
    def waiting(self) -> bool:
        """Nothing in it is drawn later that has another size."""
        return False

    def line_colours(self, line: int) -> list[QColor]:
        """Return the colours of a line, as far as it has been coloured."""
        formats = self._text.document().findBlockByNumber(line).layout().formats()
        return [each.format.foreground().color() for each in formats]

    @property
    def first_offset(self) -> int:
        """Where it begins in the whole text."""
        return self._block.start

    def show_hit(self, words: str, number: int) -> int | None:
        """Mark the occurrence of the words after `number` others; returns where it is (pixels), None when not found."""
        number -= count_in(self._block.info, words)  # the fence is not shown
        return self._text.show_hit(words, number, self._theme) if number >= 0 else None

    def clear_hit(self) -> None:
        """Remove the mark of `show_hit`."""
        self._text.setExtraSelections([])

    def take(self) -> None:
        """Show what was added to the block since the last time."""
        new = self._block.pieces[self._taken :]
        if new:
            self._taken += len(new)
            self._insert("".join(new))
        small = self._block.size <= _COLOUR_WHILE_LIVE
        due = time.monotonic() - self._coloured_at > _RECOLOUR_SECONDS
        if self._block.closed or (small and due and new):
            self._coloured_at = time.monotonic()
            self._highlighter.restart(self._text.toPlainText())

    def refresh(self, *, only_waiting: bool = False) -> bool:
        """Take the colours of the theme."""
        if only_waiting:
            return False
        self._text.clear()
        self._text.broken.clear()
        self._text.apply_palette()
        self._set_formats()
        self._taken, self._lines, self._line_run = 0, 1, 0
        self._pending_newline = False
        self.take()
        self._highlighter.restart(self._text.toPlainText())
        self.update()
        return True

    def place(self, width: int) -> int:
        """Take this width; the height follows the number of lines."""
        line = self._theme.line_height("code")
        shown = min(self._lines, _MOST_LINES)
        bar = self._text.horizontalScrollBar().sizeHint().height() if self._widest > width - 2 * _PADDING else 0
        offer_focus(self._text, self._theme, bool(bar) or self._lines > _MOST_LINES)
        if self._lines > _MOST_LINES:
            self._text.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        hint, header = self._copy.sizeHint(), self._header_height()
        height = header + shown * line + bar + _BOTTOM + 2
        if self.size().width() != width or self.size().height() != height:
            self.resize(width, height)
            self._text.setGeometry(_PADDING, header, width - _PADDING - 4, shown * line + bar + 2)
            self._copy.setGeometry(width - hint.width() - 4, 3, hint.width(), hint.height())
        return height

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the frame and the language."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.color("line.subtle"), 1))
        painter.setBrush(self._theme.color("bg.code"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        painter.setFont(self._theme.font("meta"))
        painter.setPen(self._theme.color("text.tertiary"))
        name = QFontMetrics(painter.font()).elidedText(self._name, Qt.TextElideMode.ElideRight, self.width() // 2)
        box = QRectF(_PADDING + 1, 1, self.width() / 2, self._header_height())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, name)

    def _header_height(self) -> int:
        return max(self._theme.grown(_HEADER), self._copy.sizeHint().height() + 4)

    _pending_newline = False

    def _insert(self, text: str) -> None:
        """Append code; the line feed at its end is held back, so that no empty last line is shown."""
        if self._pending_newline:
            text = "\n" + text
        self._pending_newline = text.endswith("\n")
        text = text.removesuffix("\n")
        cursor = QTextCursor(self._text.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        metrics = QFontMetrics(self._theme.font("code"))
        cursor.beginEditBlock()
        for index, line in enumerate(text.split("\n")):
            if index:
                cursor.insertText("\n", self._format)
                self._lines, self._line_run = self._lines + 1, 0
            self._insert_line(cursor, line)
            width = metrics.horizontalAdvance("0") * min(self._line_run, _LONGEST_LINE)
            self._widest = max(self._widest, width)
        cursor.endEditBlock()
        cursor_to_start(self._text)

    def _insert_line(self, cursor: QTextCursor, line: str) -> None:
        """Very long lines are broken in the picture: laying out a line of megabytes would block the window."""
        while self._line_run + len(line) > _LONGEST_LINE:
            room = _LONGEST_LINE - self._line_run
            cursor.insertText(line[:room] + "\n", self._format)
            line, self._line_run = line[room:], 0
            self._text.broken.add(self._lines)
            self._lines += 1
        cursor.insertText(line, self._format)
        self._line_run += len(line)

    def _set_formats(self) -> None:
        style = QTextCharFormat()
        style.setFont(self._theme.font("code"))
        style.setForeground(QBrush(self._theme.color("text.primary")))
        self._format = style
        block = QTextBlockFormat()
        block.setLineHeight(self._theme.line_height("code"), QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        cursor = QTextCursor(self._text.document())
        cursor.setBlockFormat(block)
        cursor.setBlockCharFormat(style)


def expected_height(block: Block, theme: Theme) -> int:
    """Return about how high the view of a block of code will be."""
    lines = min(sum(piece.count("\n") for piece in block.pieces), _MOST_LINES)
    return theme.grown(_HEADER) + max(lines, 1) * theme.line_height("code") + _BOTTOM + 2
