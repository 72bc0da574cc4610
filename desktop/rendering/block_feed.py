"""Text on its way into blocks: cut in small portions as it comes, so that megabytes never block the window."""

from __future__ import annotations

import time
from collections.abc import Iterator

from desktop.rendering.blocks import Block
from desktop.rendering.splitter import StreamSplitter

_FED_AT_ONCE = 16_000


class BlockFeed:
    """Hands out each block once it will not change any more."""

    def __init__(self) -> None:
        self._splitter = StreamSplitter()
        self._unfed: list[str] = []
        self._handed_out = 0
        self.ended = False

    @property
    def cut(self) -> bool:
        """Whether all text that came is cut and handed out."""
        blocks = self._splitter.blocks
        ready = len(blocks) if self.ended else self._splitter.closed
        return not self._unfed and self._handed_out >= ready and self.ended <= self._splitter.finished

    @property
    def moment(self) -> tuple[int, int]:
        """What tells whether anything has changed: characters taken in, blocks handed out."""
        return self._splitter.fed, self._handed_out

    def append(self, text: str) -> None:
        """Take in more text."""
        if text:
            self._unfed.append(text)

    def blocks(self, until: float) -> Iterator[Block]:
        """Yield the blocks that are closed since the last time, until the clock (perf_counter) says `until`."""
        while self._feed() or self._splitter.closed > self._handed_out:
            while self._handed_out < self._splitter.closed:
                self._handed_out += 1
                yield self._splitter.blocks[self._handed_out - 1]
            if time.perf_counter() > until:
                break
        if self.ended and not self._unfed:
            # the last block stays open only when the text is cut off at the limit of blocks
            for block in self._splitter.blocks[self._handed_out :]:
                self._handed_out += 1
                yield block

    def preview(self) -> list[Block]:
        """Return the blocks that are still being written."""
        return self._splitter.preview()

    def is_open(self, block: Block) -> bool:
        """Whether this is the very block that is being written, not a preview of what it may become."""
        return bool(self._splitter.blocks) and block is self._splitter.blocks[-1]

    def _feed(self) -> bool:
        """Give the splitter the next piece; returns whether there was one."""
        if not self._unfed:
            if self.ended and not self._splitter.finished:
                self._splitter.finish()
                return True
            return False
        piece = self._unfed.pop(0)
        if len(piece) > _FED_AT_ONCE:
            self._unfed.insert(0, piece[_FED_AT_ONCE:])
        self._splitter.feed(piece[:_FED_AT_ONCE])
        return True
