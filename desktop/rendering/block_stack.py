"""A text in Markdown as a column of widgets; fed in pieces or whole, only its end is ever rendered again."""

from __future__ import annotations

import time

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.rendering.blocks import Block, BlockKind
from desktop.rendering.code_view import CodeView
from desktop.rendering.context import RenderContext
from desktop.rendering.document_builder import space_before
from desktop.rendering.formula_view import FormulaView
from desktop.rendering.plain_view import PlainView
from desktop.rendering.prose import ProseView
from desktop.rendering.section import Section
from desktop.rendering.splitter import StreamSplitter
from desktop.rendering.table_view import TableView

Part = ProseView | CodeView | TableView | FormulaView | PlainView
_FED_AT_ONCE = 16_000
_SLOW = 0.006
_REST_FACTOR = 8
_UNSETTLED = 4
"""Parts at the end that may still change while text is appended."""


class BlockStack(Section):
    """Shows Markdown. `append` adds text, `work` renders for some time; what is above the last part never moves."""

    link_clicked = Signal(str)

    def __init__(self, context: RenderContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._splitter = StreamSplitter()
        self._unfed: list[str] = []
        self._ended = False
        self._committed = 0
        self._parts: list[Part] = []
        self._owners: dict[int, Part] = {}
        self._tail: ProseView | None = None
        self._rest_until = 0.0
        self._width = 0
        self._settled = 0
        self._settled_y = 0
        context.formulas.ready.connect(self._on_formulas)

    @property
    def parts(self) -> list[Part]:
        """The widgets from top to bottom."""
        return list(self._parts)

    @property
    def idle(self) -> bool:
        """Whether all that was appended is shown."""
        ended = not self._ended or self._committed >= len(self._splitter.blocks)
        return not self._unfed and self._splitter.closed <= self._committed and ended

    def append(self, text: str) -> None:
        """Take in more text; it is shown by `work`."""
        if text:
            self._unfed.append(text)

    def end(self) -> None:
        """No more text will come."""
        self._ended = True

    def work(self, seconds: float) -> bool:
        """Render for about this time; returns whether everything is shown. Place it anew afterwards."""
        until = time.perf_counter() + seconds
        while self._feed() or self._splitter.closed > self._committed:
            while self._committed < self._splitter.closed:
                self._commit(self._splitter.blocks[self._committed])
                self._committed += 1
                if time.perf_counter() > until:
                    return False
            if time.perf_counter() > until:
                return self.idle
        if self._ended:
            self._finish()
        else:
            self._show_tail()
        return self.idle

    def place(self, width: int) -> int:
        """Put the parts below each other; those above the end are not looked at again while the width is the same."""
        if width != self._width:
            self._settled, self._settled_y = 0, 0
        y = self._settled_y
        unit = self._context.theme.line_height("answer")
        for index in range(self._settled, len(self._parts)):
            part = self._parts[index]
            if index == len(self._parts) - _UNSETTLED:
                self._settled, self._settled_y = index, y
            if isinstance(part, ProseView) and part.blank:
                part.hide()
                continue
            inset = self._inset(part)
            if y:
                y += self._gap(part, unit)
            height = part.place(max(width - inset, 120))
            part.move(inset, y)
            if part.isHidden():
                part.show()
            y += height
        self._width = width
        self.resize(width, y)
        return y

    def refresh(self, *, only_waiting: bool = False) -> bool:
        """Render again in the colours of the theme, or only what waits for formulas."""
        changed = [part.refresh(only_waiting=only_waiting) for part in self._parts]
        self._unsettle()
        return any(changed)

    def _unsettle(self) -> None:
        """Some part may have another height: look at all of them when placing next."""
        self._settled, self._settled_y = 0, 0

    def _feed(self) -> bool:
        """Give the splitter the next piece; returns whether there was one."""
        if not self._unfed:
            if self._ended and not self._splitter.finished:
                self._splitter.finish()
                return True
            return False
        piece = self._unfed.pop(0)
        if len(piece) > _FED_AT_ONCE:
            self._unfed.insert(0, piece[_FED_AT_ONCE:])
        self._splitter.feed(piece[:_FED_AT_ONCE])
        return True

    def _commit(self, block: Block) -> None:
        owner = self._owners.pop(id(block), None)
        if owner is not None and not isinstance(owner, ProseView | FormulaView):
            owner.take()
            return
        if block.kind.is_leaf:
            prose = self._tail if self._tail is not None else self._prose()
            prose.commit(block)
            self._tail = prose if not prose.full else None
        else:
            self._drop_tail()
            self._add(block)

    def _finish(self) -> None:
        """The last block stays open only when the text is cut off at the limit of blocks."""
        for block in self._splitter.blocks[self._committed :]:
            self._commit(block)
            self._committed += 1

    def _show_tail(self) -> None:
        blocks = self._splitter.preview()
        growing = blocks[0] if blocks and blocks[0].kind in (BlockKind.CODE, BlockKind.TABLE, BlockKind.PLAIN) else None
        if growing is not None:
            self._drop_tail()
            owner = self._owners.get(id(growing))
            if owner is None:
                self._owners[id(growing)] = self._add(growing)
            elif not isinstance(owner, ProseView | FormulaView):
                owner.take()
            return
        if time.perf_counter() < self._rest_until:
            return
        leaves = [each if each.kind.is_leaf else _as_paragraph(each) for each in blocks]
        if not leaves and self._tail is None:
            return
        started = time.perf_counter()
        if self._tail is None:
            self._tail = self._prose()
        self._tail.set_tail(leaves)
        took = time.perf_counter() - started
        self._rest_until = time.perf_counter() + took * _REST_FACTOR if took > _SLOW else 0.0

    def _drop_tail(self) -> None:
        if self._tail is not None:
            self._tail.set_tail([])
            self._tail = None

    def _prose(self) -> ProseView:
        last = self._parts[-1] if self._parts else None
        if isinstance(last, ProseView) and not last.full:
            return last
        view = ProseView(self._context, self)
        view.link_clicked.connect(self.link_clicked)
        self._parts.append(view)
        return view

    def _add(self, block: Block) -> Part:
        part: Part
        match block.kind:
            case BlockKind.CODE:
                part = CodeView(self._context, block, self)
            case BlockKind.TABLE:
                part = TableView(self._context, block, self)
            case BlockKind.FORMULA:
                part = FormulaView(self._context, block, self)
            case _:
                part = PlainView(self._context, block, self)
                part.height_changed.connect(self._unsettle)
                part.height_changed.connect(self.height_changed)
        part.setProperty("inset", block.inset + block.quote)
        self._parts.append(part)
        return part

    def _inset(self, part: Part) -> int:
        return int(part.property("inset") or 0) * self._context.theme.line_height("answer")

    def _gap(self, part: Part, unit: int) -> int:
        first = part.first_block() if isinstance(part, ProseView) else None
        return space_before(unit, first) if first else round(unit * 0.5)

    def _on_formulas(self) -> None:
        if self.refresh(only_waiting=True):
            self.height_changed.emit()


def _as_paragraph(block: Block) -> Block:
    """An unfinished formula is shown as what is written of it."""
    shown = Block(BlockKind.PARAGRAPH, block.inset, block.quote)
    shown.add("`" + block.text.replace("`", "'").strip() + "`" if block.text.strip() else "")
    return shown
