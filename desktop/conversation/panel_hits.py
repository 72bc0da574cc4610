"""The places that a search has found in the thought of a reasoning panel: how many there are, and which is shown."""

from __future__ import annotations

import re

from PySide6.QtCore import QObject, Signal

from desktop.conversation.hit_pager import HitPager


class PanelHits(QObject):
    """Lets the reader step through them with the pager in the header."""

    changed = Signal()
    """There are others than before, or another one is shown."""
    stepped = Signal(int, int)
    """The reader goes to another one: where it begins in the thought, and its length."""

    def __init__(self, pager: HitPager) -> None:
        super().__init__(pager)
        self._pager = pager
        self._places: tuple[tuple[int, int], ...] = ()
        self._shown = 0
        pager.stepped.connect(self._step)

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self._places)

    def find(self, thought: str, offset: int, length: int) -> None:
        """Take all places with the words of this one, which is shown; of 0 characters there are none."""
        words = thought[offset : offset + length]
        found = re.finditer(re.escape(words), thought, re.IGNORECASE) if words.strip() else ()
        self._places = tuple(match.span() for match in found)
        self._shown = next((n for n, (start, _) in enumerate(self._places) if start >= offset), 0)
        self._tell()

    def forget(self) -> None:
        """There are none any more."""
        if self._places:
            self._places = ()
            self._tell()

    def _tell(self) -> None:
        self._pager.show_place(self._shown + 1, len(self._places))
        self.changed.emit()

    def _step(self, by: int) -> None:
        if 0 <= self._shown + by < len(self._places):
            start, end = self._places[self._shown + by]
            self.stepped.emit(start, end - start)
