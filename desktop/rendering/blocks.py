"""The blocks that an answer in Markdown is cut into. Plain Python."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class BlockKind(StrEnum):
    """What a block is shown as."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    ITEM = "item"
    RULE = "rule"
    CODE = "code"
    TABLE = "table"
    FORMULA = "formula"
    PLAIN = "plain"
    """Text that is too large to be rendered: shown as it was written."""

    @property
    def is_leaf(self) -> bool:
        """Whether blocks of this kind are short texts that share one text document."""
        return self in (
            BlockKind.PARAGRAPH,
            BlockKind.HEADING,
            BlockKind.ITEM,
            BlockKind.RULE,
        )


@dataclass(slots=True)
class Block:
    """One block. An open block may still grow; a closed one never changes.

    `info` is the language of code, the level of a heading ("1" to "6") or the marker of an item ("•", "3."). `inset`
    counts the lists and `quote` the quotations it stands in. `pieces` joined are its text; code, tables and plain text
    only ever get pieces added, so a view can take up what is new.
    """

    kind: BlockKind
    inset: int = 0
    quote: int = 0
    info: str = ""
    pieces: list[str] = field(default_factory=list)
    size: int = 0
    """Characters in `pieces`."""
    closed: bool = False
    start: int = 0
    """Where it begins in the text: the place of the first character of its first line."""

    @property
    def text(self) -> str:
        """The whole text."""
        return "".join(self.pieces)

    def add(self, piece: str) -> None:
        """Append a piece of text."""
        self.pieces.append(piece)
        self.size += len(piece)

    def copy(self) -> Block:
        """Return an independent copy."""
        return Block(
            self.kind,
            self.inset,
            self.quote,
            self.info,
            list(self.pieces),
            self.size,
            self.closed,
            self.start,
        )
