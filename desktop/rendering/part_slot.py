"""The places of an answer's parts: each holds its widget, or only its height while it is far out of sight."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtWidgets import QApplication, QTextEdit, QWidget

from desktop.rendering.blocks import Block, BlockKind
from desktop.rendering.code_view import CodeView
from desktop.rendering.code_view import expected_height as height_of_code
from desktop.rendering.context import RenderContext
from desktop.rendering.document_builder import space_before
from desktop.rendering.formula_view import FormulaView
from desktop.rendering.plain_view import PlainView
from desktop.rendering.prose import ProseView
from desktop.rendering.table_syntax import is_too_wide
from desktop.rendering.table_view import TableView
from desktop.theme import Theme

Part = ProseView | CodeView | TableView | FormulaView | PlainView
_MOST_BLOCKS = 24
_MOST_CHARACTERS = 5_000
_NARROWEST = 120


@dataclass(slots=True, eq=False)
class PartSlot:
    """One or more short blocks that share a text, or one code block, table, formula or plain text."""

    prose: bool
    inset: int = 0
    """How many lists and quotations it stands in (prose has its own insets)."""
    blocks: list[Block] = field(default_factory=list)
    widget: Part | None = None
    written: int = 0
    """How many of the blocks the widget shows."""
    y: int = 0
    height: int = 0
    measured_width: int = 0
    """The width that `height` was measured in, 0 for an estimate."""
    late: bool = False
    """Whether text was written below a formula in it that was not drawn in time."""

    @property
    def full(self) -> bool:
        """Whether further short blocks belong into a new place."""
        return len(self.blocks) >= _MOST_BLOCKS or sum(block.size for block in self.blocks) >= _MOST_CHARACTERS

    @property
    def whole(self) -> bool:
        """Whether the widget shows everything."""
        return self.widget is not None and self.written >= len(self.blocks)

    @property
    def waiting(self) -> bool:
        """Whether a formula in it is still being drawn."""
        return self.widget is not None and self.widget.waiting

    @property
    def blank(self) -> bool:
        """Whether there is nothing to see."""
        return not self.blocks and (not isinstance(self.widget, ProseView) or self.widget.blank)

    @property
    def in_use(self) -> bool:
        """Whether the reader has selected something in it, or it has the focus."""
        widget, focus = self.widget, QApplication.focusWidget()
        if widget is None:
            return False
        texts = [widget] if isinstance(widget, QTextEdit) else widget.findChildren(QTextEdit)
        return (focus is not None and _holds(widget, focus)) or any(text.textCursor().hasSelection() for text in texts)

    def width_in(self, width: int, theme: Theme) -> int:
        """Return the width of the part in a column."""
        return max(width - self.inset * theme.line_height("answer"), _NARROWEST)

    def gap(self, theme: Theme) -> int:
        """Return the space above it."""
        unit = theme.line_height("answer")
        first = self.widget.first_block() if isinstance(self.widget, ProseView) else None
        first = first or (self.blocks[0] if self.prose and self.blocks else None)
        return space_before(unit, first) if first else round(unit * 0.5)

    def measure(self, width: int, theme: Theme) -> int:
        """Lay out the widget in a column of this width; returns the height.

        What is not whole yet, or waits for a formula, keeps at least the height that it had when it was.
        """
        widget = self.widget
        if widget is None:
            return self.estimate(width, theme)
        height = widget.place(self.width_in(width, theme))
        settled = self.whole and not self.waiting
        if not settled and self.measured_width == width:
            height = max(height, self.height)
        self.height, self.measured_width = height, width
        return height

    def estimate(self, width: int, theme: Theme) -> int:
        """Return the height it had in this width, or about what it will have."""
        if self.measured_width != width:
            self.height = sum(_expected(block, self.width_in(width, theme), theme) for block in self.blocks)
        return self.height


def make_part(context: RenderContext, slot: PartSlot, parent: QWidget) -> Part:
    """Make the widget of a place; prose is empty at first."""
    if slot.prose:
        return ProseView(context, parent)
    match slot.blocks[0].kind:
        case BlockKind.CODE:
            return CodeView(context, slot.blocks[0], parent)
        case BlockKind.TABLE if not is_too_wide(slot.blocks[0].pieces[0]):
            return TableView(context, slot.blocks[0], parent)
        case BlockKind.FORMULA:
            return FormulaView(context, slot.blocks[0], parent)
        case _:
            return PlainView(context, slot.blocks[0], parent)


def _holds(widget: QWidget, focus: QWidget) -> bool:
    return widget is focus or widget.isAncestorOf(focus)


def _expected(block: Block, width: int, theme: Theme) -> int:
    unit = theme.line_height("answer")
    match block.kind:
        case BlockKind.CODE:
            return height_of_code(block, theme)
        case BlockKind.TABLE:
            return min(max(len(block.pieces) - 2, 0), 40) * unit + theme.line_height("meta") + 8
        case BlockKind.FORMULA:
            return 2 * unit
        case BlockKind.RULE:
            return unit + space_before(unit, block)
    lines = block.size // max(width // 8, 8) + 1
    return min(lines, 25) * unit + space_before(unit, block)
