"""A text in Markdown as a column of widgets; fed in pieces or whole, only its end is ever rendered again.

Of a long text only the parts near the view have widgets; the others are places of their height (`PartSlot`).
"""

from __future__ import annotations

import time
from bisect import bisect_right

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.rendering.block_feed import BlockFeed
from desktop.rendering.blocks import Block, BlockKind
from desktop.rendering.context import RenderContext
from desktop.rendering.formula_view import FormulaView
from desktop.rendering.part_slot import Part, PartSlot, make_part
from desktop.rendering.plain_view import PlainView
from desktop.rendering.prose import ProseView
from desktop.rendering.section import Section
from desktop.rendering.stack_view import Reach

_SLOW = 0.006
_REST_FACTOR = 8
_UNSETTLED = 4
"""Parts at the end that may still change while text is appended."""
_WAIT_FOR_FORMULAS = 2.0
"""Most seconds that text after a formula waits until it is drawn, so that nothing above the growing line changes.

Usually it takes some hundredths; the first formula starts the process that draws."""
_DROPPED_AT_ONCE = 6
_MOST_BEHIND = 16
"""Parts that may wait at the growing end; of more the first are passed over until they come near the view."""
_GROWING = (BlockKind.CODE, BlockKind.TABLE, BlockKind.PLAIN)


class BlockStack(Section):
    """Shows Markdown. `append` adds text, `work` renders for some time; what is above the last part never moves."""

    link_clicked = Signal(str)

    def __init__(self, context: RenderContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._feed = BlockFeed()
        self._slots: list[PartSlot] = []
        self._growing: tuple[Block, PartSlot] | None = None
        self._tail: PartSlot | None = None
        self._tail_shows = (0, 0)
        self._rest_until = 0.0
        self._wait_until = 0.0
        self._width = 0
        self._unplaced = 0
        self._frontier = 0
        self._reach = Reach()
        context.formulas.ready.connect(self._on_formulas)

    @property
    def parts(self) -> list[Part]:
        """The widgets that there are now, from top to bottom."""
        return [slot.widget for slot in self._slots if slot.widget is not None]

    @property
    def part_count(self) -> int:
        """How many parts the text has, with a widget or without."""
        return len(self._slots)

    @property
    def idle(self) -> bool:
        """Whether all that was appended is shown, as far as it is near the view."""
        return self._feed.cut and self._next_slot() is None

    def append(self, text: str) -> None:
        """Take in more text; it is shown by `work`."""
        self._feed.append(text)

    def end(self) -> None:
        """No more text will come."""
        self._feed.ended = True
        self._on_formulas()

    def set_view(self, top: int, bottom: int) -> bool:
        """Tell what of this stack is on the screen (pixels from its top).

        Returns whether there is nothing to render near it, or nothing yet because a formula is being drawn.
        """
        self._reach = Reach(top, bottom)
        slot = self._next_slot()
        return self._feed.cut and (slot is None or self._waits_above(slot))

    def work(self, seconds: float) -> bool:
        """Render for about this time; returns whether everything is shown. Place it anew afterwards."""
        until = time.perf_counter() + seconds
        before = len(self._slots)
        if not self._cut(until):
            return False
        if self._feed.ended and self._reach.known and len(self._slots) > before + _UNSETTLED:
            return self.idle  # places are estimated now: which of them are near the view shows when they are laid out
        while (slot := self._next_slot()) is not None:
            if self._waits_above(slot):
                return False
            self._render(slot)
            if time.perf_counter() > until:
                return self.idle
        if not self._feed.ended:
            self._show_tail()
        return self.idle

    def part_at(self, offset: int) -> Part | None:
        """Return the part that shows the character at `offset` of the text (as `clean_text` leaves it).

        It is rendered whole now, however far out of sight it is; place the stack after.
        """
        while not self._cut(time.perf_counter() + 1.0):
            pass
        index = (
            bisect_right(self._slots, offset, key=lambda slot: slot.blocks[0].start if slot.blocks else offset + 1) - 1
        )
        if index < 0:
            return None
        while not self._slots[index].whole:
            self._render(self._slots[index])
        return self._slots[index].widget

    def place(self, width: int) -> int:
        """Put the parts below each other; those above the end are not looked at again while the width is the same."""
        theme = self._context.theme
        if width != self._width:
            self._unplaced = 0
        first = min(self._unplaced, len(self._slots))
        y = self._slots[first - 1].y + self._slots[first - 1].height if first else 0
        for slot in self._slots[first:]:
            if slot.blank:
                slot.y, slot.height = y, 0
                if slot.widget is not None:
                    slot.widget.hide()
                continue
            slot.y = y = y + (slot.gap(theme) if y else 0)
            y += self._place_slot(slot, width)
        self._width, self._unplaced = width, max(len(self._slots) - _UNSETTLED, 0)
        self.resize(width, y)
        return y

    def drop_far(self) -> None:
        """Parts far out of sight give their widgets back and keep their heights; a few at a time."""
        dropped = 0
        for slot in self._slots[: None if self._feed.ended else -_UNSETTLED]:
            if slot.whole and slot is not self._tail and self._reach.far(slot) and not slot.in_use:
                self._drop(slot)
                dropped += 1
            if dropped >= _DROPPED_AT_ONCE:
                return

    def refresh(self) -> None:
        """Render again in the colours of the theme."""
        for slot in self._slots:
            if slot.widget is not None:
                slot.widget.refresh()
            slot.measured_width = 0
        self._unplaced = 0

    def _place_slot(self, slot: PartSlot, width: int) -> int:
        theme = self._context.theme
        stale = slot.measured_width not in (0, width)
        if slot.widget is None or (stale and self._width and self._reach.known and not self._reach.sees(slot)):
            return slot.estimate(width, theme)
        height = slot.measure(width, theme)
        slot.widget.move(slot.inset * theme.line_height("answer"), slot.y)
        if slot.widget.isHidden():
            slot.widget.show()
        return height

    def _cut(self, until: float) -> bool:
        """Cut the text into blocks and give each its place; returns whether all that came is cut."""
        for block in self._feed.blocks(until):
            self._assign(block)
        return self._feed.cut

    def _assign(self, block: Block) -> None:
        """Give a block that will not change any more its place."""
        if self._growing is not None and self._growing[0] is block:
            slot, self._growing = self._growing[1], None
            self._take(slot)
        elif block.kind.is_leaf:
            slot = self._prose_slot()
            slot.blocks.append(block)
            self._frontier = min(self._frontier, len(self._slots) - 1)
            self._unplaced = min(self._unplaced, len(self._slots) - 1)
            self._tail = slot if not slot.full else None
        else:
            self._drop_tail()
            self._new_slot(block)

    def _new_slot(self, block: Block | None) -> PartSlot:
        slot = PartSlot(prose=block is None)
        if block is not None:
            slot.blocks, slot.inset = [block], block.inset + block.quote
        theme = self._context.theme
        last = self._slots[-1] if self._slots else None
        slot.y = last.y + last.height if last else 0
        slot.estimate(self._width or theme.size("column"), theme)
        self._slots.append(slot)
        return slot

    def _prose_slot(self) -> PartSlot:
        last = self._slots[-1] if self._slots else None
        return last if last is not None and last.prose and not last.full else self._new_slot(None)

    def _next_slot(self) -> PartSlot | None:
        """Return the place to render next; None when all near the view is rendered.

        What lies near the view comes first, the nearest of it. While the text grows its end follows in order, but for
        what the stream has left behind.
        """
        slots, near = self._slots, self._reach.near(self._slots)
        until = len(slots) if self._feed.ended else self._passed()
        found = [slots[index] for index in near if index < until and not self._rendered(slots[index])]
        if found or self._feed.ended:
            return min(found, key=self._reach.distance, default=None)
        return slots[until] if until < len(slots) else None

    def _passed(self) -> int:
        """Return up to which place the growing end has been rendered; a long way behind it is passed over."""
        count = len(self._slots)
        while self._frontier < count and self._rendered(self._slots[self._frontier]):
            self._frontier += 1
        if count - self._frontier > _MOST_BEHIND:
            self._frontier = count - _UNSETTLED
        return self._frontier

    def _rendered(self, slot: PartSlot) -> bool:
        return slot.blank or (slot.whole and (not self._width or slot.measured_width == self._width))

    def _render(self, slot: PartSlot) -> None:
        """Make the widget of a place, or write one more block into it; a whole one is measured."""
        if slot.widget is None:
            slot.widget, slot.written = self._make(slot), 0 if slot.prose else 1
        elif isinstance(slot.widget, ProseView) and slot.written < len(slot.blocks):
            slot.widget.commit(slot.blocks[slot.written])
            slot.written += 1
        if slot.whole and self._width:
            slot.measure(self._width, self._context.theme)
        self._unplaced = min(self._unplaced, self._slots.index(slot))

    def _make(self, slot: PartSlot) -> Part:
        part = make_part(self._context, slot, self)
        if isinstance(part, ProseView):
            part.link_clicked.connect(self.link_clicked)
        elif isinstance(part, PlainView):
            part.height_changed.connect(lambda: self._on_part_changed(slot))
        return part

    def _drop(self, slot: PartSlot) -> None:
        if slot.widget is not None:
            slot.widget.hide()
            slot.widget.deleteLater()
            slot.widget, slot.written, slot.late = None, 0, False

    def _take(self, slot: PartSlot) -> None:
        """A block that is still being written has grown."""
        if slot.widget is not None and not isinstance(slot.widget, ProseView | FormulaView):
            slot.widget.take()
            slot.measured_width = 0
            self._unplaced = min(self._unplaced, self._slots.index(slot))

    def _waits_above(self, slot: PartSlot) -> bool:
        """Whether this place at the growing end waits for a formula above."""
        if self._feed.ended:
            return False
        index = self._slots.index(slot)
        return index >= self._frontier and self._held(index)

    def _held(self, index: int) -> bool:
        """Whether a formula just above is still being drawn: until then nothing is written below it."""
        now = time.perf_counter()
        waiting = [each for each in self._slots[max(index - 2, 0) : index + 1] if each.waiting]
        if not waiting:
            self._wait_until = 0.0
        elif not self._wait_until:
            self._wait_until = now + _WAIT_FOR_FORMULAS
        held = now < self._wait_until
        for each in waiting:
            each.late = each.late or not held
        return held

    def _show_tail(self) -> None:
        if self._slots and self._held(len(self._slots) - 1):
            return
        now = self._feed.moment
        if now == self._tail_shows:
            return
        blocks = self._feed.preview()
        block = blocks[0] if blocks else None
        if block is not None and block.kind in _GROWING and self._feed.is_open(block):
            self._tail_shows = now
            self._show_growing(block)
            return
        if time.perf_counter() < self._rest_until:
            return
        self._tail_shows = now
        leaves = [each if each.kind.is_leaf else _as_paragraph(each) for each in blocks]
        if leaves or self._tail is not None:
            self._write_tail(leaves)

    def _show_growing(self, block: Block) -> None:
        if self._growing is not None and self._growing[0] is block:
            self._take(self._growing[1])
            return
        self._drop_tail()
        slot = self._new_slot(block)
        self._growing = (block, slot)
        self._render(slot)

    def _write_tail(self, leaves: list[Block]) -> None:
        started = time.perf_counter()
        if self._tail is None:
            self._tail = self._prose_slot()
        if self._tail.widget is None:
            self._render(self._tail)
        if isinstance(self._tail.widget, ProseView):
            self._tail.widget.set_tail(leaves)
            self._tail.measured_width = 0
        took = time.perf_counter() - started
        self._rest_until = time.perf_counter() + took * _REST_FACTOR if took > _SLOW else 0.0

    def _drop_tail(self) -> None:
        slot, self._tail = self._tail, None
        if slot is None:
            return
        if isinstance(slot.widget, ProseView):
            slot.widget.set_tail([])
            slot.measured_width = 0
        if not slot.blocks and slot is self._slots[-1]:
            self._drop(self._slots.pop())
            self._frontier = min(self._frontier, len(self._slots))

    def _on_part_changed(self, slot: PartSlot) -> None:
        slot.measured_width = 0
        self._unplaced = 0
        self.height_changed.emit()

    def _on_formulas(self) -> None:
        """Show what has been drawn; what took so long that text stands below it waits until the text has ended."""
        changed = False
        for index, slot in enumerate(self._slots):
            if slot.widget is None or (slot.late and not self._feed.ended):
                continue
            if slot.widget.refresh(only_waiting=True):
                self._unplaced = min(self._unplaced, index)
                changed = True
        if changed:
            self.height_changed.emit()


def _as_paragraph(block: Block) -> Block:
    """An unfinished formula is shown as what is written of it."""
    shown = Block(BlockKind.PARAGRAPH, block.inset, block.quote)
    shown.add("`" + block.text.replace("`", "'").strip() + "`" if block.text.strip() else "")
    return shown
