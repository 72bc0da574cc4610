"""Finds the place of a search hit in a rendered answer and marks it."""

from __future__ import annotations

from PySide6.QtGui import QBrush, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QTextEdit

from desktop.rendering.block_stack import BlockStack
from desktop.rendering.prose import ProseView
from desktop.theme import Theme


def show_hit(stack: BlockStack, source: str, offset: int, length: int, theme: Theme) -> int | None:
    """Mark the hit at `offset` of the Markdown `source`; returns its vertical position in the stack.

    Markdown and picture have different offsets, so the words are looked for as many times as they occur before the hit.
    When they cannot be found (in a formula, across marks), the nearest place is taken.
    """
    words = source[offset : offset + length]
    wanted = source[:offset].casefold().count(words.casefold()) if words else 0
    clear_hit(stack)
    for part in stack.parts:
        if not isinstance(part, ProseView):
            continue
        cursor = QTextCursor(part.document())
        while words and not (cursor := part.document().find(words, cursor, QTextDocument.FindFlag(0))).isNull():
            if wanted <= 0:
                _mark(part, cursor, theme)
                return part.y() + part.cursorRect(cursor).top()
            wanted -= 1
    share = offset / max(len(source), 1)
    return round(stack.height() * share) if stack.parts else None


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
