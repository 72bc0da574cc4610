"""Plain text of any length: only the lines in view are laid out and painted; selectable, scrolls inside when long.

`PlainTextView` holds a whole text document, which takes 50 bytes for each character and lays out in steps of up to
200,000 characters. This one takes little more than the text, so a single line of megabytes stays quick.
"""

from __future__ import annotations

from bisect import bisect_right

from PySide6.QtCore import QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QBrush,
    QContextMenuEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextCharFormat,
    QTextLayout,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from desktop.rendering.chunk_layouts import ChunkLayouts
from desktop.rendering.safe_text import clean_text
from desktop.rendering.text_chunks import TextChunks, utf16_units
from desktop.rendering.text_selection import TextSelection
from desktop.rendering.text_view import leaves_to_transcript, offer_focus
from desktop.theme import Theme

WHOLE_UP_TO = 12_000
"""Characters up to which the text is shown in its full height."""
_TALLEST = 560
"""Height, in pixels, of a longer text."""
_BAR = 12
_MOST_ROUNDS = 8
_MOST_SPOKEN = 4_000
"""Characters handed to a screen reader at a time."""


class LongTextView(QAbstractScrollArea):
    """Plain text in one format. `scrolled` is emitted when the reader scrolls inside it."""

    scrolled = Signal()

    def __init__(self, theme: Theme, *, role: str, color: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._role, self._color = theme, role, color
        self.chunks = TextChunks()
        self.layouts = ChunkLayouts(self.chunks, theme.font(role), theme.line_height(role))
        self.selection = TextSelection()
        self._hit = (0, 0)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.viewport().setAutoFillBackground(False)
        self.viewport().setCursor(Qt.CursorShape.IBeamCursor)
        self.verticalScrollBar().actionTriggered.connect(self._on_scroll_action)
        self.verticalScrollBar().valueChanged.connect(self._settle)

    @property
    def size_in_characters(self) -> int:
        """The length of the text."""
        return self.chunks.size

    @property
    def marked_text(self) -> str:
        """The text that `show_hit` marked."""
        return self.chunks.text(*self._hit)

    def text(self) -> str:
        """Return the text, without control characters."""
        return self.chunks.text()

    def set_text(self, text: str) -> None:
        """Show another text."""
        self.chunks.clear()
        self._hit = (0, 0)
        self.selection.select(0, 0)
        self.layouts.forget_from(0)
        self.append_text(text)

    def append_text(self, text: str) -> None:
        """Append text at the end."""
        if text:
            self.layouts.forget_from(self.chunks.append(clean_text(text)))
            self._settle()

    def invalidate(self) -> None:
        """The height is measured anew whenever it is placed."""

    def apply_theme(self) -> None:
        """Take colours and fonts of the theme."""
        width = self.layouts.width
        self.layouts = ChunkLayouts(self.chunks, self._theme.font(self._role), self._theme.line_height(self._role))
        self.layouts.set_width(width)
        self.layouts.forget_from(0)
        self._settle()

    def place(self, width: int) -> int:
        """Take this width and return the height of the text, or what is shown of it."""
        whole = self.chunks.size <= WHOLE_UP_TO
        self.layouts.set_width(width if whole else width - _BAR)
        if whole:
            for index in range(len(self.chunks.pieces)):
                self.layouts.measure(index)
        policy = Qt.ScrollBarPolicy.ScrollBarAlwaysOff if whole else Qt.ScrollBarPolicy.ScrollBarAlwaysOn
        self.setVerticalScrollBarPolicy(policy)
        offer_focus(self, self._theme, not whole)
        height = max(self.layouts.tops[-1], self.layouts.line_height)
        height = height if whole else _TALLEST
        self.resize(width, height)
        self._settle()
        return height

    def show_hit(self, offset: int, length: int) -> int:
        """Mark a place of the text and return its vertical position in this view (pixels)."""
        self._hit = (offset, offset + length)
        index = self.chunks.at(offset)
        self.layouts.measure(index)
        line = self._line_of(index, offset - self.chunks.starts[index]) if self.chunks.pieces else 0
        y = self.layouts.tops[index] + line * self.layouts.line_height
        self.verticalScrollBar().setValue(y - self.viewport().height() // 3)
        self._settle()
        self.viewport().update()
        return self.layouts.tops[index] + line * self.layouts.line_height - self.verticalScrollBar().value()

    def clear_hit(self) -> None:
        """Remove the mark of `show_hit`."""
        self._hit = (0, 0)
        self.viewport().update()

    def selected_text(self) -> str:
        """Return the selected text as it was given."""
        return self.chunks.text(*self.selection.span)

    def select_all(self) -> None:
        """Select the whole text."""
        self.selection.select(0, self.chunks.size)
        self.viewport().update()

    def visible(self) -> range:
        """Return the indices of the chunks on the screen."""
        tops, top = self.layouts.tops, self.verticalScrollBar().value()
        first = max(bisect_right(tops, top) - 1, 0)
        return range(first, min(bisect_right(tops, top + self.viewport().height()), len(self.chunks.pieces)))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the lines in view, what is selected, and the mark."""
        painter = QPainter(self.viewport())
        painter.setPen(self._theme.color(self._color))
        for index in self.visible():
            top = self.layouts.tops[index] - self.verticalScrollBar().value()
            layout = self.layouts.layout(index)
            layout.draw(painter, QPointF(0, top), self._formats(index), QRectF(event.rect()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the scroll bar's range."""
        super().resizeEvent(event)
        self._settle()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll inside when there is something to scroll, otherwise leave it to the transcript."""
        bar = self.verticalScrollBar()
        up = event.angleDelta().y() > 0
        if bar.maximum() > 0 and (bar.value() > 0 if up else bar.value() < bar.maximum()):
            self.scrolled.emit()
            super().wheelEvent(event)
        else:
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Select from here."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.selection.press(self, event)
            self.viewport().update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Select to here."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.selection.drag(self, event)
            self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Selected."""
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Select a word."""
        self.selection.select_word(self, event)
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+C, Ctrl+A, Shift with the arrows; other keys scroll."""
        if self.selection.key(self, event):
            return
        if leaves_to_transcript(self, event):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer to copy."""
        self.selection.menu(self, event.globalPos())

    def position_rect(self, offset: int) -> QRect:
        """Return where a character is on the viewport (its line)."""
        index = self.chunks.at(offset)
        line = self._line_of(index, offset - self.chunks.starts[index]) if self.chunks.pieces else 0
        y = self.layouts.tops[index] + line * self.layouts.line_height - self.verticalScrollBar().value()
        return QRect(0, y, self.layouts.width, self.layouts.line_height)

    def _on_scroll_action(self, _action: int) -> None:
        self.scrolled.emit()

    def _line_of(self, index: int, inside: int) -> int:
        piece = self.chunks.pieces[index]
        line = self.layouts.layout(index).lineForTextPosition(utf16_units(piece, inside))
        return line.lineNumber() if line.isValid() else 0

    def _settle(self) -> None:
        """Measure what is in view; what was measured before stays in its place on the screen."""
        bar, layouts = self.verticalScrollBar(), self.layouts
        for _ in range(_MOST_ROUNDS):
            seen = self.visible()
            anchor = next((index for index in seen if layouts.is_measured(index)), seen.start)
            before = layouts.tops[anchor] - bar.value()
            wrong = [layouts.measure(index) for index in seen]
            bar.blockSignals(True)  # this very method listens
            bar.setRange(0, max(layouts.tops[-1] - self.viewport().height(), 0))
            bar.setValue(layouts.tops[anchor] - before)
            bar.blockSignals(False)
            if not any(wrong):
                break
        bar.setPageStep(self.viewport().height())
        bar.setSingleStep(self.layouts.line_height * 2)
        self.viewport().update()
        if QAccessible.isActive():
            self.setAccessibleDescription(self.text_in_view())

    def text_in_view(self) -> str:
        """Return the text of the chunks on the screen: what a screen reader reads, as it does not see painted text."""
        seen = self.visible()
        return "".join(self.chunks.pieces[index] for index in seen)[:_MOST_SPOKEN]

    def _formats(self, index: int) -> list[QTextLayout.FormatRange]:
        """Return the selection and the mark as ranges of this chunk."""
        found = []
        for span, back, front in (
            (self._hit, "accent.soft", "accent.text"),
            (self.selection.span, "bg.selected", "text.primary"),
        ):
            start, piece = self.chunks.starts[index], self.chunks.pieces[index]
            first, last = max(span[0] - start, 0), min(span[1] - start, len(piece))
            if first >= last:
                continue
            mark = QTextLayout.FormatRange()
            mark.start = utf16_units(piece, first)
            mark.length = utf16_units(piece, last) - mark.start
            style = QTextCharFormat()
            style.setBackground(QBrush(self._theme.color(back)))
            style.setForeground(QBrush(self._theme.color(front)))
            mark.format = style
            found.append(mark)
        return found
