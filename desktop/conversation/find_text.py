"""Finds the place of a search hit in a rendered answer and marks it."""

from __future__ import annotations

from desktop.rendering.block_stack import BlockStack
from desktop.rendering.matches import count_in
from desktop.rendering.safe_text import clean_text


def show_hit(stack: BlockStack, source: str, offset: int, length: int) -> int | None:
    """Mark the hit at `offset` of the Markdown `source`; returns its vertical position in the stack.

    Markdown and picture have different offsets, so in the part that shows the place the words are looked for as many
    times as they occur before the hit. When they cannot be found (across marks, in a fence), the part is taken.
    """
    clear_hit(stack)
    place = len(clean_text(source[:offset]))
    part = stack.part_at(place)
    if part is None:
        return None
    stack.place(stack.width())
    words = clean_text(source[offset : offset + length])
    before = clean_text(source)[part.first_offset : place]
    y = part.show_hit(words, count_in(before, words)) if words else None
    return part.y() + (y or 0)


def clear_hit(stack: BlockStack) -> None:
    """Remove all marks."""
    for part in stack.parts:
        part.clear_hit()
