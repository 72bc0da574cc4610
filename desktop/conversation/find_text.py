"""Finds the place of a search hit in a rendered answer and marks it."""

from __future__ import annotations

from PySide6.QtGui import QBrush, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QTextEdit

from desktop.rendering.block_stack import BlockStack
from desktop.rendering.prose import ProseView
from desktop.rendering.safe_text import clean_text
from desktop.theme import Theme


def show_hit(stack: BlockStack, source: str, offset: int, length: int, theme: Theme) -> int | None:
    """Mark the hit at `offset` of the Markdown `source`; returns its vertical position in the stack.

    Markdown and picture have different offsets, so in the part that shows the place the words are looked for as many
    times as they occur before the hit. When they cannot be found (in a formula, across marks), the part is taken.
    """
    clear_hit(stack)
    place = len(clean_text(source[:offset]))
    part = stack.part_at(place)
    if part is None:
        return None
    stack.place(stack.width())
    words = clean_text(source[offset : offset + length])
    if isinstance(part, ProseView) and words:
        before = clean_text(source)[part.first_offset : place].casefold()
        cursor = QTextCursor(part.document())
        for _ in range(before.count(words.casefold()) + 1):
            found = part.document().find(words, cursor, QTextDocument.FindFlag(0))
            cursor = cursor if found.isNull() else found
        if cursor.hasSelection():
            _mark(part, cursor, theme)
            return part.y() + part.cursorRect(cursor).top()
    return part.y()


def clear_hit(stack: BlockStack) -> None:
    """Remove all marks."""
    for part in stack.parts:
        if isinstance(part, ProseView):
            part.setExtraSelections([])


def _mark(part: ProseView, cursor: QTextCursor, theme: Theme) -> None:
    mark = QTextEdit.ExtraSelection()
    style = QTextCharFormat()
    style.setBackground(QBrush(theme.color("accent.soft")))
    style.setForeground(QBrush(theme.color("accent.text")))
    mark.cursor, mark.format = cursor, style
    part.setExtraSelections([mark])
