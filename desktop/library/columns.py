"""Where the columns of the list stand: less important ones leave where the room is short."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect

from desktop.theme import Theme

PADDING = 8
GAP = 12
SIZE, QUANTIZATION, CONTEXT, MEMORY, ACTS = 66, 74, 52, 168, 112
LEAST_NAME = 164
NARROW_MEMORY = 158


@dataclass(frozen=True, slots=True)
class Columns:
    """The places of one row; a column that has no room is empty."""

    name: QRect
    size: QRect
    quantization: QRect
    context: QRect
    memory: QRect
    acts: QRect


def columns_of(theme: Theme, row: QRect) -> Columns:
    """Return the places for a row's rectangle."""
    widths = {name: theme.grown(width) for name, width in
              (("size", SIZE), ("quantization", QUANTIZATION), ("context", CONTEXT), ("memory", MEMORY),
               ("acts", ACTS))}  # fmt: skip
    room = row.width() - 2 * PADDING
    least = theme.grown(LEAST_NAME)
    if room - sum(widths.values()) - 5 * GAP < least:
        widths["memory"] = theme.grown(NARROW_MEMORY)
    for name in ("context", "quantization", "size"):
        shown = [width for width in widths.values() if width]
        if room - sum(shown) - len(shown) * GAP < least:
            widths[name] = 0
    places: dict[str, QRect] = {}
    right = row.right() + 1 - PADDING
    for name in ("acts", "memory", "context", "quantization", "size"):
        width = widths[name]
        places[name] = QRect(right - width, row.top(), width, row.height())
        right -= width + GAP if width else 0
    left = row.left() + PADDING
    name_place = QRect(left, row.top(), max(right - left, 0), row.height())
    return Columns(name_place, *(places[each] for each in ("size", "quantization", "context", "memory", "acts")))
