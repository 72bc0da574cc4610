"""Cuts Markdown into blocks while it is being written, line by line: a line once read is never read again.

Lists and quotations are flattened (each item is a block that knows how deep it stands), so nesting of any depth costs
nothing, and what is re-rendered while a text grows is one paragraph. The pieces that a text comes in never change the
result.
"""

from __future__ import annotations

from desktop.rendering.blocks import Block, BlockKind
from desktop.rendering.line_patterns import (
    FENCE,
    FORMULA_LINE,
    HEADING,
    ITEM,
    QUOTE,
    RULE,
    SETEXT,
    UNDECIDED,
    indent_of,
    is_delimiter,
    without_indent,
)
from desktop.rendering.safe_text import clean_text
from desktop.rendering.table_syntax import cells_of

LEAF_LIMIT = 4_000
"""Characters that a paragraph may have; a longer one is shown as plain text."""
BLOCK_LIMIT = 4_000
"""Blocks that a text may have; what follows is shown as plain text."""
DEEPEST_INSET = 8
_OPEN_ENDED = (BlockKind.CODE, BlockKind.PLAIN)


class StreamSplitter:
    """Cuts a growing text into `blocks`: all are closed but perhaps the last."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._partial: list[str] = []
        self._partial_size = 0
        self._middle_of_line = False
        self._carriage_return = False
        self.finished = False
        self._fence = ("", 0, 0)
        self._formula_end = ""
        self._items: list[int] = []
        self._blank_before = True
        self._pending_blanks = 0
        self._fed = 0
        self._line_start = 0

    @property
    def closed(self) -> int:
        """How many blocks will never change."""
        return len(self.blocks) - (self._open is not None)

    @property
    def fed(self) -> int:
        """How many characters were taken in (as `clean_text` leaves them)."""
        return self._fed

    @property
    def _open(self) -> Block | None:
        return self.blocks[-1] if self.blocks and not self.blocks[-1].closed else None

    def feed(self, text: str) -> None:
        """Take in the next piece of the text."""
        if self._carriage_return:
            text = "\r" + text
        self._carriage_return = text.endswith("\r")
        text = clean_text(text[:-1] if self._carriage_return else text)
        *lines, rest = text.split("\n")
        for line in lines:
            self._keep_partial(line)
            self._end_line()
            self._fed += len(line) + 1
            self._line_start = self._fed
        if rest:
            self._keep_partial(rest)
            self._fed += len(rest)

    def finish(self) -> None:
        """The text has ended: its last line is complete."""
        self.finished = True
        self._carriage_return = False
        if self._partial or self._middle_of_line:
            self._end_line(ended=False)
        self._close()

    def preview(self) -> list[Block]:
        """Return the blocks that are not closed, with the line being written as far as its meaning is settled."""
        block = self._open
        settled = not (block and block.kind in (*_OPEN_ENDED, BlockKind.TABLE, BlockKind.FORMULA))
        line = "".join(self._partial)
        if not settled or not line or UNDECIDED.match(line):
            return [block] if block else []
        probe = StreamSplitter()
        probe.blocks = [block.copy()] if block else []
        probe._items, probe._blank_before = list(self._items), self._blank_before
        probe._line(line)
        return probe.blocks

    def _keep_partial(self, piece: str) -> None:
        if self._middle_of_line:
            self._add_raw(piece)
            return
        self._partial.append(piece)
        self._partial_size += len(piece)
        if self._partial_size > LEAF_LIMIT:
            line = self._take_partial()
            self._start_long_line(line)
            self._middle_of_line = True

    def _take_partial(self) -> str:
        line = "".join(self._partial)
        self._partial, self._partial_size = [], 0
        return line

    def _end_line(self, *, ended: bool = True) -> None:
        if self._middle_of_line:
            self._middle_of_line = False
            if ended:
                self._add_raw("\n")
        else:
            self._line(self._take_partial())

    def _add_raw(self, piece: str) -> None:
        block = self._open
        if block is not None and piece:
            block.add(piece)

    def _start_long_line(self, line: str) -> None:
        """A line above the limit goes to the open code or plain text, or starts plain text."""
        block = self._open
        if block is None or block.kind not in _OPEN_ENDED:
            self._start(BlockKind.PLAIN)
        elif block.kind is BlockKind.CODE:
            self._flush_blanks(block)
            line = without_indent(line, self._fence[2])
        self._blank_before = False
        self._add_raw(line)

    def _line(self, line: str) -> None:
        block = self._open
        if block is not None and self._inside(block, line):
            return
        quote, rest = _quotation(line)
        indent, text = indent_of(rest)
        block = self._open
        if quote != (block.quote if block else self._quote_now()) and not self._lazy(block, quote, text):
            self._close()
            self._items.clear()
        if not text:
            self._close()
            self._blank_before = True
            return
        self._text_line(indent, text, quote, rest)
        self._blank_before = False

    def _quote_now(self) -> int:
        return self.blocks[-1].quote if self.blocks else 0

    def _lazy(self, block: Block | None, quote: int, text: str) -> bool:
        leaf = block is not None and block.kind in (BlockKind.PARAGRAPH, BlockKind.ITEM)
        return leaf and quote == 0 and bool(text) and not _starts_block(text)

    def _inside(self, block: Block, line: str) -> bool:
        """Let a block that swallows lines take this one; returns False when the line is not its own."""
        match block.kind:
            case BlockKind.CODE:
                return self._inside_code(block, line)
            case BlockKind.FORMULA:
                return self._inside_formula(block, line)
            case BlockKind.PLAIN:
                if line.strip() or len(self.blocks) > BLOCK_LIMIT:
                    block.add(line + "\n")
                    return True
            case BlockKind.TABLE:
                quote, rest = _quotation(line)
                text = rest.strip()
                if quote == block.quote and "|" in text and not FENCE.match(text):
                    block.add(text + "\n")
                    return True
        return False

    def _inside_code(self, block: Block, line: str) -> bool:
        marks, count, indent = self._fence
        if block.quote:
            quote, line = _quotation(line, most=block.quote)
            if not quote:
                return False
        if not marks:
            return self._inside_indented(block, line)
        text = line.strip()
        if len(text) >= count and text == marks * len(text):
            self._close()
        else:
            block.add(without_indent(line, indent) + "\n")
        return True

    def _inside_indented(self, block: Block, line: str) -> bool:
        if not line.strip():
            self._pending_blanks += 1
            return True
        if indent_of(line)[0] < 4:
            return False
        self._flush_blanks(block)
        block.add(without_indent(line, 4) + "\n")
        return True

    def _flush_blanks(self, block: Block) -> None:
        if self._pending_blanks:
            block.add("\n" * self._pending_blanks)
            self._pending_blanks = 0

    def _inside_formula(self, block: Block, line: str) -> bool:
        text = _quotation(line, most=block.quote)[1].strip()
        ending = text.rstrip(".,; ")
        if not text or block.size + len(text) > LEAF_LIMIT:
            block.kind = BlockKind.PARAGRAPH
            block.pieces.insert(0, "$$\n" if self._formula_end == "$$" else "\\[\n")
            return False
        if ending.endswith(self._formula_end):
            block.add(ending[: -len(self._formula_end)])
            self._close()
        else:
            block.add(text + "\n")
        return True

    def _text_line(self, indent: int, text: str, quote: int, rest: str) -> None:
        block = self._open
        paragraph = block is not None and block.kind in (
            BlockKind.PARAGRAPH,
            BlockKind.ITEM,
        )
        fence, item = FENCE.match(text), ITEM.match(text)
        if item and RULE.match(text):
            item = None
        if item is None and self._blank_before:
            self._leave_items(indent)
        if block is not None and paragraph and self._after_paragraph(block, text, quote):
            return
        if indent >= 4 and not self._items and not paragraph:
            self._start(BlockKind.CODE, quote=quote).add(without_indent(rest, 4) + "\n")
            self._fence = ("", 0, 4)
        elif fence:
            self._start(BlockKind.CODE, quote=quote, info=fence["language"].lower())
            self._fence = (fence["marks"][0], len(fence["marks"]), indent)
        elif heading := HEADING.match(text):
            self._start(BlockKind.HEADING, quote=quote, info=str(len(heading["marks"]))).add(heading["text"] or "")
            self._close()
        elif RULE.match(text):
            self._start(BlockKind.RULE, quote=quote)
            self._close()
        elif item and (not paragraph or self._items or item["number"] in (None, "0", "1")):
            self._start_item(indent, item["marker"], item["text"] or "", quote)
        elif text.startswith(("$$", "\\[")) and self._start_formula(text, quote):
            return
        else:
            self._add_text(text, quote)

    def _leave_items(self, indent: int) -> None:
        """After a blank line only an indented text belongs to the item before."""
        while self._items and indent < self._items[-1] + 2:
            self._items.pop()

    def _after_paragraph(self, block: Block, text: str, quote: int) -> bool:
        """Handle the lines that change what the paragraph before them was: an underline or the dashes of a table."""
        if SETEXT.match(text) and block.kind is BlockKind.PARAGRAPH and len(block.pieces) == 1:
            block.kind, block.info = (
                BlockKind.HEADING,
                "1" if text.startswith("=") else "2",
            )
            self._close()
            return True
        head = block.pieces[-1] if block.pieces else ""
        if not is_delimiter(text) or "|" not in head or len(cells_of(head)) != len(cells_of(text)):
            return False
        if block.kind is BlockKind.ITEM and len(block.pieces) == 1:
            return False
        block.size -= len(block.pieces.pop())
        inset, start = block.inset, self._line_start - len(head)
        if block.pieces:
            self._close()
        else:
            start = self.blocks.pop().start
        table = self._start(BlockKind.TABLE, quote=quote)
        table.inset, table.start = inset, start
        table.add(head)
        table.add(text + "\n")
        return True

    def _start_item(self, indent: int, marker: str, text: str, quote: int) -> None:
        while self._items and indent < self._items[-1] + 2:
            self._items.pop()
        inset = min(len(self._items), DEEPEST_INSET - 1)
        self._items.append(indent)
        sign = "•" if marker in "-*+" else marker.replace(")", ".")
        block = self._start(BlockKind.ITEM, quote=quote, info=sign)
        block.inset = inset
        fence = FENCE.match(text)
        if fence:
            code = self._start(BlockKind.CODE, quote=quote, info=fence["language"].lower())
            self._fence = (fence["marks"][0], len(fence["marks"]), indent + 2)
            code.inset = inset + 1
        else:
            block.add(text + "\n")

    def _start_formula(self, text: str, quote: int) -> bool:
        whole = FORMULA_LINE.match(text)
        if whole:
            self._start(BlockKind.FORMULA, quote=quote).add((whole["dollars"] or whole["brackets"] or "").strip())
            self._close()
            return True
        self._formula_end = "$$" if text.startswith("$$") else "\\]"
        if self._formula_end in text[2:]:
            return False
        block = self._start(BlockKind.FORMULA, quote=quote)
        if text[2:].strip():
            block.add(text[2:].strip() + "\n")
        return True

    def _add_text(self, text: str, quote: int) -> None:
        block = self._open
        if block is None or block.kind not in (BlockKind.PARAGRAPH, BlockKind.ITEM):
            block = self._start(BlockKind.PARAGRAPH, quote=quote)
        elif block.size + len(text) > LEAF_LIMIT:
            block = self._start(BlockKind.PLAIN, quote=quote)
        block.add(text.rstrip(" \t") + "\n")

    def _start(self, kind: BlockKind, *, quote: int = 0, info: str = "") -> Block:
        self._close()
        if len(self.blocks) >= BLOCK_LIMIT:
            kind = BlockKind.PLAIN
        block = Block(
            kind, min(len(self._items), DEEPEST_INSET), min(quote, DEEPEST_INSET), info, start=self._line_start
        )
        self.blocks.append(block)
        return block

    def _close(self) -> None:
        if self.blocks and len(self.blocks) <= BLOCK_LIMIT:
            self.blocks[-1].closed = True
        self._pending_blanks = 0


def _quotation(line: str, most: int = 1_000) -> tuple[int, str]:
    """Return how deep the line is quoted, and the line without the signs."""
    depth = position = 0
    while depth < most and (match := QUOTE.match(line, position)):
        depth, position = depth + 1, match.end()
    return depth, line[position:]


def _starts_block(text: str) -> bool:
    return any(pattern.match(text) for pattern in (FENCE, HEADING, RULE, ITEM)) or text.startswith(("$$", "\\["))
