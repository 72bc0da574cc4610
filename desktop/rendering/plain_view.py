"""A block that is too large to be rendered: its text as it was written, and a line that says so."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.rendering.blocks import Block
from desktop.rendering.buttons import CopyButton
from desktop.rendering.context import RenderContext
from desktop.rendering.long_text import LongTextView
from desktop.rendering.matches import nth_match
from desktop.rendering.section import Section

_NOTE = 28
"""Height of the row with the note (pixels), at the usual size of text."""


class PlainView(Section):
    """Plain text with a note above it; grows at its end while it streams."""

    def __init__(self, context: RenderContext, block: Block, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._theme, self._block = context, context.theme, block
        self._taken = 0
        self._text = LongTextView(self._theme, role="answer", color="text.primary", parent=self)
        self._note = self.tr("This part is too long to be laid out, so it is shown as it was written.")
        self._copy = CopyButton(self._theme, self.tr("Copy"), copied=self.tr("Copied"), parent=self)
        self._copy.clicked.connect(lambda: self._copy.copy(self._block.text))
        self.setAccessibleName(self._note)
        self.take()

    @property
    def shown_text(self) -> str:
        """The text, as it can be copied."""
        return self._text.text()

    @property
    def text_view(self) -> LongTextView:
        """The text below the note."""
        return self._text

    @property
    def copy_button(self) -> CopyButton:
        """The button that copies the text."""
        return self._copy

    @property
    def waiting(self) -> bool:
        """Nothing in it is drawn later."""
        return False

    @property
    def first_offset(self) -> int:
        """Where it begins in the whole text."""
        return self._block.start

    def show_hit(self, words: str, number: int) -> int | None:
        """Mark the occurrence of the words after `number` others; returns where it is (pixels), None when not found."""
        found = nth_match(self._text.text(), words, number)
        return None if found is None else self._text.y() + self._text.show_hit(found[0], found[1] - found[0])

    def clear_hit(self) -> None:
        """Remove the mark of `show_hit`."""
        self._text.clear_hit()

    def take(self) -> None:
        """Show what was added to the block since the last time."""
        new = self._block.pieces[self._taken :]
        self._taken += len(new)
        self._text.append_text("".join(new))

    def refresh(self, *, only_waiting: bool = False) -> bool:
        """Take the colours of the theme."""
        if only_waiting:
            return False
        self._text.apply_theme()
        self.update()
        return True

    def place(self, width: int) -> int:
        """Take this width; a long text scrolls inside itself."""
        hint, note = self._copy.sizeHint(), self._note_height()
        height = note + self._text.place(width)
        self._text.move(0, note)
        self._copy.setGeometry(width - hint.width(), 0, hint.width(), hint.height())
        self.resize(width, height)
        return height

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the note."""
        painter = QPainter(self)
        painter.setFont(self._theme.font("meta"))
        painter.setPen(self._theme.color("text.tertiary"))
        room = self._copy.x() - 8
        words = QFontMetrics(painter.font()).elidedText(self._note, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRectF(0, 0, room, self._note_height() - 2), Qt.AlignmentFlag.AlignVCenter, words)

    def _note_height(self) -> int:
        return max(self._theme.grown(_NOTE), self._copy.sizeHint().height() + 2)
